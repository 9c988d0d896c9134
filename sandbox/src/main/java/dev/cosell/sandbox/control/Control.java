package dev.cosell.sandbox.control;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.ControlBody;
import dev.cosell.sandbox.ControlException;
import dev.cosell.sandbox.Request;
import dev.cosell.sandbox.Response;
import dev.cosell.sandbox.SandboxClock;
import dev.cosell.sandbox.Service;
import dev.cosell.sandbox.server.Calls;
import dev.cosell.sandbox.server.Deliveries;
import dev.cosell.sandbox.server.EventFaults;
import dev.cosell.sandbox.server.Faults;
import dev.cosell.sandbox.server.Listener;
import dev.cosell.sandbox.storage.StateFiles;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The control surface: plain HTTP below {@code /_sandbox/} on the loopback interface. What concerns one service goes
 * on to that service's {@link Service#control}. Routes are listed in the README.
 */
public final class Control implements Listener.Handler {
    private static final String ROOT = "/_sandbox/";
    private static final String FAULT = ROOT + "faults/";

    private final Map<String, Service> services;
    private final SandboxClock clock;
    private final Faults faults;
    private final EventFaults eventFaults;
    private final Calls calls;
    private final Deliveries deliveries;
    private final ObjectMapper mapper;
    private final StateFiles states;

    /** @param services by name */
    public Control(
            Map<String, Service> services,
            SandboxClock clock,
            Faults faults,
            EventFaults eventFaults,
            Calls calls,
            Deliveries deliveries,
            ObjectMapper mapper,
            StateFiles states) {
        this.services = services;
        this.clock = clock;
        this.faults = faults;
        this.eventFaults = eventFaults;
        this.calls = calls;
        this.deliveries = deliveries;
        this.mapper = mapper;
        this.states = states;
    }

    @Override
    public Optional<Response> handle(Request request) {
        try {
            return Optional.of(route(request));
        } catch (ControlException e) {
            return Optional.of(error(e.status(), e.getMessage()));
        } catch (RuntimeException e) {
            // A defect of the sandbox: the test that asked should see all of it.
            e.printStackTrace();
            return Optional.of(error(500, e.toString()));
        }
    }

    private Response route(Request request) {
        if (!request.path().startsWith(ROOT)) {
            throw new ControlException(404, "expected a path below " + ROOT + ", found " + request.path());
        }
        return switch (request.method() + " " + request.path().substring(ROOT.length())) {
            case "GET state" -> state();
            case "GET clock" -> clockNow();
            case "POST clock" -> advance(request);
            case "GET faults" -> Response.json(200, faults.list());
            case "POST faults" -> Response.json(201, faults.add(naming("system", request)));
            case "DELETE faults" -> done(faults::clear);
            case "GET event-faults" -> Response.json(200, eventFaults.list());
            case "POST event-faults" -> Response.json(201, eventFaults.add(naming("service", request)));
            case "DELETE event-faults" -> done(eventFaults::clear);
            case "GET calls" -> Response.json(200, calls.describe(request.query()));
            case "DELETE calls" -> done(calls::clear);
            case "GET deliveries" -> Response.json(200, deliveries.describe(request.query()));
            case "DELETE deliveries" -> done(deliveries::clear);
            default -> request.path().startsWith(FAULT) ? fault(request) : service(request);
        };
    }

    private Response fault(Request request) {
        String id = request.path().substring(FAULT.length());
        if (!request.method().equals("DELETE") || !faults.remove(id)) {
            throw new ControlException(404, "no fault to " + request.method() + " with the id " + id);
        }
        return Response.of(204);
    }

    private Response service(Request request) {
        for (Service service : services.values()) {
            if (request.path().startsWith(ROOT + kebab(service.name()) + "/")) {
                Response response = service.control(request);
                if (!request.method().equals("GET")) {
                    states.changed(service.name());
                }
                return response;
            }
        }
        throw new ControlException(404, "no control route " + request.method() + " " + request.path());
    }

    /** The body, which must name one of the services in this member: a fault that never strikes helps nobody. */
    private ObjectNode naming(String member, Request request) {
        ObjectNode body = ControlBody.read(request, mapper);
        String found = body.path(member).asText();
        if (!services.containsKey(found)) {
            throw new ControlException(
                    400, member + ": expected one of " + services.keySet() + ", found '" + found + "'");
        }
        return body;
    }

    private Response state() {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("now", clock.instant().toString());
        services.forEach((name, service) -> out.set(name, service.state()));
        return Response.json(200, out);
    }

    private Response clockNow() {
        return Response.json(
                200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("now", clock.instant().toString())
                        .put("offset", clock.offset().toString()));
    }

    private Response advance(Request request) {
        String by = ControlBody.read(request, mapper).path("advance").asText();
        try {
            clock.advance(Duration.parse(by));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new ControlException(400, "advance: expected a positive duration such as P14D, found " + by);
        }
        return clockNow();
    }

    private static Response done(Runnable action) {
        action.run();
        return Response.of(204);
    }

    private static Response error(int status, String message) {
        return Response.json(status, JsonNodeFactory.instance.objectNode().put("error", message));
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
