package dev.cosell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cosell.fieldmap.Side;
import dev.cosell.operate.Reply;
import dev.cosell.operate.telemetry.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class ObservingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();

    @Test
    void whatIsObservedReachesTheIngestionOfApplicationInsightsUnderItsTrace() throws Exception {
        HttpServer ingestion = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ingestion.createContext("/", this::take);
        ingestion.start();
        try {
            Telemetry telemetry = telemetry(Map.of(
                    "APPLICATIONINSIGHTS_CONNECTION_STRING",
                    "InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=http://127.0.0.1:"
                            + ingestion.getAddress().getPort() + "/"));

            JsonNode span = firstSpan(telemetry);
            assertEquals("accept crm", span.at("/data/baseData/name").asText());
            assertEquals(TRACE, span.at("/tags/ai.operation.id").asText());
            assertEquals(
                    "accepted",
                    span.at("/data/baseData/properties/cosell.outcome").asText());
        } finally {
            ingestion.stop(0);
        }
    }

    @Test
    void anUnusableConnectionStringStopsNothing() {
        Telemetry telemetry = telemetry(Map.of("APPLICATIONINSIGHTS_CONNECTION_STRING", "no connection string"));

        assertEquals(
                202,
                telemetry
                        .events()
                        .accept(Side.CRM, "", trace -> Reply.empty(202))
                        .status());
    }

    private static Telemetry telemetry(Map<String, String> hostSettings) {
        return Observing.telemetry(name -> Optional.ofNullable(hostSettings.get(name)));
    }

    /** The exporter is made in the background, and sends every few seconds: meanwhile one event comes each second. */
    private JsonNode firstSpan(Telemetry telemetry) throws InterruptedException {
        for (int event = 0; event < 60; event++) {
            telemetry.events().accept(Side.CRM, "00-" + TRACE + "-00f067aa0ba902b7-00", trace -> Reply.empty(202));
            JsonNode item = received.poll(1, TimeUnit.SECONDS);
            while (item != null) {
                if (item.at("/tags/ai.operation.id").asText().equals(TRACE)) {
                    return item;
                }
                item = received.poll();
            }
        }
        throw new AssertionError("nothing came within a minute");
    }

    private void take(HttpExchange exchange) throws IOException {
        try (InputStream lines = new GZIPInputStream(exchange.getRequestBody())) {
            JSON.readerFor(JsonNode.class).<JsonNode>readValues(lines).forEachRemaining(received::add);
        }
        byte[] answer = "{\"itemsReceived\":1,\"itemsAccepted\":1,\"errors\":[]}".getBytes();
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }
}
