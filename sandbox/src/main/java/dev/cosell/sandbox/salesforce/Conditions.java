package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.sandbox.salesforce.Columns.Column;
import dev.cosell.sandbox.salesforce.Database.Stored;
import dev.cosell.sandbox.salesforce.soql.Condition;
import dev.cosell.sandbox.salesforce.soql.Condition.Operator;
import dev.cosell.sandbox.salesforce.soql.Literal;
import dev.cosell.sandbox.salesforce.soql.Path;
import dev.cosell.sandbox.salesforce.soql.Query;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Turns the conditions of queries into tests of records. Texts are compared whatever the case of their letters. */
final class Conditions {
    private final Organization organization;
    private final Columns columns;

    /** Answers a query within a condition. */
    private final Function<Query, List<JsonNode>> inner;

    Conditions(Organization organization, Columns columns, Function<Query, List<JsonNode>> inner) {
        this.organization = organization;
        this.columns = columns;
        this.inner = inner;
    }

    /** @throws Refusal if a field or a value does not fit */
    Predicate<Stored> compile(ObjectType type, Condition condition) {
        return switch (condition) {
            case Condition.And and ->
                and.all().stream().map(part -> compile(type, part)).reduce(row -> true, Predicate::and);
            case Condition.Or or ->
                or.any().stream().map(part -> compile(type, part)).reduce(row -> false, Predicate::or);
            case Condition.Not not -> compile(type, not.condition()).negate();
            case Condition.Compare compare -> compare(type, compare);
            case Condition.In in -> in(type, in);
            case Condition.InQuery in -> among(column(type, in.path()), inner.apply(in.query()), in.negated());
            case Condition.Includes includes -> includes(type, includes);
        };
    }

    private Column column(ObjectType type, Path path) {
        Column column = columns.resolve(type, path);
        if (!column.field().filterable()) {
            throw Refusal.of(
                    400,
                    "INVALID_FIELD",
                    "field '%s' can not be filtered in a query call"
                            .formatted(column.field().name()));
        }
        return column;
    }

    private Predicate<Stored> in(ObjectType type, Condition.In in) {
        Column column = column(type, in.path());
        return among(
                column,
                in.literals().stream()
                        .map(literal -> value(column.field(), literal))
                        .toList(),
                in.negated());
    }

    private Predicate<Stored> among(Column column, List<JsonNode> values, boolean negated) {
        Set<String> keys = new HashSet<>();
        values.forEach(value -> keys.add(key(column.field(), value)));
        return row -> keys.contains(key(column.field(), columns.value(row, column))) != negated;
    }

    private Predicate<Stored> compare(ObjectType type, Condition.Compare compare) {
        Column column = column(type, compare.path());
        if (compare.literal() instanceof Literal.Days days) {
            return days(column, compare.operator(), days);
        }
        if (compare.operator() == Operator.LIKE) {
            return like(column, compare.literal());
        }
        JsonNode wanted = value(column.field(), compare.literal());
        return row -> holds(column.field(), columns.value(row, column), compare.operator(), wanted);
    }

    private static boolean holds(Field field, JsonNode found, Operator operator, JsonNode wanted) {
        return switch (operator) {
            case EQUAL -> key(field, found).equals(key(field, wanted));
            case NOT_EQUAL -> !key(field, found).equals(key(field, wanted));
            case LESS -> ordered(found, wanted) && order(found, wanted) < 0;
            case LESS_OR_EQUAL -> ordered(found, wanted) && order(found, wanted) <= 0;
            case GREATER -> ordered(found, wanted) && order(found, wanted) > 0;
            case GREATER_OR_EQUAL -> ordered(found, wanted) && order(found, wanted) >= 0;
            case LIKE -> throw new IllegalStateException("LIKE has a way of its own");
        };
    }

    private Predicate<Stored> days(Column column, Operator operator, Literal.Days days) {
        LocalDate today = LocalDate.ofInstant(Instant.now(organization.clock()), ZoneOffset.UTC);
        JsonNode from = day(column.field(), today.plusDays(days.from()));
        JsonNode to = day(column.field(), today.plusDays(days.to()));
        return row -> {
            JsonNode found = columns.value(row, column);
            boolean after = holds(column.field(), found, Operator.GREATER_OR_EQUAL, from);
            boolean before = holds(column.field(), found, Operator.LESS, to);
            return switch (operator) {
                case EQUAL -> after && before;
                case NOT_EQUAL -> !(after && before);
                case LESS -> !found.isNull() && !after;
                case LESS_OR_EQUAL -> before;
                case GREATER -> !found.isNull() && !before;
                case GREATER_OR_EQUAL -> after;
                case LIKE -> false;
            };
        };
    }

