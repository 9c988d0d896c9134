package dev.cosell.fieldmap;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.ColumnDescription.Kind;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.Near;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares field maps with what the CRM says about its tables, before anything runs: whatever would stop a deal half-way
 * is told here, all together. The columns that only tell the seller something never are at fault.
 */
public final class CrmCheck {
    private final FieldMap map;
    private final String name;
    private final Function<String, TableDescription> tables;
    private final TableDescription table;
    private final Faults faults;

    private CrmCheck(FieldMap map, String name, Function<String, TableDescription> tables, Faults faults) {
        this.map = map;
        this.name = name;
        this.tables = tables;
        this.table = tables.apply(map.table());
        this.faults = faults;
    }

    /**
     * Checks the maps that are in use.
     *
     * @param leads whether leads cross
     * @param describe a table by its logical name; asked once per table
     * @return {@code SCHEMA_MISMATCH} with every fault, or nothing
     */
    public static Optional<Problem> of(FieldMaps maps, boolean leads, Function<String, TableDescription> describe) {
        Faults faults = found(maps, leads, describe);
        return faults.isEmpty()
                ? Optional.empty()
                : Optional.of(faults.problem(ProblemCode.SCHEMA_MISMATCH).from(RemoteSystem.CRM));
    }

    /** As {@link #of}, each fault by itself. */
    public static List<String> faults(FieldMaps maps, boolean leads, Function<String, TableDescription> describe) {
        return found(maps, leads, describe).all();
    }

    private static Faults found(FieldMaps maps, boolean leads, Function<String, TableDescription> describe) {
        Map<String, TableDescription> known = new HashMap<>();
        Function<String, TableDescription> tables = table -> known.computeIfAbsent(table, describe);
        Faults faults = new Faults();
        new CrmCheck(maps.deals(), "deals", tables, faults).check();
        maps.leads().filter(map -> leads).ifPresent(map -> new CrmCheck(map, "leads", tables, faults).check());
        return faults;
    }

    private void check() {
        map.fields().forEach(field -> {
            for (int i = 0; i < field.crm().size(); i++) {
                column(field, i);
            }
        });
        control(map.columns().sync(), "the seller's switch", Kind.YES_NO);
        control(map.columns().referralId(), "the referral's id", Kind.TEXT);
        map.columns().help().ifPresent(help -> control(help, "the help asked for", Kind.CHOICE));
        unfilled();
    }

    // --- Columns of fields ---

    private void column(Field field, int place) {
        String path = field.crm().get(place);
        Optional<TableDescription> owner = owner(field, path);
        if (owner.isEmpty()) {
            return;
        }
        String column = path.substring(path.indexOf('/') + 1);
        Optional<ColumnDescription> found = owner.get().column(column);
        if (found.isEmpty() && field.optional()) {
            return;
        }
        if (found.isEmpty()) {
            missing(field, column, owner.get());
            return;
        }
        rights(field, path, found.get());
        if (kind(field, place, found.get())) {
            length(field, path, found.get());
            options(field, place, found.get());
        }
    }

    /** The table that has a path's column: the map's own, or that of the lookup the path goes through. */
    private Optional<TableDescription> owner(Field field, String path) {
        if (!path.contains("/")) {
            return Optional.of(table);
        }
        String lookup = path.substring(0, path.indexOf('/'));
        Optional<ColumnDescription> through = table.column(lookup);
        if (through.isEmpty()) {
            missing(field, lookup, table);
            return Optional.empty();
        }
        if (through.get().targets().isEmpty()) {
            fault(
                    field,
                    "expected column " + lookup + " of table " + table.table() + " to be a lookup; found "
                            + through.get().kind().label() + ".");
            return Optional.empty();
        }
        return Optional.of(tables.apply(through.get().targets().getFirst()));
    }

    private void missing(Field field, String column, TableDescription where) {
        fault(
                field,
                "expected table " + where.table() + " to have column " + column
                        + "; found none. Add the column, or point the field at another one."
                        + Near.hint(column, where.columns().keySet()));
    }

    private void rights(Field field, String path, ColumnDescription column) {
        boolean related = path.contains("/");
        boolean status = field.type() == ValueType.STATUS;
        boolean made = field.direction() != Direction.TO_PARTNER_CENTER && !status && !ofAnotherMaker(path);
        if (!column.readable()) {
            fault(field, right("read", path));
        }
        if (made && !column.creatable()) {
            fault(field, right("fill", path));
        }
        if (!related && field.direction().flowsTo(Side.CRM) && !column.updatable()) {
            fault(field, right("change", path));
        }
    }

