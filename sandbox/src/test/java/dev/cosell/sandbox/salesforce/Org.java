package dev.cosell.sandbox.salesforce;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosell.sandbox.EventSink;
import dev.cosell.sandbox.Request;
import dev.cosell.sandbox.Response;
import java.net.URI;
import java.net.URLEncoder;
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
import java.util.function.Supplier;

/** An organisation under test: calls without network, a clock to turn, messages caught instead of sent. */
final class Org {
    static final String HOST = "https://fabrikam.my.salesforce.test";
    static final String ROOT = HOST + "/services/data/v67.0/";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    final List<Sent> sent = new ArrayList<>();
    final Salesforce salesforce;
    private Instant now = Instant.parse("2026-11-22T10:11:12.345Z");
    private String token;

    Org() {
        this(OrganizationSettings.standard());
    }

    Org(OrganizationSettings settings) {
        salesforce = new Salesforce(() -> URI.create(HOST), new Caught(), new Turned(), settings);
        signIn();
    }

    /** One message that was handed over for delivery; its body is made when asked for. */
    record Sent(
            URI target, Map<String, String> headers, Supplier<byte[]> body, EventSink.RetryRule retry, String subject) {
        String text() {
            return new String(body.get(), StandardCharsets.UTF_8);
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

        /** Expects the status and the code of the first error. */
        Reply expect(int wanted, String errorCode) {
            expect(wanted);
            assertEquals(errorCode, json().at("/0/errorCode").asText(), text);
            return this;
        }

        String message() {
            return json().at("/0/message").asText();
        }
    }

    void signIn() {
        Map<String, String> app = salesforce.credentials();
        token = token(Map.of(
                        "grant_type", "client_credentials",
                        "client_id", app.get("consumerKey"),
                        "client_secret", app.get("consumerSecret")))
                .expect(200)
                .json()
                .get("access_token")
                .asText();
    }

    Reply token(Map<String, String> form, String... headers) {
        StringBuilder body = new StringBuilder();
        form.forEach((name, value) ->
                body.append(name).append('=').append(encode(value)).append('&'));
        return reply(salesforce.answer(request("POST", HOST + "/services/oauth2/token", body.toString(), headers)));
    }

    /** Lets time pass, and signs in again as sessions do not last. */
    Org pass(Duration time) {
        now = now.plus(time);
        signIn();
        return this;
    }

    Instant now() {
        return now;
    }

    /** @param headers names and values in turn */
    Reply call(String method, String path, String body, String... headers) {
        String address = path.startsWith("/") ? HOST + path : ROOT + path.replace(" ", "%20");
        Map<String, List<String>> all = new HashMap<>(
                Map.of("authorization", List.of("Bearer " + token), "content-type", List.of("application/json")));
        Request given = request(method, address, body, headers);
        all.putAll(given.headers());
        return reply(salesforce.answer(new Request(method, given.uri(), all, given.body())));
    }

    Reply get(String path, String... headers) {
        return call("GET", path, "", headers);
    }

    Reply control(String method, String path, String body) {
        return reply(
                salesforce.control(request(method, HOST + "/_sandbox/salesforce/" + path.replace(" ", "%20"), body)));
    }

    Reply query(String soql, String... headers) {
        return get("query?q=" + encode(soql), headers);
    }

    /** The values of one field of what a query finds. */
    List<String> found(String soql, String field) {
        return query(soql).expect(200).json().get("records").findValuesAsText(field);
    }

    /** Creates and gives the id. */
    String create(String type, String body) {
        return call("POST", "sobjects/" + type, body)
                .expect(201)
                .json()
                .get("id")
                .asText();
    }

    String lead(String lastName) {
        return create("Lead", "{\"LastName\": \"%s\", \"Company\": \"Fabrikam\"}".formatted(lastName));
    }

    String account(String name) {
        return create("Account", "{\"Name\": \"%s\"}".formatted(name));
    }

    String opportunity(String name) {
        return create(
                "Opportunity",
                "{\"Name\": \"%s\", \"StageName\": \"Prospecting\", \"CloseDate\": \"2027-01-31\"}".formatted(name));
    }

    JsonNode read(String type, String id) {
        return get("sobjects/" + type + "/" + id).expect(200).json();
    }

    /** A user's id. */
    String user(String username) {
        return found("SELECT Id FROM User WHERE Username = '%s'".formatted(username), "Id")
                .getFirst();
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException bad) {
            throw new AssertionError("not JSON: " + json, bad);
        }
    }

    private static Request request(String method, String address, String body, String... headers) {
        Map<String, List<String>> all = new HashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i].toLowerCase(Locale.ROOT), List.of(headers[i + 1]));
        }
        return new Request(method, URI.create(address), all, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Reply reply(Response response) {
        return new Reply(response.status(), response.headers(), new String(response.body(), StandardCharsets.UTF_8));
    }

    private final class Caught implements EventSink {
        @Override
        public void deliver(
                String service, URI target, Map<String, String> headers, byte[] body, RetryRule retry, String subject) {
            sent.add(new Sent(target, headers, () -> body, retry, subject));
        }

        @Override
        public void deliver(
                String service,
                URI target,
                Map<String, String> headers,
                Supplier<byte[]> body,
                RetryRule retry,
                String subject) {
            sent.add(new Sent(target, headers, body, retry, subject));
        }
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
