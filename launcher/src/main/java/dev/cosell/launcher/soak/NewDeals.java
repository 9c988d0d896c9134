package dev.cosell.launcher.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.launcher.JsonClient;
import java.util.List;
import java.util.Map;

/**
 * Deals as they begin. Several have one customer, so that accounts could be made twice; no two customers resemble each other,
 * or a person would have to say which it is.
 */
final class NewDeals {
    private static final List<String> REFERRED = List.of(
            "Alpine Ski House",
            "Bellows College",
            "Contoso Pharmaceuticals",
            "Graphic Design Institute",
            "Wingtip Toys");
    private static final List<String> OWN = List.of(
            "Fourth Coffee", "Humongous Insurance", "Litware", "Margie's Travel", "Proseware", "Tailwind Traders");
    private static final int FIRST_POSTAL_CODE = 10_001;
    private static final int FIRST_VALUE = 1000;

    private NewDeals() {}

    /** As Partner Center documents it. */
    static JsonNode referral(String name, int number) {
        return JsonClient.JSON.valueToTree(Map.of(
                "name",
                name,
                "type",
                "Shared",
                "qualification",
                "SalesQualified",
                "customerProfile",
                Map.of(
                        "name",
                        REFERRED.get(number % REFERRED.size()),
                        "address",
                        Map.of("country", "US", "postalCode", postalCode(number % REFERRED.size()))),
                "details",
                Map.of(
                        "notes",
                        "As it came in",
                        "dealValue",
                        FIRST_VALUE + number,
                        "currency",
                        "USD",
                        "closingDateTime",
                        "2027-03-31T00:00:00.0000000Z",
                        "requirements",
                        Map.of("solutions", List.of(Map.of("id", "SOL-1", "name", "One"))))));
    }

    private static String postalCode(int customer) {
        return Integer.toString(FIRST_POSTAL_CODE + 1000 * customer);
    }

    /** Members as in the demo's {@code crm-opportunities.json}. */
    static JsonNode opportunity(String name, int number, boolean withMicrosoft) {
        ObjectNode deal = JsonClient.JSON
                .createObjectNode()
                .put("name", name)
                .put("customer", OWN.get(number % OWN.size()))
                .put("value", FIRST_VALUE + number)
                .put("currency", "USD")
                .put("closeDate", "2027-05-01")
                .put("solutions", "SOL-1")
                .put("notes", "As it was entered")
                .put("shared", true);
        deal.putObject("address")
                .put("city", "Portland")
                .put("state", "OR")
                .put("postalCode", postalCode(REFERRED.size() + number % OWN.size()))
                .put("country", "US");
        deal.putObject("contact")
                .put("firstName", "Bo")
                .put("lastName", "Number " + number)
                .put("email", "bo" + number + "@customer.example")
                .put("phone", "+1 503 555 0202");
        if (withMicrosoft) {
            deal.put("help", "General Or Other");
        }
        return deal;
    }
}
