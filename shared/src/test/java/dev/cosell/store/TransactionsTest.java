package dev.cosell.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.Label;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import dev.cosell.sync.port.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each operation costs in storage transactions, which are what storage bills and what takes time. */
class TransactionsTest {
    private static final Subject SUBJECT = Subject.referral("ref-1");
    private static final Work WORK = new Work(SUBJECT, "m", "cause", Optional.empty(), Map.of(), 0, "");
    private static final Pair PAIR = Pair.fresh(new PairId("pair-1"), Instant.EPOCH);

    private final LocalStorage local = new LocalStorage();
    private final TableHints hints = new TableHints(local.storage());
    private final TableClaims claims = new TableClaims(local.storage());
    private final TablePairs pairs = new TablePairs(local.storage());
    private final TableOutages outages = new TableOutages(local.storage());
    private final QueueWork queue = new QueueWork(local.storage(), local.queues());

    /** Tables and queues exist in daily life. */
    @BeforeEach
    void warmUp() {
        hints.mark(SUBJECT, "m0");
        claims.claim(Claim.of(SUBJECT), "pair-1");
        pairs.create(PAIR);
        queue.send(WORK, Duration.ZERO);
        local.transactions();
    }

    @Test
    void acceptingAnEventCostsTwo() {
        hints.mark(SUBJECT, "m1");
        assertEquals(1, cost());

        queue.send(WORK, Duration.ZERO);
        assertEquals(1, cost());
    }

    @Test
    void everyReadCostsOne() {
        hints.read(SUBJECT);
        assertEquals(1, cost());

        claims.owner(Claim.of(SUBJECT));
        assertEquals(1, cost());

        pairs.read(PAIR.id());
        assertEquals(1, cost());
    }

    @Test
    void replacingAPairCostsOneHoweverManyAuditEntries() {
        Stored<Pair> stored = pairs.read(PAIR.id()).orElseThrow();
        cost();
        stored = pairs.replace(stored, PAIR, List.of()).orElseThrow();
        assertEquals(1, cost());

        pairs.replace(stored, PAIR, List.of(entry(0), entry(1))).orElseThrow();
        assertEquals(1, cost());
    }

    @Test
    void aPairEntersAllItsListsAtOnce() {
        pairs.create(PAIR.change()
                .label(new Label(Optional.of("Datacentre move, phase 2"), Optional.of("Fourth Coffee")))
                .now());
        assertEquals(List.of("put", "insert", "get"), kinds());

        pairs.create(Pair.fresh(new PairId("pair-2"), Instant.EPOCH));
        assertEquals(List.of("put", "insert"), kinds());
    }

    @Test
    void anotherPhaseCostsTwoMore() {
        Stored<Pair> stored = pairs.read(PAIR.id()).orElseThrow();
        cost();
        pairs.replace(stored, PAIR.change().phase(Phase.IN_STEP).now(), List.of(entry(0)));

        assertEquals(3, cost());
    }

    @Test
    void aNewClaimCostsOneAndAnOldOneTwo() {
        claims.claim(Claim.engagement("new"), "pair-1");
        assertEquals(1, cost());

        claims.claim(Claim.engagement("new"), "pair-2");
        assertEquals(2, cost());
    }

    @Test
    void askingForOutagesAgainAndAgainCostsOne() {
        outages.current(RemoteSystem.CRM, Lane.PEOPLE);
        outages.current(RemoteSystem.PARTNER_CENTER, Lane.PEOPLE);
        outages.current(RemoteSystem.CRM, Lane.PEOPLE);

        assertEquals(1, cost());
    }

    private static AuditEntry entry(int step) {
        return new AuditEntry(1, step, Instant.EPOCH, "test", "wrote", Optional.empty(), List.of(), Optional.empty());
    }

    private List<String> kinds() {
        return local.transactions().stream().map(each -> each.split(" ")[0]).toList();
    }

    private int cost() {
        return local.transactions().size();
    }
}
