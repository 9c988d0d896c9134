package dev.cosell.sandbox.dataverse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosell.sandbox.EventSink;
import dev.cosell.sandbox.Request;
import dev.cosell.sandbox.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An environment under test: calls without network, a clock to turn, webhooks caught instead of sent. */
final class Environment {
    static final String ROOT = "https://fabrikam.crm.dynamics.test/api/data/v9.2/";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    final List<Delivery> deliveries = new ArrayList<>();
    final Dynamics dynamics;
    private Instant now = Instant.parse("2026-11-22T10:11:12.345Z");

    Environment() {
        this(Options.standard());
    }

    Environment(Options options) {
        EventSink sink = (service, target, headers, body, retry, subject) ->
                deliveries.add(new Delivery(target, headers, new String(body, StandardCharsets.UTF_8), retry, subject));
        dynamics = new Dynamics(
                () -> URI.create("https://fabrikam.crm.dynamics.test"),
                request -> request.header("authorization")
                        .filter("Bearer good"::equals)
                        .isPresent(),
                sink,
                new Turned(),
                options);
    }

    /** One webhook that was handed over for delivery. */
    record Delivery(URI target, Map<String, String> headers, String body, EventSink.RetryRule retry, String subject) {
        JsonNode json() {
            return parse(body);
        }

        JsonNode attribute(String name) {
            for (JsonNode pair : json().at("/InputParameters/0/value/Attributes")) {
                if (pair.get("key").asText().equals(name)) {
                    return pair.get("value");
                }
            }
            return MAPPER.missingNode();
        }
    }

    record Reply(int status, Map<String, String> headers, String text) {
        JsonNode json() {
            return parse(text);
        }

        String header(String name) {
            return headers.get(name);
        }

        Reply expect(int wanted) {
            assertEquals(wanted, status, text);
            return this;
        }

        Reply expect(int wanted, String code) {
            expect(wanted);
            assertEquals(code, json().at("/error/code").asText(), text);
            return this;
        }

        String message() {
            return json().at("/error/message").asText();
        }

        /** The guid in {@code OData-EntityId}. */
        String id() {
            String address = header("OData-EntityId");
            return address.substring(address.lastIndexOf('(') + 1, address.length() - 1);
        }
    }

    Environment pass(Duration time) {
        now = now.plus(time);
        return this;
    }

    /** @param headers names and values in turn */
    Reply call(String method, String path, String body, String... headers) {
        String address = path.startsWith("https")
                ? path
                : ROOT + path.replace(" ", "%20").replace("\"", "%22");
        return reply(dynamics.answer(request(method, address, body, headers)));
    }

    Reply get(String path, String... headers) {
        return call("GET", path, "", headers);
    }

    Reply control(String method, String path, String body) {
        return reply(dynamics.control(request(
                method, "https://fabrikam.crm.dynamics.test/_sandbox/dynamics/" + path.replace(" ", "%20"), body)));
    }

    /** Creates and gives the id. */
    String create(String set, String body) {
        return call("POST", set, body).expect(204).id();
    }

    String account(String name) {
        return create("accounts", "{\"name\": \"%s\"}".formatted(name));
    }

    String lead(String subject) {
        return create("leads", "{\"subject\": \"%s\", \"lastname\": \"Vega\"}".formatted(subject));
    }

    String opportunity(String name) {
        return create(
                "opportunities",
                "{\"name\": \"%s\", \"customerid_account@odata.bind\": \"/accounts(%s)\"}"
                        .formatted(name, account("Customer of " + name)));
    }

    static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException bad) {
            throw new AssertionError("not JSON: " + json, bad);
        }
    }

    private static Request request(String method, String address, String body, String... headers) {
        Map<String, List<String>> all = new HashMap<>(Map.of("authorization", List.of("Bearer good")));
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i].toLowerCase(Locale.ROOT), List.of(headers[i + 1]));
        }
        return new Request(method, URI.create(address), all, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Reply reply(Response response) {
        return new Reply(response.status(), response.headers(), new String(response.body(), StandardCharsets.UTF_8));
    }

    private final class Turned extends Clock {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("this clock shows UTC only");
        }
    }
}
