package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.Direction;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.fieldmap.ValueType;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.HelpRequest;
import dev.cosell.referral.KnownSolutions;
import dev.cosell.referral.Status;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Says what is wrong with a deal before anything is sent: all of it at once, each problem with its field, what was
 * expected and what was found. Pure.
 *
 * <p>The rules are those that Partner Center is known to refuse by (the referral resource, the connectors' troubleshooting
 * page); what it may refuse beyond them is held when it does.
 */
public final class Validator {
    /** Observed are {@code SOL-12345-ABC} and GUIDs; what is typed by mistake are names. */
    private static final Pattern SOLUTION_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{2,99}");

    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    private final FieldMap map;
    private final KnownSolutions solutions;

    public Validator(FieldMap map, KnownSolutions solutions) {
        this.map = map;
        this.solutions = solutions;
    }

    /**
     * What stands against making a referral from a record, or against asking Microsoft in for one.
     *
     * @param record stored form by path
     */
    public List<Problem> toShare(Map<String, JsonNode> record) {
        List<Problem> problems = new ArrayList<>();
        require(problems, record, "name", ProblemCode.NAME_MISSING, "expected a name, found none");
        require(
                problems,
                record,
                "customer",
                ProblemCode.CUSTOMER_MISSING,
                "expected a customer account with a name, found none");
        CustomerCountry.of(map, record).problem().ifPresent(problems::add);
        problems.addAll(kept(record));
        help(record, problems).ifPresent(asked -> problems.addAll(ContactCheck.of(map, record)));
        return List.copyOf(problems);
    }

    /**
     * What stands against keeping a record in step with the referral it has. Each problem holds its own field only.
     *
     * @param referral its status, if it is known
     * @param microsoftAskedIn whether the help that the record asks for was asked for already
     */
    public List<Problem> toKeep(Map<String, JsonNode> record, Optional<Status> referral, boolean microsoftAskedIn) {
        if (referral.filter(Status::isClosed).isPresent()) {
            return List.of(Problem.of(
                    ProblemCode.REFERRAL_CLOSED,
                    "expected a referral that is open, found one that is " + referral.get()));
        }
        boolean asks = !microsoftAskedIn
                && NewReferral.helpLabel(map, record)
                        .filter(label -> !HelpRequest.isNone(label))
                        .isPresent();
        return asks ? toShare(record) : List.copyOf(kept(record));
    }

    /**
     * What stands against making a record from a referral.
     *
     * @param referral stored form by path
     * @param currencies ISO codes the CRM has
     */
    public List<Problem> toReceive(Map<String, JsonNode> referral, Collection<String> currencies) {
        List<Problem> problems = new ArrayList<>();
        for (Field field : map.fields()) {
            Optional<Value> value = field.on(Side.PARTNER_CENTER, referral).filter(found -> !found.isEmpty());
            if (field.direction() != Direction.TO_PARTNER_CENTER) {
                value.flatMap(found -> field.refusal(Side.CRM, found)).ifPresent(problems::add);
            }
            if (field.type() == ValueType.CURRENCY
                    && value.isPresent()
                    && !currencies.contains(value.get().toString())) {
                problems.add(Problem.of(
                                ProblemCode.CURRENCY_UNKNOWN,
                                "expected one of the CRM's currencies " + new TreeSet<>(currencies) + ", found \""
                                        + value.get() + "\"")
                        .on(field.name()));
            }
            if (field.name().equals("name") && value.isEmpty()) {
                problems.add(Problem.of(ProblemCode.NAME_MISSING, "expected a name on the referral, found none")
                        .on(field.name()));
            }
        }
        return List.copyOf(problems);
    }

    /** What is wrong with solution ids that are about to be sent. */
    public List<Problem> solutions(Collection<String> ids) {
        return ids.stream()
                .flatMap(id -> solution(id).stream())
                .map(problem -> problem.on("solutions"))
                .toList();
    }

    /** The fields that are kept in step as long as the deal lives. */
    private List<Problem> kept(Map<String, JsonNode> record) {
        List<Problem> problems = new ArrayList<>();
        require(
                problems,
                record,
                "dealValue",
                ProblemCode.VALUE_NOT_POSITIVE,
                "expected an estimated value above 0, found none");
        currency(record, problems);
        require(
                problems,
                record,
                "closeDate",
                ProblemCode.CLOSE_DATE_MISSING,
                "expected an estimated close date, found none");
        require(
                problems,
                record,
                "solutions",
                ProblemCode.SOLUTION_MISSING,
                "expected at least one solution id, found none" + choice(solutions.near("")));
        if (value(record, "solutions").orElse(Value.EMPTY) instanceof Value.Items items) {
            problems.addAll(solutions(items.ids()));
        }
        map.fields().stream()
                .filter(field -> field.type() != ValueType.STATUS && field.direction() != Direction.TO_CRM)
                .forEach(field -> field.on(Side.CRM, record)
                        .filter(found -> !found.isEmpty())
                        .flatMap(found -> field.refusal(Side.PARTNER_CENTER, found))
                        .ifPresent(problems::add));
        return problems;
    }

    private Optional<Problem> solution(String id) {
        if (!SOLUTION_ID.matcher(id).matches()) {
            return Optional.of(Problem.of(
                    ProblemCode.SOLUTION_UNKNOWN,
                    "expected a solution id such as SOL-12345-ABC, found \"" + shown(id) + "\""
                            + choice(solutions.near(id))));
        }
        return solutions.isEmpty() || solutions.isKnown(id)
                ? Optional.empty()
                : Optional.of(Problem.of(
                        ProblemCode.SOLUTION_UNKNOWN,
                        "expected a solution id of this partner, found \"" + shown(id) + "\""
                                + choice(solutions.near(id))));
    }

    private void currency(Map<String, JsonNode> record, List<Problem> problems) {
        Optional<Value> found = value(record, "currency").filter(value -> !value.isEmpty());
        if (found.filter(value -> CURRENCIES.contains(value.toString())).isEmpty()) {
            problems.add(Problem.of(
                            ProblemCode.CURRENCY_UNKNOWN,
                            "expected a currency with an ISO 4217 code, found "
                                    + found.map(value -> "\"" + shown(value.toString()) + "\"")
                                            .orElse("none"))
                    .on("currency"));
        }
    }

    private Optional<HelpRequest> help(Map<String, JsonNode> record, List<Problem> problems) {
        Optional<String> label = NewReferral.helpLabel(map, record).filter(text -> !HelpRequest.isNone(text));
        Optional<HelpRequest> help = label.flatMap(HelpRequest::byLabel);
        if (label.isPresent() && help.isEmpty()) {
            problems.add(Problem.of(
                            ProblemCode.INVALID_VALUE,
                            "expected one of " + HelpRequest.labels() + ", found \"" + shown(label.get()) + "\"")
                    .on("help"));
        }
        return help;
    }

    private void require(
            List<Problem> problems, Map<String, JsonNode> record, String name, ProblemCode code, String detail) {
        if (value(record, name).filter(value -> !value.isEmpty()).isEmpty()) {
            problems.add(Problem.of(code, detail).on(name));
        }
    }

    private Optional<Value> value(Map<String, JsonNode> record, String name) {
        return map.field(name).flatMap(field -> field.on(Side.CRM, record));
    }

    private static String choice(List<String> ids) {
        return ids.isEmpty() ? "" : "; known are for instance " + String.join(", ", ids);
    }

    private static String shown(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "..." : text;
    }
}
