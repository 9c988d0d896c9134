package dev.cosell.sync.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Consent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the customer's people agreed to, and what follows for their data. */
public final class CustomerConsent {
    private CustomerConsent() {}

    /** The referral's word, which is fixed; as long as it says nothing, what the record gives it. */
    public static Consent of(FieldMap map, Map<String, JsonNode> referral, Map<String, JsonNode> record) {
        return said(map, Side.PARTNER_CENTER, referral).or(toGive(map, record));
    }

    /** What a referral is made with: the record's word, or what the map assumes where the record says nothing. */
    public static Consent toGive(FieldMap map, Map<String, JsonNode> record) {
        return said(map, Side.CRM, record)
                .or(new Consent(assumed(map, Consent.TO_CONTACT), assumed(map, Consent.TO_SHARE)));
    }

    /** What is assumed of a record that has a column for it which says nothing; it is to show it then. */
    public static Map<String, JsonNode> assumed(FieldMap map, Map<String, JsonNode> record) {
        Map<String, JsonNode> assumed = new LinkedHashMap<>();
        for (String pointer : List.of(Consent.TO_CONTACT, Consent.TO_SHARE)) {
            if (said(map, pointer, Side.CRM, record).isEmpty()) {
                assumed(map, pointer)
                        .flatMap(given ->
                                field(map, pointer).map(field -> field.stored(Side.CRM, new Value.Flag(given))))
                        .ifPresent(assumed::putAll);
            }
        }
        return assumed;
    }

    private static Optional<Boolean> assumed(FieldMap map, String pointer) {
        return field(map, pointer)
                .map(field -> field.defaultOn(Side.PARTNER_CENTER).get(pointer))
                .filter(JsonNode::isBoolean)
                .map(JsonNode::asBoolean);
    }

    private static Consent said(FieldMap map, Side side, Map<String, JsonNode> shown) {
        return new Consent(said(map, Consent.TO_CONTACT, side, shown), said(map, Consent.TO_SHARE, side, shown));
    }

    private static Optional<Boolean> said(FieldMap map, String pointer, Side side, Map<String, JsonNode> shown) {
        return field(map, pointer)
                .flatMap(field -> field.on(side, shown))
                .flatMap(value -> value instanceof Value.Flag(boolean on) ? Optional.of(on) : Optional.empty());
    }

    private static Optional<Field> field(FieldMap map, String pointer) {
        return map.fields().stream()
                .filter(field -> field.partnerCenter().contains(pointer))
                .findFirst();
    }

    /** Stands against asking for Microsoft's help, which Microsoft gives only with a contact. */
    public static Optional<Problem> againstHelp(Consent consent) {
        return consent.refusesSharing()
                ? Optional.of(Problem.of(
                                ProblemCode.CONTACT_NOT_SHARED,
                                "expected the customer's consent to share contact data, because Microsoft's help is asked"
                                        + " for; found that it was refused")
                        .on("help"))
                : Optional.empty();
    }

    /** What the seller should know; by names that no group of the map has. */
    public static Map<String, Problem> warnings(Consent consent) {
        Map<String, Problem> warnings = new LinkedHashMap<>();
        if (consent.refusesContact()) {
            warnings.put(
                    "consent to contact",
                    Problem.of(
                            ProblemCode.CONTACT_NOT_WANTED,
                            "the customer's people did not agree to be contacted about this deal"));
        }
        if (consent.refusesSharing()) {
            warnings.put(
                    "consent to share",
                    Problem.of(
                            ProblemCode.CONTACT_NOT_SHARED,
                            "the customer's people did not agree that their data is shared; no contact is sent"));
        }
        return warnings;
    }
}
