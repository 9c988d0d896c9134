package dev.cosell.benchmarks.race;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.launcher.JsonClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** When which amount was first seen in the CRM, told by the CRM itself. Each amount is used once. */
final class Writes {
    private final Map<Long, Long> nanosByAmount = new ConcurrentHashMap<>();

    /** An Update or Create of an opportunity, as Dataverse tells it. */
    void told(Event event) {
        try {
            JsonNode context = JsonClient.JSON.readTree(event.body());
            for (JsonNode parameter : context.path("InputParameters")) {
                for (JsonNode attribute : parameter.path("value").path("Attributes")) {
                    if (attribute.path("key").asText().equals("estimatedvalue")) {
                        BigDecimal amount =
                                attribute.path("value").path("Value").decimalValue();
                        nanosByAmount.putIfAbsent(amount.longValue(), event.nanos());
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The CRM told something else than JSON", e);
        }
    }

    OptionalLong nanos(long amount) {
        Long nanos = nanosByAmount.get(amount);
        return nanos == null ? OptionalLong.empty() : OptionalLong.of(nanos);
    }
}
