package dev.cosell.benchmarks.race;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cosell.launcher.ChildProcess;
import dev.cosell.launcher.JsonClient;
import dev.cosell.launcher.Ports;
import dev.cosell.launcher.Project;
import dev.cosell.launcher.Stack;
import dev.cosell.launcher.crm.CrmProduct;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Everything a contender works with: a sandbox and storage of its own, and listeners that see what was sent and what was
 * written. What is timed is seen from outside.
 */
final class Stage implements AutoCloseable {
    private static final String PORTAL = "/_sandbox/partner-center/referrals";
    private static final String DYNAMICS = "/_sandbox/dynamics/";
    private static final int DAY_SECONDS = 86_400;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Stack stack;
    private final Microsoft microsoft;
    private final Contender contender;
    private final Path root;
    private final URI address;
    private Optional<ChildProcess> peer;
    private final Writes writes = new Writes();
    private final Captured captured = new Captured(PATIENCE);
    private final Listener crmListener = new Listener(writes::told);
    private final Listener eventListener = new Listener(captured::add);

    private Stage(
            Stack stack,
            Microsoft microsoft,
            Contender contender,
            Path root,
            URI address,
            Optional<ChildProcess> peer) {
        this.stack = stack;
        this.microsoft = microsoft;
        this.contender = contender;
        this.root = root;
        this.address = address;
        this.peer = peer;
    }