    private static JsonNode day(Field field, LocalDate day) {
        return switch (field.type()) {
            case DATE -> Json.text(day.toString());
            case DATETIME ->
                Json.text(Moments.show(day.atStartOfDay(ZoneOffset.UTC).toInstant()));
            default -> throw misfit(field, "should be enclosed in quotes");
        };
    }

    private Predicate<Stored> like(Column column, Literal literal) {
        if (!column.field().type().isText() || !(literal instanceof Literal.Text text)) {
            throw Refusal.of(
                    400,
                    "INVALID_OPERATOR",
                    "invalid operator on %s field"
                            .formatted(column.field().type().describeName()));
        }
        Pattern pattern = pattern(text.raw());
        return row -> {
            JsonNode found = columns.value(row, column);
            return !found.isNull() && pattern.matcher(found.asText()).matches();
        };
    }

    /** {@code %} is anything, {@code _} one character; a backslash takes their meaning away. */
    private static Pattern pattern(String raw) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            char character = raw.charAt(i);
            if (character == '\\' && i + 1 < raw.length()) {
                i++;
                regex.append(Pattern.quote(String.valueOf(raw.charAt(i))));
            } else if (character == '%') {
                regex.append(".*");
            } else if (character == '_') {
                regex.append('.');
            } else {
                regex.append(Pattern.quote(String.valueOf(character)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    }

    private Predicate<Stored> includes(ObjectType type, Condition.Includes includes) {
        Column column = column(type, includes.path());
        if (column.field().type() != FieldType.MULTIPICKLIST) {
            throw misfit(column.field(), "is not a multi-select picklist");
        }
        List<Set<String>> wanted = includes.literals().stream()
                .map(literal -> parts(column.field(), value(column.field(), literal)))
                .toList();
        return row -> {
            Set<String> found = parts(column.field(), columns.value(row, column));
            return wanted.stream().anyMatch(found::containsAll) != includes.negated();
        };
    }

    private static Set<String> parts(Field field, JsonNode value) {
        return new HashSet<>(Arrays.asList(key(field, value).split(";")));
    }

    /** The literal in the form in which such a field is stored. */
    private static JsonNode value(Field field, Literal literal) {
        return switch (literal) {
            case Literal.Null ignored -> Json.NODES.nullNode();
            case Literal.Text text when field.type().isId() -> id(text.value());
            case Literal.Text text when field.type().isText() -> Json.text(text.value());
            case Literal.Text ignored ->
                throw misfit(
                        field,
                        "must be of type %s and should not be enclosed in quotes"
                                .formatted(field.type().describeName()));
            case Literal.Number number when field.type().isNumber() -> Json.NODES.numberNode(number.value());
            case Literal.Flag flag when field.type() == FieldType.BOOLEAN -> Json.NODES.booleanNode(flag.value());
            case Literal.Day day
            when field.type() == FieldType.DATE -> Json.text(day.value().toString());
            case Literal.Moment moment
            when field.type() == FieldType.DATETIME -> Json.text(Moments.show(moment.value()));
            default ->
                throw misfit(
                        field,
                        "must be of type %s%s"
                                .formatted(
                                        field.type().describeName(),
                                        field.type().isText() ? " and should be enclosed in quotes" : ""));
        };
    }

    /** An empty text stands for no id; other texts have to be ids. */
    private static JsonNode id(String text) {
        if (text.isEmpty()) {
            return Json.NODES.nullNode();
        }
        return Json.text(Ids.parse(text)
                .orElseThrow(() ->
                        Refusal.of(400, "INVALID_QUERY_FILTER_OPERATOR", "invalid ID field: %s".formatted(text))));
    }

    private static Refusal misfit(Field field, String why) {
        return Refusal.of(
                400, "INVALID_FIELD", "value of filter criterion for field '%s' %s".formatted(field.name(), why));
    }

    /** Equal values have equal keys: of ids the case of letters counts, of texts it does not. */
    private static String key(Field field, JsonNode value) {
        if (value.isNumber()) {
            return value.decimalValue().stripTrailingZeros().toPlainString();
        }
        String text = value.isNull() ? "" : value.asText();
        return field.type().isId() ? text : text.toLowerCase(Locale.ROOT);
    }

    private static boolean ordered(JsonNode found, JsonNode wanted) {
        return !found.isNull() && !wanted.isNull();
    }

    static int order(JsonNode one, JsonNode other) {
        return one.isNumber() && other.isNumber()
                ? one.decimalValue().compareTo(other.decimalValue())
                : one.asText().compareToIgnoreCase(other.asText());
    }
}