    /** Of related records only the customer is made by the connector. */
    private boolean ofAnotherMaker(String path) {
        return path.contains("/")
                && map.customerLookup()
                        .filter(path.substring(0, path.indexOf('/'))::equals)
                        .isEmpty();
    }

    private static String right(String verb, String path) {
        return "expected that the connector's user may " + verb + " column " + path
                + "; found that it may not. Add the right to a column security profile of that user, or, if the CRM "
                + "computes the column, let the field flow to Partner Center only.";
    }

    /** @return whether the column is of a kind that the field can use */
    private boolean kind(Field field, int place, ColumnDescription column) {
        Set<Kind> fitting = kinds(field, place);
        boolean fits = fitting.contains(column.kind()) && (column.kind() != Kind.LOOKUP || isCurrency(field, column));
        if (!fits) {
            fault(
                    field,
                    "expected column " + field.crm().get(place) + " to hold "
                            + fitting.stream().map(Kind::label).sorted().collect(Collectors.joining(" or "))
                            + (field.type() == ValueType.CURRENCY ? " to currencies" : "") + "; found "
                            + column.kind().label() + ". Point the field at another column, or give it another type.");
        }
        return fits;
    }

    private static boolean isCurrency(Field field, ColumnDescription column) {
        return field.type() != ValueType.CURRENCY || column.targets().equals(List.of("transactioncurrency"));
    }

    private static Set<Kind> kinds(Field field, int place) {
        if (field.conversion() instanceof Conversion.Labels) {
            return EnumSet.of(Kind.TEXT, Kind.CHOICE);
        }
        if (field.conversion() instanceof Conversion.Expressions) {
            return EnumSet.of(Kind.TEXT, Kind.CHOICE, Kind.NUMBER, Kind.DAY, Kind.MOMENT, Kind.YES_NO);
        }
        boolean onlyRead = field.direction() == Direction.TO_PARTNER_CENTER;
        return switch (field.type()) {
            case TEXT, NAME, COUNTRY -> EnumSet.of(Kind.TEXT, Kind.CHOICE);
            case CODE -> onlyRead ? EnumSet.of(Kind.TEXT, Kind.CHOICE, Kind.KEY) : EnumSet.of(Kind.TEXT, Kind.CHOICE);
            case CURRENCY -> EnumSet.of(Kind.LOOKUP, Kind.CHOICE, Kind.TEXT);
            case MONEY -> EnumSet.of(Kind.NUMBER);
            case DATE -> onlyRead ? EnumSet.of(Kind.DAY, Kind.MOMENT) : EnumSet.of(Kind.DAY);
            case FLAG -> EnumSet.of(Kind.YES_NO);
            case STATUS -> EnumSet.of(place == 0 ? Kind.STATE : Kind.REASON, Kind.YES_NO, Kind.CHOICE);
            case TERM -> EnumSet.of(Kind.CHOICE, Kind.LOOKUP, Kind.TEXT);
            case CO_SELL_TYPE -> EnumSet.of(Kind.CHOICE, Kind.TEXT);
            case PEOPLE -> EnumSet.of(place == 0 ? Kind.LOOKUP : Kind.TEXT);
            case SOLUTIONS, REFERRAL_LINK, MICROSOFTS_ANSWER, TEAM, REGISTRATION -> EnumSet.of(Kind.TEXT);
        };
    }

    private void length(Field field, String path, ColumnDescription column) {
        boolean written = field.direction() != Direction.TO_PARTNER_CENTER && !ofAnotherMaker(path);
        int said = field.limit().maxLength().orElse(0);
        int holds = column.limit().maxLength().orElse(Integer.MAX_VALUE);
        if (written && !field.mayBeCut() && said > holds) {
            fault(
                    field,
                    "expected column " + path + " to hold " + said + " characters, as maxLength says; found " + holds
                            + ". Lengthen the column, or set \"maxLength\": " + holds
                            + " (longer texts are then held) or \"mayBeCut\": true.");
        }
    }

    private void options(Field field, int place, ColumnDescription column) {
        if (column.options().isEmpty()) {
            return;
        }
        switch (column.kind()) {
            case CHOICE ->
                labels(field, place)
                        .filter(label -> !column.hasLabel(label))
                        .forEach(label -> fault(
                                field,
                                "expected \"" + label + "\" to be an option of column " + column.name()
                                        + "; nearest are " + String.join(", ", Near.to(label, column.labels())) + "."));
            case STATE -> states(field, column);
            case REASON -> reasons(field, place, column);
            case TEXT, NUMBER, DAY, MOMENT, YES_NO, LOOKUP, KEY, OTHER -> {
                // Holds any value of its kind.
            }
        }
    }

