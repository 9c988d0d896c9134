package dev.cosell.benchmarks.race;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.launcher.JsonClient;
import java.util.List;
import java.util.Locale;

/** Made-up deals, each with a customer of ten, whose names nobody would take for one another. */
final class Deals {
    private static final List<String> CUSTOMERS = List.of(
            "Alpine Ski House",
            "Bellows College",
            "Coho Vineyard",
            "Fabrikam Residences",
            "Graphic Design Institute",
            "Humongous Insurance",
            "Lucerne Publishing",
            "Margie's Travel",
            "Proseware",
            "Wingtip Toys");

    private Deals() {}

    static JsonNode deal(int number, long amount) {
        int customer = number % CUSTOMERS.size();
        ObjectNode deal = JsonClient.JSON.createObjectNode();
        deal.put("name", "Deal " + number).put("type", "Shared").put("qualification", "SalesQualified");
        ObjectNode profile = deal.putObject("customerProfile");
        profile.put("name", CUSTOMERS.get(customer));
        profile.putObject("address")
                .put("addressLine1", customer + 1 + " Main Street")
                .put("city", "Seattle")
                .put("state", "WA")
                .put("postalCode", "98101")
                .put("country", "US");
        profile.putArray("team")
                .addObject()
                .put("firstName", "Ada")
                .put("lastName", "Number" + customer)
                .put("email", "ada@" + domain(CUSTOMERS.get(customer)));
        deal.putObject("consent").put("consentToToShareInfoWithOthers", true).put("consentToContact", true);
        ObjectNode details = deal.putObject("details");
        details.put("notes", "Made up")
                .put("dealValue", amount)
                .put("currency", "USD")
                .put("closingDateTime", "2027-03-31T00:00:00Z");
        details.putObject("requirements")
                .putArray("solutions")
                .addObject()
                .put("id", "SOL-DATAWAREHOUSE-01")
                .put("name", "Data warehouse in a week")
                .put("type", "Name");
        return deal;
    }

    private static String domain(String customer) {
        return customer.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "") + ".example";
    }
}
