package dev.cosell.crm.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The step that ends an opportunity. The Web API takes it only as an action of its own, which also makes the closing
 * activity that sellers see in the timeline.
 *
 * @param won or lost
 * @param reason status reason: 3 won, 4 cancelled, 5 out-sold, or one the organisation added
 */
record Closing(boolean won, int reason) {
    static final String STATE = "statecode";
    static final String REASON = "statuscode";

    private static final int OPEN = 0;
    private static final int WON = 1;
    private static final int STOCK_REASON_WON = 3;
    private static final int STOCK_REASON_LOST = 4;

    /** The closing that these values ask for; nothing if they leave the state alone or open. */
    static Optional<Closing> in(Map<String, JsonNode> values) {
        int state = values.containsKey(STATE) ? values.get(STATE).asInt() : OPEN;
        if (state == OPEN) {
            return Optional.empty();
        }
        boolean won = state == WON;
        int stock = won ? STOCK_REASON_WON : STOCK_REASON_LOST;
        return Optional.of(
                new Closing(won, values.containsKey(REASON) ? values.get(REASON).asInt(stock) : stock));
    }

    /** Whether these values open the record, or leave it open. */
    static boolean opens(Map<String, JsonNode> values) {
        return values.containsKey(STATE) && values.get(STATE).asInt(-1) == OPEN;
    }

    static Map<String, JsonNode> without(Map<String, JsonNode> values) {
        Map<String, JsonNode> rest = new TreeMap<>(values);
        rest.remove(STATE);
        rest.remove(REASON);
        return rest;
    }

    static Map<String, JsonNode> only(Map<String, JsonNode> values) {
        Map<String, JsonNode> state = new TreeMap<>(values);
        state.keySet().removeIf(column -> !column.equals(STATE) && !column.equals(REASON));
        return state;
    }

    /** {@code WinOpportunity} or {@code LoseOpportunity}. */
    String action() {
        return won ? "WinOpportunity" : "LoseOpportunity";
    }

    /**
     * The action's parameters. The day of closing is left to the CRM, which takes its own today: environments differ in
     * whether {@code actualend} is a day or an instant.
     *
     * @param revenue what the deal was worth, if known; only a won deal has actual revenue
     */
    ObjectNode parameters(String id, Optional<BigDecimal> revenue) {
        ObjectNode parameters = WebApi.JSON.createObjectNode().put("Status", reason);
        ObjectNode close = parameters
                .putObject("OpportunityClose")
                .put("subject", won ? "Won in Partner Center" : "Lost in Partner Center")
                .put(Table.OPPORTUNITY.key() + "@odata.bind", Table.OPPORTUNITY.reference(id));
        revenue.filter(amount -> won).ifPresent(amount -> close.put("actualrevenue", amount));
        return parameters;
    }
}
