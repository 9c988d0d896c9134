package dev.cosell.sandbox.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.EventSink;
import dev.cosell.sandbox.dataverse.Database.Stored;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Tells the registered steps what happened, after the commit. One more try after 502, 503 or 504; any other failure
 * leaves a failed system job. Synchronous steps are sent like asynchronous ones: they do not fail the save.
 */
final class Webhooks {
    private static final int LARGEST_BODY = 256 * 1024;
    private static final Set<Integer> RETRIED = Set.of(502, 503, 504);
    private static final long RETRY_MILLIS = 1000;
    private static final int WEBHOOK_CONTRACT = 8;
    private static final List<String> DROPPED_WHEN_LARGE =
            List.of("InputParameters", "ParentContext", "PreEntityImages", "PostEntityImages");

    private final Organization organization;
    private final Supplier<URI> base;
    private final EventSink sink;

    Webhooks(Organization organization, Supplier<URI> base, EventSink sink) {
        this.organization = organization;
        this.base = base;
        this.sink = sink;
    }

    void send(List<Event> events) {
        for (Event event : events) {
            for (Stored step : organization.data().rows("sdkmessageprocessingstep")) {
                if (listens(step, event)) {
                    endpoint(step).ifPresent(endpoint -> send(event, step, endpoint));
                }
            }
        }
    }

    private boolean listens(Stored step, Event event) {
        String filter = step.lookup("sdkmessagefilterid").orElse("");
        boolean meant = step.lookup("sdkmessageid")
                        .filter(Seed.messageId(event.message())::equals)
                        .isPresent()
                && (filter.isEmpty() || filter.equals(Seed.filterId(event.message(), event.table())));
        boolean bypassed = event.caller().bypassedSteps().contains(step.id())
                || event.caller().bypassAsync() && step.number("mode") == 1;
        return meant && !bypassed && step.number("statecode") == 0 && touches(step, event);
    }

    private static boolean touches(Stored step, Event event) {
        Set<String> attributes = words(step.value("filteringattributes").asText(""));
        return attributes.isEmpty()
                || !event.message().equals("Update")
                || attributes.stream().anyMatch(event.written()::containsKey);
    }

    static Set<String> words(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private Optional<Stored> endpoint(Stored step) {
        return step.lookup("eventhandler")
                .flatMap(id -> organization.data().find("serviceendpoint", id))
                .filter(row -> row.number("contract") == WEBHOOK_CONTRACT);
    }

    private void send(Event event, Stored step, Stored endpoint) {
        List<Stored> images = organization.data().rows("sdkmessageprocessingstepimage").stream()
                .filter(image -> image.lookup("sdkmessageprocessingstepid")
                        .filter(step.id()::equals)
                        .isPresent())
                .toList();
        ObjectNode context = new RemoteContext(organization).of(event, step, images);
        Map<String, String> headers = headers(event);
        byte[] body = bytes(context);
        if (body.length > LARGEST_BODY) {
            context.remove(DROPPED_WHEN_LARGE);
            headers.put("x-ms-dynamics-msg-size-exceeded", "true");
            body = bytes(context);
        }
        URI target = authenticated(endpoint, headers);
        sink.deliver(
                Dynamics.NAME,
                target,
                headers,
                body,
                (attempt, status) -> afterAttempt(event, step, attempt, status),
                event.id());
    }

    private Map<String, String> headers(Event event) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("x-ms-dynamics-organization", base.get().getHost());
        headers.put("x-ms-dynamics-entity-name", event.table());
        headers.put("x-ms-dynamics-request-name", event.message());
        headers.put("x-ms-correlation-request-id", event.caller().correlation());
        return headers;
    }

    private byte[] bytes(ObjectNode context) {
        Options options = organization.options();
        // Outside of strings JSON has no slash, so all of them may be escaped.
        String text = options.escapedSlashes() ? context.toString().replace("/", "\\/") : context.toString();
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return options.mojibake()
                ? new String(utf8, Charset.forName("windows-1252")).getBytes(StandardCharsets.UTF_8)
                : utf8;
    }

    /** Adds the endpoint's secret to the headers, or gives the address with the secret in its query. */
    private static URI authenticated(Stored endpoint, Map<String, String> headers) {
        URI url = URI.create(endpoint.value("url").asText());
        String secret = endpoint.value("authvalue").asText("");
        return switch (endpoint.number("authtype")) {
            case 4 -> withQuery(url, Map.of("code", secret));
            case 5 -> {
                headers.putAll(AuthSettings.read(secret));
                yield url;
            }
            case 6 -> withQuery(url, AuthSettings.read(secret));
            default -> url;
        };
    }

    private static URI withQuery(URI url, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .map(pair -> pair.getKey() + "=" + URLEncoder.encode(pair.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return URI.create(url + (url.getRawQuery() == null ? "?" : "&") + query);
    }

    private long afterAttempt(Event event, Stored step, int attempt, int status) {
        if (attempt == 1 && RETRIED.contains(status)) {
            return RETRY_MILLIS;
        }
        if (status < 200 || status > 299) {
            synchronized (organization) {
                recordFailure(event, step, attempt, status);
            }
        }
        return -1;
    }

    /** A failed system job: how an administrator finds missed events. */
    private void recordFailure(Event event, Stored step, int attempt, int status) {
        boolean unanswered = status == 0;
        Map<String, JsonNode> job = new LinkedHashMap<>();
        job.put("name", step.value("name"));
        job.put("operationtype", Json.NODES.numberNode(1));
        job.put("messagename", Json.NODES.textNode(event.message()));
        job.put("primaryentitytype", Json.NODES.textNode(event.table()));
        job.put("owningextensionid", Values.reference("sdkmessageprocessingstep", step.id()));
        job.put("regardingobjectid", Values.reference(event.table(), event.id()));
        job.put("errorcode", Json.NODES.numberNode(unanswered ? 0x80050202 : 0x80050201));
        job.put(
                "message",
                Json.NODES.textNode(
                        unanswered
                                ? "The webhook call failed because the Http request timed out at client side. Please check "
                                        + "your webhook request handler."
                                : ("The webhook call failed because the http request received non-success httpStatus "
                                                + "code (%d). Please check your webhook request handler.")
                                        .formatted(status)));
        job.put("correlationid", Json.NODES.textNode(event.caller().correlation()));
        job.put("retrycount", Json.NODES.numberNode(attempt - 1));
        job.put("statecode", Json.NODES.numberNode(3));
        job.put("statuscode", Json.NODES.numberNode(31));
        for (String moment : List.of("createdon", "modifiedon", "startedon", "completedon")) {
            job.put(moment, Json.NODES.textNode(organization.now()));
        }
        for (String person : List.of("createdby", "modifiedby", "ownerid")) {
            job.put(person, Values.reference("systemuser", event.caller().user()));
        }
        String id = UUID.randomUUID().toString();
        job.put("asyncoperationid", Json.NODES.textNode(id));
        organization.data().put("asyncoperation", id, job);
        organization.data().commit();
    }
}