    /** Labels that the map itself names. Of stages only the open ones: for a closed one the CRM's own may stand in. */
    private static Stream<String> labels(Field field, int place) {
        Stream<String> mapped = field.conversion() instanceof Conversion.Labels(Map<String, String> labels)
                ? labels.values().stream()
                : Stream.empty();
        Stream<String> stages = field.states().rows().stream()
                .filter(row -> !row.status().isClosed() && row.canBeWritten())
                .map(row -> row.crm().get(place).asText());
        Stream<String> defaulted =
                Stream.ofNullable(field.defaults().get(Side.CRM)).map(JsonNode::asText);
        return Stream.of(mapped, stages, defaulted).flatMap(labels -> labels).distinct();
    }

    private void states(Field field, ColumnDescription column) {
        field.states().rows().stream()
                .map(row -> row.crm().getFirst().asText())
                .filter(state -> !state.equals(States.ANY))
                .distinct()
                .filter(state -> column.options().stream()
                        .noneMatch(option -> Integer.toString(option.value()).equals(state)))
                .forEach(state -> fault(
                        field,
                        "expected a state of column " + column.name() + "; found " + state + ". Possible are "
                                + listed(column.options()) + "."));
    }

    private void reasons(Field field, int place, ColumnDescription column) {
        field.states().rows().stream()
                .filter(row -> !row.crm().get(place).asText().equals(States.ANY))
                .filter(row -> reasonsOf(row, column).stream()
                        .noneMatch(option -> Integer.toString(option.value())
                                .equals(row.crm().get(place).asText())))
                .forEach(row -> fault(
                        field,
                        "expected for " + row.status() + " a status reason that state "
                                + row.crm().getFirst().asText() + " has; found "
                                + row.crm().get(place).asText() + ". Possible are " + listed(reasonsOf(row, column))
                                + "."));
    }

    private static List<ColumnDescription.Option> reasonsOf(States.Row row, ColumnDescription column) {
        String state = row.crm().getFirst().asText();
        return column.options().stream()
                .filter(option -> option.state().isEmpty()
                        || state.equals(States.ANY)
                        || Integer.toString(option.state().getAsInt()).equals(state))
                .toList();
    }

    private static String listed(List<ColumnDescription.Option> options) {
        return options.isEmpty()
                ? "none"
                : options.stream().map(ColumnDescription.Option::toString).collect(Collectors.joining(", "));
    }

    // --- Columns of the connector, and of nobody ---

    private void control(String column, String what, Kind kind) {
        Optional<ColumnDescription> found = table.column(column);
        if (found.isEmpty()) {
            faults.add(
                    name,
                    "expected table " + table.table() + " to have column " + column + " for " + what
                            + "; found none. Install the columns of Microsoft's co-sell solution, or name another column."
                            + Near.hint(column, table.columns().keySet()));
            return;
        }
        if (found.get().kind() != kind) {
            faults.add(
                    name,
                    "expected column " + column + " for " + what + " to hold " + kind.label() + "; found "
                            + found.get().kind().label() + ".");
        }
        boolean written = kind != Kind.CHOICE;
        if (!found.get().readable() || written && !found.get().updatable()) {
            faults.add(
                    name,
                    "expected that the connector's user may read " + (written ? "and change " : "") + "column " + column
                            + "; found that it may not. Add the right to a column security profile of that user.");
        }
    }

    private void unfilled() {
        Set<String> filled = map.fields().stream()
                .filter(field -> field.direction() != Direction.TO_PARTNER_CENTER)
                .flatMap(field -> field.crm().stream())
                .map(path -> path.contains("/") ? path.substring(0, path.indexOf('/')) : path)
                .collect(Collectors.toSet());
        table.columns().values().stream()
                .filter(column -> column.required() && column.custom() && column.creatable() && !column.hasDefault())
                .map(ColumnDescription::name)
                .filter(column -> !filled.contains(column) && !map.filledByCrm().contains(column))
                .sorted()
                .forEach(column -> faults.add(
                        name,
                        "expected a field that fills column " + column + ", which table " + table.table()
                                + " requires; found none. Add a field with a default for it, or list it in filledByCrm "
                                + "if the CRM fills it by itself or requires it in its forms only."));
    }

    private void fault(Field field, String sentence) {
        faults.add(name + ", field " + field.name(), sentence);
    }
}
