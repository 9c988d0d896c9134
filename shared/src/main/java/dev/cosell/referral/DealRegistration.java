package dev.cosell.referral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The registration of a won deal with Microsoft, in Partner Center's own words and shape.
 *
 * @param document {@code {"type", "contract": {"value", "currency", "signDateTime", "startDateTime", "endDateTime",
 *     "term"}, "solutionDetails": [{"id", "name", "value", "currency", "isDeployedOnAzure", "primaryDeploymentOn",
 *     "pricingModel", "marketplaceTransactionDetails": {"isMarketplaceTransacted", "marketplaceTransactionDateTime"}}]}};
 *     what was not given is absent
 */
public record DealRegistration(ObjectNode document) {
    /** The only type there is. */
    static final String TYPE = "AzureIPCoSell";

    private static final String CONTRACT = "/contract/";
    private static final String SOLUTION = "/solutionDetails/0/";
    private static final String MARKETPLACE = SOLUTION + "marketplaceTransactionDetails/";

    /** What can be changed once the deal is registered. Source: Microsoft's definition of its Referrals connector. */
    static final List<String> CHANGEABLE = List.of(
            CONTRACT + "startDateTime",
            CONTRACT + "endDateTime",
            CONTRACT + "signDateTime",
            CONTRACT + "term",
            CONTRACT + "value",
            SOLUTION + "value",
            SOLUTION + "currency",
            SOLUTION + "isDeployedOnAzure",
            SOLUTION + "primaryDeploymentOn",
            SOLUTION + "pricingModel",
            MARKETPLACE + "isMarketplaceTransacted",
            MARKETPLACE + "marketplaceTransactionDateTime");

    private static final List<String> FIXED = List.of(CONTRACT + "currency", SOLUTION + "id");

    /**
     * Takes a request as it is; {@link RegistrationRules} say what is wrong with it.
     *
     * @param request {@code {"contract": {...}, "solution": {...}}} with Partner Center's member names; days may be
     *     written {@code 2026-03-31}
     */
    public static DealRegistration of(JsonNode request) {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("type", TYPE);
        copy(
                request.path("contract"),
                document.putObject("contract"),
                List.of("value", "currency", "signDateTime", "startDateTime", "endDateTime", "term"));
        ObjectNode solution = document.putArray("solutionDetails").addObject();
        copy(
                request.path("solution"),
                solution,
                List.of("id", "name", "value", "currency", "isDeployedOnAzure", "primaryDeploymentOn", "pricingModel"));
        JsonNode marketplace = request.path("solution").path("marketplaceTransactionDetails");
        if (marketplace.isObject()) {
            copy(
                    marketplace,
                    solution.putObject("marketplaceTransactionDetails"),
                    List.of("isMarketplaceTransacted", "marketplaceTransactionDateTime"));
        }
        return new DealRegistration(document);
    }

    /**
     * What has to be replaced so that a registration says the same.
     *
     * @param shown the registration as Partner Center shows it
     * @return by JSON pointer below the registration; empty if it says the same already
     */
    public Map<String, JsonNode> changes(JsonNode shown) {
        Map<String, JsonNode> changes = new LinkedHashMap<>();
        for (String pointer : CHANGEABLE) {
            JsonNode wanted = document.at(pointer);
            if (!wanted.isMissingNode() && !same(wanted, Members.at(shown, pointer))) {
                changes.put(pointer, wanted);
            }
        }
        return changes;
    }

    /** The members that would have to change, but are fixed once the deal is registered. */
    public List<String> fixed(JsonNode shown) {
        return FIXED.stream()
                .filter(pointer -> {
                    JsonNode now = Members.at(shown, pointer);
                    return !now.isMissingNode() && !now.isNull() && !same(document.at(pointer), now);
                })
                .map(pointer -> pointer.substring(1))
                .toList();
    }

    JsonNode contract(String member) {
        return document.at(CONTRACT + member);
    }

    JsonNode solution(String member) {
        return document.at(SOLUTION + member);
    }

    JsonNode marketplace(String member) {
        return document.at(MARKETPLACE + member);
    }

    private static void copy(JsonNode from, ObjectNode to, List<String> members) {
        for (String member : members) {
            JsonNode value = Members.at(from.isObject() ? from : MissingNode.getInstance(), "/" + member);
            if (!value.isMissingNode() && !value.isNull()) {
                boolean isDay = value.isTextual() && value.asText().strip().matches("\\d{4}-\\d{2}-\\d{2}");
                to.set(member, isDay ? TextNode.valueOf(value.asText().strip() + "T00:00:00Z") : value);
            }
        }
    }

    private static boolean same(JsonNode one, JsonNode other) {
        if (one.isNumber() && (other.isNumber() || other.isTextual())) {
            return new BigDecimal(one.asText()).compareTo(number(other)) == 0;
        }
        return one.equals(other)
                || Referral.parseInstant(one.asText(""))
                        .filter(instant ->
                                Referral.parseInstant(other.asText("")).equals(java.util.Optional.of(instant)))
                        .isPresent();
    }

    private static BigDecimal number(JsonNode node) {
        return node.isNumber() || node.asText().matches("-?\\d{1,30}(\\.\\d{1,30})?")
                ? new BigDecimal(node.asText())
                : BigDecimal.ZERO;
    }
}
