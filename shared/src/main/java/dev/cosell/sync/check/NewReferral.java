package dev.cosell.sync.check;

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
import dev.cosell.referral.Attributes;
import dev.cosell.referral.Consent;
import dev.cosell.referral.DealKind;
import dev.cosell.referral.HelpRequest;
import dev.cosell.referral.Irreversible;
import dev.cosell.referral.Referral;
import dev.cosell.sync.pair.RecordRef;
import java.util.Map;
import java.util.Optional;

/**
 * A referral drafted from a CRM record that the {@link Validator} passed.
 *
 * @param body what is to be sent
 * @param help what Microsoft is asked for; absent for a deal without Microsoft
 */
public record NewReferral(ObjectNode body, Optional<HelpRequest> help) {
    private static final String LOCATION = "mpnId";

    public static NewReferral of(FieldMap map, RecordRef record, Map<String, JsonNode> values) {
        return new Draft(map, values).referral(record);
    }

    /** The same, with the consent that is known; whoever refused to be shared is not in it. */
    public NewReferral with(Consent consent) {
        ObjectNode told = body.deepCopy();
        consent.toContact().ifPresent(given -> told.withObject("/consent").put("consentToContact", given));
        consent.toShare().ifPresent(given -> told.withObject("/consent").put("consentToToShareInfoWithOthers", given));
        if (consent.refusesSharing()) {
            told.withObject("/customerProfile").remove("team");
        }
        return new NewReferral(told, help);
    }

    /** What the record says Microsoft is asked for, whether or not that can be asked for. */
    public static Optional<String> helpLabel(FieldMap map, Map<String, JsonNode> values) {
        return map.columns()
                .help()
                .flatMap(column -> Optional.ofNullable(values.get(column)))
                .filter(label -> !label.isNull())
                .map(JsonNode::asText);
    }

    /** The same deal, addressed to Microsoft's sellers in the engagement of our own referral. */
    public static ObjectNode toMicrosoft(ObjectNode own, String engagementId) {
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
    public static void inLocation(ObjectNode body, String partnerId) {
        if (!body.hasNonNull(LOCATION)) {
            body.put(LOCATION, partnerId);
        }
    }

    private static final class Draft {
        private final FieldMap map;
        private final Map<String, JsonNode> values;
        private final ObjectNode body = JsonNodeFactory.instance.objectNode();

        Draft(FieldMap map, Map<String, JsonNode> values) {
            this.map = map;
            this.values = values;
        }

        NewReferral referral(RecordRef record) {
            Optional<HelpRequest> help = helpLabel(map, values).flatMap(HelpRequest::byLabel);
            constants(help.isPresent());
            body.put("externalReferenceId", record.id());
            for (Field field : map.fields()) {
                if (field.type() != ValueType.STATUS
                        && field.direction() != Direction.TO_CRM
                        && CoSellNeeds.isSent(field, map, values)) {
                    put(field, field.on(Side.CRM, values).orElse(Value.EMPTY));
                }
            }
            CustomerCountry.of(map, values)
                    .code()
                    .ifPresent(
                            code -> place("/customerProfile/address/country", JsonNodeFactory.instance.textNode(code)));
            target();
            help.ifPresent(asked -> body.putObject("inviteContext")
                    .put("assistanceRequestCode", asked.code())
                    .put("notes", ""));
            return new NewReferral(body, help);
        }

        private void constants(boolean coSell) {
            body.put("type", coSell ? "Shared" : "Independent").put("qualification", "SalesQualified");
            body.putObject("consent").put("consentToShareReferralWithMicrosoftSellers", coSell);
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
            field.stored(Side.PARTNER_CENTER, value).forEach(this::place);
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

        private void target() {
            ArrayNode target = body.putArray("target");
            body.at("/details/requirements/solutions")
                    .forEach(solution -> target.addObject()
                            .put("type", "SolutionProfile")
                            .put("id", solution.path("id").asText()));
        }
    }
}
