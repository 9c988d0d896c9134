package dev.cosell.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.http.CallCounter;
import dev.cosell.problem.Failure;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.store.QueueWork;
import dev.cosell.sync.Outage;
import dev.cosell.sync.Outages;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;

/** Whether the app can take events now, and which build it is. */
public final class Health {
    private static final List<RemoteSystem> CALLED = List.of(RemoteSystem.PARTNER_CENTER, RemoteSystem.CRM);

    private final Outages outages;
    private final QueueWork queues;
    private final CallCounter calls;
    private final Delays delays;
    private final FieldMapDrift fieldMap;

    public Health(Outages outages, QueueWork queues, CallCounter calls, Delays delays, FieldMapDrift fieldMap) {
        this.outages = outages;
        this.queues = queues;
        this.calls = calls;
        this.delays = delays;
        this.fieldMap = fieldMap;
    }

    /**
     * One word for anybody: 200 if storage answers and no system is out, 503 otherwise; no reasons.
     *
     * @param health may fail with a {@link Failure}, as long as settings are wrong
     */
    public static Reply ready(Supplier<Health> health) {
        boolean ready;
        try {
            ready = health.get().report().status() == 200;
        } catch (Failure failure) {
            ready = false;
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("ready", ready);
        version(body);
        return Reply.of(ready ? 200 : 503, body);
    }

    /**
     * 200 if storage answers and no system is out; 503 otherwise, with the problem per system.
     *
     * @throws dev.cosell.problem.Failure {@code STORAGE_UNAVAILABLE}
     */
    public Reply report() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        boolean ready = true;
        ObjectNode systems = JsonNodeFactory.instance.objectNode();
        ObjectNode problems = JsonNodeFactory.instance.objectNode();
        for (RemoteSystem system : CALLED) {
            Optional<Outage> outage = outages.current(system);
            ready &= outage.isEmpty();
            systems.put(
                    system.name(),
                    outage.map(found -> found.problem().code().code()).orElse("ok"));
            outage.ifPresent(found -> problems.set(system.name(), ProblemJson.of(found.problem())));
        }
        ObjectNode waiting = JsonNodeFactory.instance.objectNode();
        queues.depths().forEach(waiting::put);
        body.put("ready", ready);
        version(body);
        body.set("systems", systems);
        body.set("problems", problems);
        body.set("waiting", waiting);
        body.set("calls", calls());
        body.set("delays", delays.report());
        fieldMap.last().ifPresent(last -> body.set("fieldMap", inShort(last)));
        return Reply.of(ready ? 200 : 503, body);
    }

    /** How the daily comparison of the field map came out. It turns nothing red: what stops work is an outage already. */
    private static ObjectNode inShort(JsonNode last) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("checkedAt", last.path("checkedAt").asText())
                .put("version", last.path("version").asInt())
                .put("faults", last.path("faults").size())
                .put("values", last.path("values").size());
    }

    /** Calls of this instance since it started. */
    private ObjectNode calls() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        for (RemoteSystem system : CALLED) {
            CallCounter.Count count = calls.of(system);
            node.putObject(system.name())
                    .put("reads", count.reads())
                    .put("writes", count.writes())
                    .put("unanswered", count.unanswered());
        }
        return node;
    }

    /** Puts version and commit, as the build wrote them. */
    private static void version(ObjectNode body) {
        Properties build = new Properties();
        try (InputStream file = Health.class.getResourceAsStream("/dev/cosell/build.properties")) {
            build.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException("build.properties is missing from the package", e);
        }
        body.put("version", build.getProperty("version")).put("commit", build.getProperty("commit"));
    }
}
