package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.sync.memory.MemoryQueue;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.Hint;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two events of one subject, worked on at once: the newer one stays settled. */
class NewerMarkTest {
    private final World world = new World();

    @Test
    void whoComesLaterDoesNotSettleANewerMarkBack() {
        Pair pair = world.inbound("Move to Azure");
        Subject subject = Subject.referral(pair.referralId().orElseThrow());
        world.asks(subject, "one event");
        world.hook = step -> {
            if (step.equals("after hints.read")) {
                world.hook = any -> {};
                world.asks(subject, "a newer one");
                world.workOne();
            }
        };
        world.settle();
        nothingIsOpen(pair);
    }

    @Test
    void whoFoundNothingLongAgoDoesNotOverruleWhoCameLater() {
        RecordRef record = world.crm.enters("Move to Azure", true);
        world.crm.deletes(record);
        world.events.clear();
        Subject subject = Subject.record(record);
        world.asks(subject, "one event");
        world.hook = step -> {
            if (step.equals("before claims.claim")) {
                world.hook = any -> {};
                world.asks(subject, "a newer one");
                world.workOne();
            }
        };
        world.settle();
        nothingIsOpen(world.store.pairs().getFirst());
    }

    @Test
    void aRequestThatComesAgainAfterItWasDoneLeavesNoMarkOpen() {
        RecordRef record = world.crm.enters("Move to Azure", false);
        world.events.clear();
        Subject subject = Subject.record(record);
        world.asks(subject, Causes.SHARE);
        Work share = world.queue
                .poll(MemoryQueue.PARTNER_CENTER_UPDATES)
                .orElseThrow()
                .work();
        // An event before it found nothing that is shared, and dropped the hint.
        world.store.drop(world.store.read(subject).orElseThrow());
        world.hook = step -> {
            if (step.equals("before hints.mark")) {
                world.hook = any -> {};
                world.engine.work(share);
                world.asks(subject, "a newer one").settle();
            }
        };
        world.engine.work(share);
        nothingIsOpen(world.store.pairs().getFirst());
    }

    @Test
    void whoFindsNothingToShareLooksAgainIfSomebodyElseHasAPairForIt() {
        RecordRef record = world.crm.enters("Move to Azure", false);
        world.events.clear();
        Subject subject = Subject.record(record);
        world.asks(subject, "an event");
        world.hook = step -> {
            if (step.equals("before hints.drop")) {
                world.hook = any -> {};
                // An earlier event's worker, who saw it shared, has come as far as this, and will not settle this mark.
                PairId pair = new PairId(world.store.claim(Claim.of(subject), "c-" + record.id()));
                world.store.bind(subject, pair);
            }
        };
        world.settle();
        nothingIsOpen(world.store.pairs().getFirst());
    }

    /** Who may write a pair may also have settled a newer mark: then, and only then, the hint is looked at again. */
    @Test
    void aHintIsReadOnceIfNobodyCanHaveSettledANewerMark() {
        Pair pair = world.inbound("Move to Azure");
        world.wait(Duration.ofMinutes(1));
        assertEquals(1, readingsOfAHint(pair));
        assertEquals(2, readingsOfAHint(pair), "another worker wrote the pair a moment ago");
    }

    private long readingsOfAHint(Pair pair) {
        List<String> steps = new ArrayList<>();
        world.hook = steps::add;
        world.asks(Subject.referral(pair.referralId().orElseThrow()), "an event");
        world.workOne();
        world.hook = any -> {};
        return steps.stream().filter("before hints.read"::equals).count();
    }

    private void nothingIsOpen(Pair pair) {
        List<Hint> open = world.store.hints().stream()
                .filter(hint -> !world.again(pair).hasSettled(hint.subject(), hint.mark()))
                .toList();
        assertTrue(open.isEmpty(), open.toString());
    }
}
