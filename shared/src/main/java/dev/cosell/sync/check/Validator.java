package dev.cosell.sync.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.Direction;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Occasion;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.fieldmap.ValueType;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Consent;
import dev.cosell.referral.HelpRequest;
import dev.cosell.referral.KnownSolutions;
import dev.cosell.referral.Solution;
import dev.cosell.referral.Status;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Says what is wrong with a deal before anything is sent: all of it at once, each problem with its field, what was
 * expected and what was found. Pure.
 *
 * <p>The rules are those that Partner Center is known to refuse by (the referral resource, the connectors' troubleshooting
 * page); what it may refuse beyond them is held when it does.
 */
public final class Validator {
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
        return toShare(record, CustomerConsent.toGive(map, record));
    }

    /** As above, with the consent of the customer's people where the referral tells it. */
    public List<Problem> toShare(Map<String, JsonNode> record, Consent consent) {
        List<Problem> problems = new ArrayList<>();
        map.requiredFor(Occasion.CREATE).stream()
                .filter(field -> !field.name().equals(CustomerCountry.FIELD))
                .forEach(field -> require(problems, record, field));
        checkValues(record, problems);
        CustomerCountry.of(map, record).problem().ifPresent(problems::add);
        map.fields().stream()
                .filter(field -> field.type() != ValueType.STATUS && field.direction() != Direction.TO_CRM)
                .forEach(field -> refused(record, field).ifPresent(problems::add));
        problems.addAll(CoSellNeeds.unmet(map, record).values());
        help(record, problems).ifPresent(asked -> {
            problems.addAll(ContactCheck.of(map, record));
            CustomerConsent.againstHelp(consent).ifPresent(problems::add);
        });
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
                value.filter(found -> !canWait(field, found))
                        .flatMap(found -> field.refusal(Side.CRM, found))
                        .ifPresent(problems::add);
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
            if (NewRecord.namesCustomer(map, field) && value.isEmpty()) {
                problems.add(Problem.of(
                                ProblemCode.CUSTOMER_MISSING,
                                "expected the customer's name on the referral, found none: say which account it is")
                        .on(field.name()));
            }
            if (field.name().equals("name") && value.isEmpty()) {
                problems.add(Problem.of(ProblemCode.NAME_MISSING, "expected a name on the referral, found none")
                        .on(field.name()));
            }
        }
        return List.copyOf(problems);
    }

    /** What the CRM can be given later: the map cannot translate it, and the record can be made without it. */
    private static boolean canWait(Field field, Value value) {
        return field.direction().flowsTo(Side.CRM)
                && !field.requiredFor().contains(Occasion.CRM)
                && field.unclear(Side.CRM, value).isPresent();
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
        map.requiredFor(Occasion.CREATE).stream()
                .filter(Validator::isKept)
                .forEach(field -> require(problems, record, field));
        checkValues(record, problems);
        map.fields().stream()
                .filter(field -> field.type() != ValueType.STATUS && isKept(field))
                .forEach(field -> refused(record, field).ifPresent(problems::add));
        return problems;
    }

    private static boolean isKept(Field field) {
        return field.patchable() && field.direction().flowsTo(Side.PARTNER_CENTER);
    }

    /** Values that are there, but cannot be right. */
    private void checkValues(Map<String, JsonNode> record, List<Problem> problems) {
        if (value(record, "solutions").orElse(Value.EMPTY) instanceof Value.Items items) {
            problems.addAll(solutions(items.ids()));
        }
        value(record, "currency")
                .filter(found -> !found.isEmpty() && !CURRENCIES.contains(found.toString()))
                .ifPresent(found -> problems.add(Problem.of(
                                ProblemCode.CURRENCY_UNKNOWN,
                                "expected a currency with an ISO 4217 code, found \"" + shown(found.toString()) + "\"")
                        .on("currency")));
    }

    /** What Partner Center would refuse. What it can be made without, and the map cannot say, waits for the merge. */
    private static Optional<Problem> refused(Map<String, JsonNode> record, Field field) {
        boolean canWait = field.direction().flowsTo(Side.PARTNER_CENTER)
                && !field.requiredFor().contains(Occasion.CREATE);
        return field.on(Side.CRM, record)
                .filter(found -> !found.isEmpty())
                .filter(found ->
                        !canWait || field.unclear(Side.PARTNER_CENTER, found).isEmpty())
                .flatMap(found -> field.refusal(Side.PARTNER_CENTER, found));
    }

    private Optional<Problem> solution(String id) {
        if (!Solution.isId(id)) {
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

    private void require(List<Problem> problems, Map<String, JsonNode> record, Field field) {
        boolean given =
                field.on(Side.CRM, record).filter(value -> !value.isEmpty()).isPresent()
                        || !field.defaultOn(Side.PARTNER_CENTER).isEmpty();
        if (!given) {
            problems.add(missing(field).on(field.name()));
        }
    }

    private Problem missing(Field field) {
        return switch (field.name()) {
            case "name" -> Problem.of(ProblemCode.NAME_MISSING, "expected a name, found none");
            case "customer" ->
                Problem.of(ProblemCode.CUSTOMER_MISSING, "expected a customer account with a name, found none");
            case "closeDate" ->
                Problem.of(ProblemCode.CLOSE_DATE_MISSING, "expected an estimated close date, found none");
            case "currency" -> Problem.of(ProblemCode.CURRENCY_UNKNOWN, "expected a currency, found none");
            case "dealValue" ->
                Problem.of(ProblemCode.VALUE_NOT_POSITIVE, "expected an estimated value above 0, found none");
            case "solutions" ->
                Problem.of(
                        ProblemCode.SOLUTION_MISSING,
                        "expected at least one solution id, found none" + choice(solutions.near("")));
            default ->
                Problem.of(
                        ProblemCode.REQUIRED_MISSING,
                        "expected a value of " + field.name() + " before a referral is made, found none");
        };
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
