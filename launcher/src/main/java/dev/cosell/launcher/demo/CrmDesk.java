package dev.cosell.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.launcher.JsonClient;
import dev.cosell.launcher.LaunchFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A seller at the CRM who enters opportunities, with customer and contact, one account per customer. */
final class CrmDesk {
    private final Sides sides;
    private final Map<String, String> accounts = new HashMap<>();
    private final Map<String, String> currencies;

    CrmDesk(Sides sides) {
        this.sides = sides;
        this.currencies = sides.rows("transactioncurrency").stream()
                .collect(Collectors.toMap(
                        row -> row.at("/values/isocurrencycode").asText(),
                        row -> row.path("id").asText()));
    }

    /** Enters an opportunity; gives its id. */
    String enter(JsonNode deal) {
        String account = account(deal);
        ObjectNode columns = JsonClient.JSON.createObjectNode();
        columns.put("name", deal.path("name").asText())
                .put("estimatedvalue", deal.path("value").decimalValue())
                .put("estimatedclosedate", deal.path("closeDate").asText())
                .put(
                        "msft_microsoftpartnercenterreferralsync",
                        deal.path("shared").asBoolean());
        reference(columns, "customerid", "account", account);
        reference(columns, "transactioncurrencyid", "transactioncurrency", currency(deal));
        text(columns, "description", deal.path("notes"));
        text(columns, "msft_microsoftpartnercentersolutions", deal.path("solutions"));
        if (deal.path("help").isInt()) {
            columns.put("msft_microsoftpartnercenterhelp", deal.path("help").intValue());
            columns.put("msft_microsoftpartnercenterreferralvisible", true);
        }
        if (deal.path("contact").isObject()) {
            reference(columns, "parentcontactid", "contact", contact(deal.path("contact"), account));
        }
        return sides.create("opportunity", columns);
    }

    /** The account of a customer that has been entered. */
    String accountOf(JsonNode deal) {
        return accounts.get(deal.path("customer").asText());
    }

    private String account(JsonNode deal) {
        return accounts.computeIfAbsent(deal.path("customer").asText(), name -> {
            ObjectNode columns = JsonClient.JSON.createObjectNode().put("name", name);
            deal.path("address").properties().forEach(member -> text(columns, member.getKey(), member.getValue()));
            return sides.create("account", columns);
        });
    }

    private String contact(JsonNode contact, String account) {
        ObjectNode columns = contact.deepCopy();
        reference(columns, "parentcustomerid", "account", account);
        return sides.create("contact", columns);
    }

    private String currency(JsonNode deal) {
        String iso = deal.path("currency").asText();
        if (!currencies.containsKey(iso)) {
            throw new LaunchFailure("Expected a currency of " + currencies.keySet() + ", found " + iso);
        }
        return currencies.get(iso);
    }

    private static void reference(ObjectNode columns, String column, String table, String id) {
        columns.putObject(column).put("table", table).put("id", id);
    }

    /** The CRM keeps no empty texts. */
    private static void text(ObjectNode columns, String column, JsonNode value) {
        if (!value.asText("").isEmpty()) {
            columns.put(column, value.asText());
        }
    }
}
