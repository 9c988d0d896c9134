package dev.cosell.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.launcher.JsonClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Deals of our own making, with the ugly parts that real ones have. */
final class DemoData {
    private DemoData() {}

    /** Referrals as Partner Center shows them; the last is a lead. */
    static List<JsonNode> referrals() {
        return read("inbound-referrals.json");
    }

    /** Opportunities as sellers make them, customer and contact beside them. */
    static List<JsonNode> opportunities() {
        return read("crm-opportunities.json");
    }

    /** A lead that Microsoft's sellers pass on. */
    static JsonNode lead() {
        return read("lead.json").getFirst();
    }

    /** An opportunity for services sold together with Microsoft. */
    static JsonNode servicesDeal() {
        return read("services-deal.json").getFirst();
    }

    private static List<JsonNode> read(String name) {
        try (InputStream file = DemoData.class.getResourceAsStream(name)) {
            List<JsonNode> all = new ArrayList<>();
            JsonClient.JSON.readTree(file).forEach(all::add);
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(name + " is missing from the launcher", e);
        }
    }
}
