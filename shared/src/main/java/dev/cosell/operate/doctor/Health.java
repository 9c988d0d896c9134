package dev.cosell.operate.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.http.CallCounter;
import dev.cosell.operate.Build;
import dev.cosell.operate.ProblemJson;
import dev.cosell.operate.Reply;
import dev.cosell.operate.fieldmap.Drift;
import dev.cosell.operate.work.Delays;
import dev.cosell.problem.Failure;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.store.PoisonMessages;
import dev.cosell.store.QueueNames;
import dev.cosell.store.QueueWork;
import dev.cosell.sync.pair.Outage;
import dev.cosell.sync.port.Lane;
import dev.cosell.sync.port.Outages;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether all is well (settings, storage, and both systems), and which build it is. Events are taken as long as settings
 * and storage are right, also while a system is paused.
 */
public final class Health {
    /** So many useless answers in a row are no accident; work waits and is tried again. */
    private static final int FAILING = 5;

    private static final String WELL = "ok";

    private static final List<RemoteSystem> CALLED = List.of(RemoteSystem.PARTNER_CENTER, RemoteSystem.CRM);

    private final Outages outages;
    private final QueueWork queues;
    private final PoisonMessages poison;
    private final QueueNames names;
    private final CallCounter calls;
    private final Delays delays;
    private final Drift fieldMap;
    private final Supplier<List<String>> missingFunctions;
    private final Map<String, Supplier<JsonNode>> further;

    /**
     * @param missingFunctions names of the app's functions that the deployed package lacks
     * @param further parts of the report for operators, by their names in it
     */
    public Health(
            Outages outages,
            QueueWork queues,
            PoisonMessages poison,
            QueueNames names,
            CallCounter calls,
            Delays delays,
            Drift fieldMap,
            Supplier<List<String>> missingFunctions,
            Map<String, Supplier<JsonNode>> further) {
        this.missingFunctions = missingFunctions;
        this.poison = poison;
        this.names = names;
        this.outages = outages;
        this.queues = queues;
        this.calls = calls;
        this.delays = delays;
        this.fieldMap = fieldMap;
        this.further = further;
    }

    /**
     * One word for anybody: 200 if storage answers and no system is paused or fails, 503 otherwise; no reasons.
     *
     * @param health may fail with a {@link Failure}, as long as settings are wrong
     */
    public static Reply ready(Supplier<Health> health) {
        boolean ready;
        try {
            ready = health.get().isWell();
        } catch (Failure failure) {
            ready = false;
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("ready", ready);
        version(body);
        return Reply.of(ready ? 200 : 503, body);
    }

    /**
     * 200 if storage answers, no system is paused or fails and no function is missing; 503 otherwise, with the problem per
     * system that is paused and the names of what is missing.
     *
     * @throws dev.cosell.problem.Failure {@code STORAGE_UNAVAILABLE}
     */
    public Reply report() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        boolean ready = true;
        ObjectNode systems = JsonNodeFactory.instance.objectNode();
        ObjectNode problems = JsonNodeFactory.instance.objectNode();
        for (RemoteSystem system : CALLED) {
            Optional<Outage> outage = outages.current(system, Lane.CHANGES);
            String word = word(system, outage);
            ready &= word.equals(WELL);
            systems.put(system.name(), word);
            outage.ifPresent(found -> problems.set(system.name(), ProblemJson.of(found.problem())));
        }
        List<String> missing = missingFunctions.get();
        ready &= missing.isEmpty();
        body.put("ready", ready);
        version(body);
        if (!missing.isEmpty()) {
            missing.forEach(body.putArray("missingFunctions")::add);
        }
        body.set("systems", systems);
        body.set("problems", problems);
        ObjectNode waiting = body.putObject("waiting");
        ObjectNode delayed = body.putObject("delayed");
        queues.depths().forEach((queue, depth) -> {
            waiting.put(queue, depth.waiting());
            delayed.put(queue, depth.delayed());
        });
        ObjectNode oldest = body.putObject("oldestSeconds");
        queues.ages().forEach((queue, age) -> oldest.put(queue, age.toSeconds()));
        body.set("parked", parked());
        body.set("calls", calls());
        body.set("delays", delays.report());
        fieldMap.last().ifPresent(last -> body.set("fieldMap", inShort(last)));
        further.forEach((name, part) -> body.set(name, part.get()));
        return Reply.of(ready ? 200 : 503, body);
    }

    /**
     * Whether storage answers, no system is paused or fails, and no function is missing. Anybody may ask, as often as they
     * like: it counts nothing.
     *
     * @throws Failure {@code STORAGE_UNAVAILABLE}
     */
    public boolean isWell() {
        queues.ages();
        return missingFunctions.get().isEmpty()
                && CALLED.stream()
                        .allMatch(system -> word(system, outages.current(system, Lane.CHANGES))
                                .equals(WELL));
    }

    private String word(RemoteSystem system, Optional<Outage> outage) {
        return outage.map(found -> found.problem().code().code())
                .orElseGet(() -> calls.of(system).failing() >= FAILING ? "failing" : WELL);
    }

    /** By queue, up to a thousand. */
    private ObjectNode parked() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        names.all().forEach(queue -> node.put(queue, poison.count(queue)));
        return node;
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

    /** Calls of this instance since it started, beside what the system itself counts of everybody's, if it tells. */
    private ObjectNode calls() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        for (RemoteSystem system : CALLED) {
            CallCounter.Count count = calls.of(system);
            ObjectNode counted = node.putObject(system.name())
                    .put("reads", count.reads())
                    .put("writes", count.writes())
                    .put("unanswered", count.unanswered())
                    .put("failing", count.failing());
            calls.toldBy(system)
                    .ifPresent(told ->
                            counted.putObject("told").put("used", told.used()).put("allowed", told.allowed()));
        }
        return node;
    }

    /** Puts version and commit, as the build wrote them. */
    private static void version(ObjectNode body) {
        Build ours = Build.ours();
        body.put("version", ours.version()).put("commit", ours.commit());
    }
}
