package dev.cosell.sandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Sample data of the tests. */
final class Deals {
    private Deals() {}

    /** A shared deal as a client posts it. */
    static ObjectNode request() {
        ObjectNode deal = JsonNodeFactory.instance.objectNode();
        deal.put("name", "Harbour crane telemetry").put("type", "Shared").put("qualification", "SalesQualified");
        deal.put("externalReferenceId", "OPP-4711");
        ObjectNode customer = deal.putObject("customerProfile").put("name", "Hansen &amp; Søn Havnedrift");
        customer.put("size", "51to250employees");
        customer.putObject("address").put("city", "Aarhus").put("country", "DK");
        customer.putArray("team")
                .addObject()
                .put("firstName", "Mette")
                .put("lastName", "Hansen")
                .put("phoneNumber", "+45 5550 0101")
                .put("email", "mette@hansen-havn.example");
        deal.putObject("consent")
                .put("consentToToShareInfoWithOthers", true)
                .put("consentToContact", true)
                .put("consentToShareReferralWithMicrosoftSellers", true);
        ObjectNode details = deal.putObject("details").put("notes", "Edge sensors on six cranes");
        details.put("dealValue", 84000).put("currency", "DKK").put("closingDateTime", "2031-03-31T00:00:00Z");
        details.putObject("requirements")
                .putArray("solutions")
                .addObject()
                .put("id", "SOL-90001-NWC")
                .put("name", "Northwind Crane Watch")
                .put("type", "Name");
        deal.putArray("team")
                .addObject()
                .put("firstName", "Jonas")
                .put("lastName", "Berg")
                .put("phoneNumber", "+45 5550 0102")
                .put("email", "jonas@northwind.example");
        return deal;
    }

    static String replace(String path, String jsonValue) {
        return operation("replace", path, jsonValue);
    }

    static String operation(String op, String path, String jsonValue) {
        return "{\"op\":\"" + op + "\",\"path\":\"" + path + "\",\"value\":" + jsonValue + "}";
    }

    static String patch(String... operations) {
        return "[" + String.join(",", operations) + "]";
    }

    static String move(String status, String substatus) {
        return patch(replace("/status", "\"" + status + "\""), replace("/substatus", "\"" + substatus + "\""));
    }
}
