package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.Direction;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Occasion;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.fieldmap.ValueType;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Attributes;
import dev.cosell.referral.Countries;
import dev.cosell.referral.DealKind;
import dev.cosell.referral.HelpRequest;
import dev.cosell.referral.Irreversible;
import dev.cosell.referral.Referral;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A referral drafted from a CRM record, with everything that is wrong with it at once.
 *
 * @param body what would be sent, complete if there are no problems
 * @param help what Microsoft is asked for; absent for a deal without Microsoft
 * @param problems by field
 */
record NewReferral(ObjectNode body, Optional<HelpRequest> help, Map<String, Problem> problems) {
    private static final String LOCATION = "mpnId";

    static NewReferral of(FieldMap map, RecordRef record, Map<String, JsonNode> values) {
        return new Draft(map, values).referral(record);
    }

    /** All problems as one, for the pair: the first, with the details of all. */
    Optional<Problem> summary() {
        List<Problem> all = List.copyOf(problems.values());
        if (all.size() < 2) {
            return all.stream().findFirst();
        }
        String details = String.join("; ", all.stream().map(Problem::detail).toList());
        return Optional.of(Problem.of(all.getFirst().code(), details));
    }

    /** The same deal, addressed to Microsoft's sellers in the engagement of our own referral. */
    static ObjectNode toMicrosoft(ObjectNode own, String engagementId) {
        ObjectNode copy = own.deepCopy();
        copy.put("engagementId", engagementId);
        copy.remove("externalReferenceId");
        copy.putArray("target")
                .addObject()
                .put("type", "BusinessProfileLocation")
                .put("id", Referral.MICROSOFT);
        return copy;
    }

    /** Assigns a new referral to one of the partner's locations, unless the record named one; it can never be moved. */
    static void inLocation(ObjectNode body, String partnerId) {
        if (!body.hasNonNull(LOCATION)) {
            body.put(LOCATION, partnerId);
        }
    }

    private static final class Draft {
        private final FieldMap map;
        private final Map<String, JsonNode> values;
        private final ObjectNode body = JsonNodeFactory.instance.objectNode();
        private final Map<String, Problem> problems = new LinkedHashMap<>();

        Draft(FieldMap map, Map<String, JsonNode> values) {
            this.map = map;
            this.values = values;
        }

        NewReferral referral(RecordRef record) {
            Optional<HelpRequest> help = help();
            problems.putAll(CoSellNeeds.unmet(map, values));
            constants(help.isPresent());
            body.put("externalReferenceId", record.id());
            for (Field field : map.fields()) {
                if (field.type() != ValueType.STATUS
                        && field.direction() != Direction.TO_CRM
                        && CoSellNeeds.isSent(field, map, values)) {
                    put(field, field.on(Side.CRM, values).orElse(Value.EMPTY));
                }
            }
            map.requiredFor(Occasion.CREATE).forEach(this::require);
            country();
            if (help.isPresent()) {
                contact();
            }
            target();
            help.ifPresent(asked -> body.putObject("inviteContext")
                    .put("assistanceRequestCode", asked.code())
                    .put("notes", ""));
            return new NewReferral(body, help, problems);
        }

        private void constants(boolean coSell) {
            body.put("type", coSell ? "Shared" : "Independent").put("qualification", "SalesQualified");
            body.putObject("consent")
                    .put("consentToToShareInfoWithOthers", true)
                    .put("consentToContact", true)
                    .put("consentToShareReferralWithMicrosoftSellers", coSell);
        }

        private void put(Field field, Value value) {
            if (value.isEmpty()) {
                field.defaultOn(Side.PARTNER_CENTER).forEach(this::place);
                return;
            }
            boolean isVisibility = field.partnerCenter().contains(DealKind.VISIBILITY);
            if (isVisibility && !isAsked(field)) {
                return;
            }
            // Afterwards the merge holds the field alone.
            boolean canWait = field.direction().flowsTo(Side.PARTNER_CENTER)
                    && !field.requiredFor().contains(Occasion.CREATE);
            if (canWait && field.unclear(Side.PARTNER_CENTER, value).isPresent()) {
                return;
            }
            Optional<Problem> refusal = field.refusal(Side.PARTNER_CENTER, value);
            if (refusal.isPresent()) {
                problems.put(field.name(), refusal.get());
            } else {
                field.stored(Side.PARTNER_CENTER, value).forEach(this::place);
            }
        }

