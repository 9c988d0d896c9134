package dev.cosell.sandbox;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.control.Control;
import dev.cosell.sandbox.entra.Audiences;
import dev.cosell.sandbox.entra.Entra;
import dev.cosell.sandbox.entra.TokenMint;
import dev.cosell.sandbox.partnercenter.Certificates;
import dev.cosell.sandbox.partnercenter.Notary;
import dev.cosell.sandbox.partnercenter.PartnerCenter;
import dev.cosell.sandbox.partnercenter.Webhooks;
import dev.cosell.sandbox.pki.KeyRing;
import dev.cosell.sandbox.server.Calls;
import dev.cosell.sandbox.server.Deliveries;
import dev.cosell.sandbox.server.EventFaults;
import dev.cosell.sandbox.server.Faults;
import dev.cosell.sandbox.server.Front;
import dev.cosell.sandbox.server.Listener;
import dev.cosell.sandbox.storage.StateFiles;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * The systems around the connector, on this computer: each behind an HTTPS port of its own, with one control surface.
 * State and keys live in the data directory and are taken up again by the next start.
 */
public final class Sandbox implements AutoCloseable {
    /** Name of the control surface's address and port. */
    public static final String CONTROL = "control";

    private static final String CLOCK = "clock";

    private final SandboxOptions options;
    private final KeyRing keys;
    private final SandboxClock clock = new SandboxClock();
    private final Faults faults = new Faults();
    private final EventFaults eventFaults = new EventFaults();
    private final Calls calls = new Calls();
    private final Map<String, Listener> listeners = new LinkedHashMap<>();
    private final Map<String, Service> services = new LinkedHashMap<>();
    private final StateFiles states;
    private final Deliveries deliveries;
    private final SandboxContext context;

    /** Opens every port, takes up the state and serves. */
    public static Sandbox start(SandboxOptions options) {
        return new Sandbox(options);
    }

    private Sandbox(SandboxOptions options) {
        this.options = options;
        this.keys = KeyRing.open(options.data());
        SSLContext tls = keys.tls();
        ObjectMapper mapper = JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
        this.states = new StateFiles(options.data().resolve("state"), mapper);
        Map<String, URI> addresses = listen(tls);
        Audiences audiences = new Audiences(addresses);
        TokenMint mint = new TokenMint(clock, audiences, mapper);
        this.deliveries = new Deliveries(tls, eventFaults, clock, this::settle);
        this.context = new SandboxContext(addresses, clock, mint, deliveries, mapper, states::changed);
        add(new Entra(context, mint, audiences));
        Notary notary = new Notary(keys, context.address(Certificates.NAME));
        Webhooks webhooks = new Webhooks(context, notary);
        add(new PartnerCenter(context, webhooks, notary));
        add(webhooks);
        add(new Certificates(keys));
        options.extras().forEach(extra -> add(extra.factory().apply(context)));
        restore();
        services.forEach(
                (name, service) -> serve(name, new Front(service, faults, calls, mint, clock, states::changed)));
        serve(CONTROL, new Control(services, clock, faults, eventFaults, calls, deliveries, mapper, states));
    }

    /** Also an answer that only shows something waits: what it shows must not be gone after a kill. */
    private void serve(String name, Listener.Handler handler) {
        listeners.get(name).serve(request -> {
            Optional<Response> answer = handler.handle(request);
            settle();
            return answer;
        });
    }

    private void settle() {
        if (options.durable()) {
            states.settle();
        }
    }

    /** The base address of a service or of the control surface, without a trailing slash. */
    public URI address(String service) {
        return context.address(service);
    }

    /** A PEM file with the roots that a client must trust. */
    public Path trustedRoots() {
        return keys.trustedRoots();
    }

    public SandboxClock clock() {
        return clock;
    }

    /**
     * Everything a client needs.
     *
     * @return {@code {"addresses": {service: url}, "caFile": path, "trustStore": path, "credentials": {service: {name:
     *     value}}}}
     */
    public ObjectNode description() {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        ObjectNode addresses = out.putObject("addresses");
        context.addresses().forEach((name, address) -> addresses.put(name, address.toString()));
        out.put("caFile", keys.trustedRoots().toAbsolutePath().toString());
        out.put("trustStore", keys.trustStore().toAbsolutePath().toString());
        ObjectNode credentials = out.putObject("credentials");
        services.forEach((name, service) -> {
            Map<String, String> values = service.credentials();
            if (!values.isEmpty()) {
                ObjectNode members = credentials.putObject(name);
                values.forEach(members::put);
            }
        });
        return out;
    }

    /** Lets running calls finish, writes the state and frees the ports. */
    @Override
    public void close() {
        listeners.values().forEach(Listener::close);
        deliveries.close();
        states.close();
    }

    private Map<String, URI> listen(SSLContext tls) {
        try {
            for (String name : names(options)) {
                int port = options.ports().getOrDefault(name, 0);
                listeners.put(name, name.equals(CONTROL) ? Listener.http(port) : Listener.https(port, tls));
            }
        } catch (UncheckedIOException e) {
            listeners.values().forEach(Listener::close);
            throw e;
        }
        Map<String, URI> addresses = new LinkedHashMap<>();
        listeners.forEach((name, listener) -> addresses.put(name, listener.address()));
        return addresses;
    }

    /** Everything that gets a port, in the order in which consecutive ports are given out. */
    static List<String> names(SandboxOptions options) {
        List<String> names =
                new ArrayList<>(List.of(CONTROL, Entra.NAME, PartnerCenter.NAME, Webhooks.NAME, Certificates.NAME));
        options.extras().forEach(extra -> names.add(extra.name()));
        return names;
    }

    private void add(Service service) {
        services.put(service.name(), service);
        states.register(service.name(), service::state);
    }

    private void restore() {
        states.register(
                CLOCK, () -> JsonNodeFactory.instance.textNode(clock.offset().toString()));
        states.read(CLOCK).map(JsonNode::asText).map(Duration::parse).ifPresent(clock::advance);
        services.forEach((name, service) -> states.read(name).ifPresent(service::restore));
        clock.onAdvance(() -> states.changed(CLOCK));
    }
}