    /** Without any contender. */
    static Stage empty(Project project, Path logs) {
        Ports ports = Ports.free();
        Stack stack = Stack.start(project, ports, logs, CrmProduct.DYNAMICS, Map.of(), told -> {});
        try {
            leave(stack);
            URI address = Contender.CONNECTOR.address(ports.functions());
            Microsoft microsoft = new Microsoft(stack.sandbox());
            return new Stage(stack, microsoft, Contender.CONNECTOR, project.root(), address, Optional.empty())
                    .watching();
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    static Stage set(Contender contender, Project project, Path logs) {
        Ports ports = Ports.free();
        Stack stack = Stack.start(project, ports, logs, CrmProduct.DYNAMICS, Map.of(), told -> {});
        Optional<ChildProcess> peer = Optional.empty();
        try {
            patch(stack, "/_sandbox/login/settings", Map.of("tokenLifeSeconds", DAY_SECONDS));
            Microsoft microsoft = new Microsoft(stack.sandbox());
            URI address = contender.address(ports.functions());
            // Peers name no customer.
            patch(
                    stack,
                    DYNAMICS + "options",
                    Map.of("enforceBusinessRequired", false, "alternateKeys", contender.writesByAlternateKey()));
            if (!contender.isConnector()) {
                leave(stack);
                peer = Optional.of(contender.start(stack, microsoft, ports.functions(), project.root()));
                peer.get().awaitReady();
            }
            return new Stage(stack, microsoft, contender, project.root(), address, peer).watching();
        } catch (RuntimeException e) {
            peer.ifPresent(ChildProcess::close);
            stack.close();
            throw e;
        }
    }

    /** The connector leaves the stage to a peer, which hears nothing from the CRM. */
    private static void leave(Stack stack) {
        ProcessHandle functions = stack.processes().get("functions");
        functions.destroy();
        functions.onExit().join();
        for (JsonNode step : stack.control().get(DYNAMICS + "records/sdkmessageprocessingstep")) {
            stack.control()
                    .send("DELETE", DYNAMICS + "webhooks/" + step.path("id").asText(), MissingNode.getInstance());
        }
    }

    private Stage watching() {
        try {
            watch();
            return this;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void watch() {
        for (String message : List.of("Create", "Update")) {
            Map<String, Object> step = Map.of(
                    "url", crmListener.address().toString(),
                    "authentication", "HTTP_HEADER",
                    "authName", "x-seen",
                    "authValue", "by the benchmark",
                    "message", message,
                    "table", "opportunity",
                    "filteringAttributes", message.equals("Update") ? List.of("estimatedvalue") : List.of());
            stack.control().send("POST", DYNAMICS + "webhooks", json(step));
        }
    }

    // --- Partner Center ---

    /** A deal comes in and is accepted; gives its id. */
    String receive(JsonNode referral) {
        String id = stack.control().send("POST", PORTAL, referral).path("id").asText();
        stack.control().send("POST", PORTAL + "/" + id + "/accept", json(Map.of()));
        return id;
    }

    void edit(String referral, long amount) {
        stack.control()
                .send("POST", PORTAL + "/" + referral + "/edit", json(Map.of("details", Map.of("dealValue", amount))));
    }

    /** What Partner Center has as amounts. */
    Map<String, Long> amountsByReferral() {
        Map<String, Long> amounts = new HashMap<>();
        for (JsonNode referral : stack.control().get(PORTAL)) {
            amounts.put(
                    referral.path("id").asText(),
                    referral.at("/details/dealValue").asLong());
        }
        return amounts;
    }

    /** Events go to the contender. */
    void connect() {
        microsoft.deliverTo(address);
    }

    /** Events go nowhere. */
    void connectNobody() {
        microsoft.deliverTo(eventListener.address());
    }

    /**
     * What Partner Center sends because of some edits, signed; none of it reaches the contender.
     *
     * @param each how many events each edited referral raises
     * @param edits gives the referrals that it edited, each once
     */
    List<Event> capture(int each, Supplier<List<String>> edits) {
        connectNobody();
        captured.clear();
        return captured.take(each, edits.get());
    }

    // --- The CRM ---

    /** When the CRM told which amounts. */
    Writes writes() {
        return writes;
    }

    /** Opportunities by the referral whose id they hold. */
    Map<String, List<JsonNode>> recordsByReferral() {
        Map<String, List<JsonNode>> records = new HashMap<>();
        for (JsonNode row : stack.control().get(DYNAMICS + "records/opportunity")) {
            JsonNode values = row.path("values");
            String referral =
                    values.path("msft_microsoftpartnercenterreferralidentifier").asText();
            records.computeIfAbsent(referral, key -> new ArrayList<>()).add(values);
        }
        return records;
    }

    // --- The sandbox's books ---

    void forgetCalls() {
        stack.control().send("DELETE", "/_sandbox/calls", MissingNode.getInstance());
    }

    /** Calls to both systems since they were forgotten, without signing in. */
    long calls() {
        return count(stack.control().get("/_sandbox/calls"));
    }

    /** Whether neither system was called for so long. */
    boolean isQuietFor(Duration time) {
        Instant now =
                Instant.parse(stack.control().get("/_sandbox/clock").path("now").asText());
        return count(stack.control().get("/_sandbox/calls?since=" + now.minus(time))) == 0;
    }

    private static long count(JsonNode calls) {
        long sum = 0;
        for (JsonNode line : calls.path("counts")) {
            if (List.of("partnerCenter", "dynamics")
                    .contains(line.path("system").asText())) {
                sum += line.path("count").asLong();
            }
        }
        return sum;
    }

    /** Both systems misbehave; members as the sandbox's README names them. */
    void fault(Map<String, ?> members) {
        for (String system : List.of("partnerCenter", "dynamics")) {
            Map<String, Object> fault = new HashMap<>(members);
            fault.put("system", system);
            stack.control().send("POST", "/_sandbox/faults", json(fault));
        }
    }

    /** Both systems' events go astray; members as the sandbox's README names them. */
    void eventFault(Map<String, ?> members) {
        for (String service : List.of("webhooks", "dynamics")) {
            Map<String, Object> fault = new HashMap<>(members);
            fault.put("service", service);
            stack.control().send("POST", "/_sandbox/event-faults", json(fault));
        }
    }

    void heal() {
        stack.control().send("DELETE", "/_sandbox/faults", MissingNode.getInstance());
        stack.control().send("DELETE", "/_sandbox/event-faults", MissingNode.getInstance());
    }

    // --- For who takes part without being a contender ---

    /** The connector's settings on this stage. */
    Map<String, String> settings() {
        return stack.settings();
    }

    String storage() {
        return stack.storage();
    }

    Microsoft microsoft() {
        return microsoft;
    }

    // --- The contender ---

    Contender contender() {
        return contender;
    }

    /** Its process ends without a chance to finish anything, and is started again. */
    void crash() {
        if (peer.isEmpty()) {
            stack.killHost();
            stack.startHostInNeed();
            return;
        }
        peer.get().kill();
        peer.get().close();
        peer = Optional.of(contender.start(stack, microsoft, address.getPort(), root));
        peer.get().awaitReady();
    }

    Path logs() {
        return stack.logs();
    }

    /** Where it takes events. */
    URI address() {
        return address;
    }

    ProcessHandle process() {
        return peer.map(child -> child.process().toHandle())
                .orElseGet(() -> stack.processes().get("functions"));
    }

    @Override
    public void close() {
        peer.ifPresent(ChildProcess::close);
        stack.close();
        crmListener.close();
        eventListener.close();
    }

    private static void patch(Stack stack, String path, Map<String, ?> members) {
        stack.control().send("PATCH", path, json(members));
    }

    private static JsonNode json(Map<String, ?> members) {
        return JsonClient.JSON.valueToTree(members);
    }
}