        private boolean isAsked(Field visibility) {
            return visibility.crm().stream()
                    .map(path -> values.getOrDefault(path, MissingNode.getInstance()))
                    .anyMatch(Irreversible.VISIBILITY::isAskedBy);
        }

        /** Puts a node at a pointer, making the objects and the one array member on the way. */
        private void place(String pointer, JsonNode node) {
            Optional<String> attribute = Attributes.type(pointer);
            if (attribute.isPresent()) {
                place(
                        Attributes.LIST,
                        Attributes.with(body.at(Attributes.LIST), Map.of(attribute.get(), node.asText(""))));
                return;
            }
            String[] steps = pointer.substring(1).split("/");
            JsonNode at = body;
            for (int i = 0; i < steps.length - 1; i++) {
                boolean arrayNext = steps[i + 1].equals("0");
                at = at instanceof ArrayNode array
                        ? (array.isEmpty() ? array.addObject() : array.get(0))
                        : arrayNext ? ((ObjectNode) at).withArray(steps[i]) : ((ObjectNode) at).withObject(steps[i]);
            }
            ((ObjectNode) at).set(steps[steps.length - 1], node);
        }

        private void require(Field field) {
            boolean given =
                    field.on(Side.CRM, values).filter(value -> !value.isEmpty()).isPresent()
                            || !field.defaultOn(Side.PARTNER_CENTER).isEmpty();
            if (!given) {
                Problem missing = missing(field);
                problems.put(field.name(), missing.on(field.name()));
            }
        }

        private static Problem missing(Field field) {
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
                    Problem.of(ProblemCode.SOLUTION_MISSING, "expected at least one solution id, found none");
                default ->
                    Problem.of(
                            ProblemCode.REQUIRED_MISSING,
                            "expected a value of " + field.name() + " before a referral is made, found none");
            };
        }

        private void country() {
            String found = text("customerCountry");
            Optional<String> code = Countries.alpha2(found);
            code.ifPresent(
                    alpha2 -> place("/customerProfile/address/country", JsonNodeFactory.instance.textNode(alpha2)));
            if (code.isEmpty()) {
                problems.put(
                        "customerCountry",
                        Problem.of(
                                        ProblemCode.COUNTRY_UNKNOWN,
                                        "expected a two-letter country code on the customer's account, found "
                                                + (found.isEmpty() ? "none" : "\"" + found + "\""))
                                .on("customerCountry"));
            }
        }

        private void contact() {
            List<String> missing = map.requiredFor(Occasion.HELP).stream()
                    .filter(field -> text(field.name()).isEmpty())
                    .map(field -> field.name().replaceFirst("^contact(?=[A-Z])", ""))
                    .toList();
            if (!missing.isEmpty()) {
                problems.put(
                        "contact",
                        Problem.of(
                                        ProblemCode.CONTACT_INCOMPLETE,
                                        "Microsoft's help needs a customer contact; missing: "
                                                + String.join(", ", missing))
                                .on("contact"));
            }
        }

        private void target() {
            ArrayNode target = body.putArray("target");
            body.at("/details/requirements/solutions")
                    .forEach(solution -> target.addObject()
                            .put("type", "SolutionProfile")
                            .put("id", solution.path("id").asText()));
        }

        private Optional<HelpRequest> help() {
            JsonNode label = map.columns().help().map(values::get).orElse(null);
            if (label == null || label.isNull() || HelpRequest.isNone(label.asText())) {
                return Optional.empty();
            }
            Optional<HelpRequest> help = HelpRequest.byLabel(label.asText());
            if (help.isEmpty()) {
                problems.put(
                        "help",
                        Problem.of(
                                        ProblemCode.INVALID_VALUE,
                                        "expected one of " + HelpRequest.labels() + ", found \"" + label.asText()
                                                + "\"")
                                .on("help"));
            }
            return help;
        }

        private String text(String name) {
            return map.field(name)
                    .flatMap(field -> field.on(Side.CRM, values))
                    .filter(value -> !value.isEmpty())
                    .map(Value::toString)
                    .orElse("");
        }
    }
}
