package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.CrmProduct;
import dev.cosell.fieldmap.Side;
import dev.cosell.operate.Asker;
import dev.cosell.operate.backfill.Backfill;
import dev.cosell.operate.backfill.Decisions;
import dev.cosell.operate.backfill.Findings;
import dev.cosell.operate.doctor.Check;
import dev.cosell.operate.doctor.Finding;
import dev.cosell.problem.Failure;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.memory.MemoryFindings;
import dev.cosell.sync.memory.MemoryState;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Inbox;
import dev.cosell.sync.port.KeptState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The first load as the app runs it: started once, then a slice each minute, while everybody goes on working. */
final class FirstLoad {
    private static final Asker ADMINISTRATOR = new Asker("Kim");
    private static final Duration SLICE = Duration.ofSeconds(20);
    private static final int MOST_SLICES = 500;
    private static final JsonNode DRY_RUN =
            JsonNodeFactory.instance.objectNode().put("mode", "dryRun");
    private static final JsonNode RUN =
            JsonNodeFactory.instance.objectNode().put("mode", "run").put("withoutReport", true);

    private final World world;
    private final Backfill backfill;
    private final Findings findings;
    private final Decisions decisions;
    private boolean started;
    private int queued;

    FirstLoad(World world) {
        this.world = world;
        MemoryFindings rows = new MemoryFindings(step -> world.hook.accept(step));
        KeptState kept = new MemoryState("backfill", step -> world.hook.accept(step));
        Backfill.Scope scope = new Backfill.Scope(
                World.MAPS, () -> World.MAPS, CrmProduct.DYNAMICS, World.WITH_LEADS.admission(), () -> "as it is");
        Inbox inbox = new Inbox(world.ports.hints(), world.ports.queue(), () -> Simulation.LOAD_MARK + ++queued);
        this.backfill = new Backfill(scope, world.ports, inbox, rows, kept, new NobodyElse(), () -> Duration.ZERO);
        this.findings = new Findings(kept, rows, world.store, world.store);
        this.decisions = new Decisions(
                kept,
                rows,
                new Introduction(World.MAPS, world.store, world.store, world.clock),
                world.inbox,
                world.clock);
    }

    /** Microsoft's own connector is off. */
    private static final class NobodyElse implements Check {
        @Override
        public String name() {
            return "microsofts-connector";
        }

        @Override
        public List<Finding> look() {
            return List.of(Finding.ok("microsofts-connector", "nothing runs"));
        }
    }

    /**
     * What is done while everything is still switched off, on a day of its own. What is there has been for long, so every
     * list shows it.
     */
    void dryRun() {
        world.wait(Duration.ofDays(1));
        backfill.start(DRY_RUN, ADMINISTRATOR, SLICE);
        toItsEnd();
        world.wait(Duration.ofDays(1));
        world.calls.forget();
    }

    /** What the administrator does once, and then the timer each minute. Gives a line for the trace. */
    String goesOn() {
        if (!started) {
            backfill.start(RUN, ADMINISTRATOR, SLICE);
            started = true;
            return "the first load begins";
        }
        return backfill.run(SLICE).orElse("the first load has nothing to do");
    }

    /** With nothing failing any more it comes to its end; asked for once more, because nobody knows whether it was. */
    void finish() {
        toItsEnd();
        backfill.start(RUN, ADMINISTRATOR, SLICE);
        toItsEnd();
    }

    /** Also past the time for which a slice that died had claimed the job. */
    private void toItsEnd() {
        for (int slice = 0; slice < MOST_SLICES && isRunning(); slice++) {
            backfill.run(SLICE);
            world.wait(Duration.ofMinutes(1));
        }
    }

    private boolean isRunning() {
        String state = backfill.progress().body().orElseThrow().at("/job/state").asText();
        return state.equals("running");
    }

    /** A person says what belongs together where no rule can: the first record that is no copy, or else a new one. */
    void decide(Predicate<RecordRef> isCopy) {
        Set<RecordRef> there = world.crm.all();
        findings.list(Optional.of("ambiguous"), Optional.empty())
                .body()
                .orElseThrow()
                .path("items")
                .valueStream()
                .filter(finding -> finding.path("decided").asText("").isEmpty())
                // A record beside another's referral is told, too; what is to be decided is the referral's.
                .filter(finding -> subject(finding).side() == Side.PARTNER_CENTER)
                .forEach(finding -> decide(
                        finding,
                        finding.path("records")
                                .valueStream()
                                .map(written -> RecordRef.parse(written.asText()))
                                .filter(there::contains)
                                .filter(isCopy.negate())
                                .findFirst()));
    }

    private static Subject subject(JsonNode finding) {
        return Subject.parse(finding.path("subject").asText());
    }

    private void decide(JsonNode finding, Optional<RecordRef> record) {
        ObjectNode decision = JsonNodeFactory.instance
                .objectNode()
                .put(
                        "referralId",
                        Subject.parse(finding.path("subject").asText()).id());
        record.ifPresentOrElse(chosen -> decision.put("record", chosen.toString()), () -> decision.put("create", true));
        try {
            decisions.decide(decision, ADMINISTRATOR);
        } catch (Failure refused) {
            if (refused.problem().code() != ProblemCode.NOT_POSSIBLE) {
                throw refused;
            }
            // The referral has become a deal since it was found.
        }
    }
}
