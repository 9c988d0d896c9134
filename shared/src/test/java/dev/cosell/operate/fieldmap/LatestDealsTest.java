package dev.cosell.operate.fieldmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cosell.referral.Referral;
import dev.cosell.sync.memory.MemoryStore;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.PartnerCenter;
import dev.cosell.sync.port.ReferralPage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentMatchers;

class LatestDealsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final MemoryStore store = new MemoryStore(() -> NOW);
    private final PartnerCenter partnerCenter = mock(PartnerCenter.class);
    private final LatestDeals latest = new LatestDeals(partnerCenter, store, store);

    @Test
    void theDealsUnderWayAreGivenInTheOrderInWhichTheirReferralsChanged() {
        deal("a", Phase.IN_STEP);
        deal("b", Phase.CLOSED);
        deal("c", Phase.HELD);
        deal("d", Phase.WAITING);
        store.create(
                Pair.fresh(new PairId("half"), NOW).change().referral("half").now());
        store.claim(Claim.of(Subject.referral("half")), "half");
        shows("", Optional.empty(), "d", "half", "unknown", "b", "c", "a");

        assertEquals(ids("d", "c", "a"), latest.last(10));
        assertEquals(ids("d", "c"), latest.last(2));
        assertEquals(ids("d"), latest.last(1));
    }

    @Test
    void furtherPagesAreAskedForOnlyUntilThereAreEnough() {
        Stream.of("a", "b", "c").forEach(id -> deal(id, Phase.IN_STEP));
        shows("", Optional.of("second"), "a", "b");
        shows("second", Optional.empty(), "c");

        assertEquals(ids("a", "b"), latest.last(2));
        verify(partnerCenter, times(1)).lastChanged(ArgumentMatchers.any());
        assertEquals(ids("a", "b", "c"), latest.last(3));
    }

    /** A tenant of a hundred thousand closed referrals is not walked through for one preview. */
    @Test
    void noMoreThanTenPagesAreAskedFor() {
        when(partnerCenter.lastChanged(ArgumentMatchers.any()))
                .thenReturn(new ReferralPage(List.of(referral("unknown")), Optional.of("next")));

        assertEquals(List.of(), latest.last(5));
        verify(partnerCenter, times(10)).lastChanged(ArgumentMatchers.any());
    }

    private void deal(String id, Phase phase) {
        store.create(Pair.fresh(new PairId(id), NOW)
                .change()
                .referral(id)
                .record(new RecordRef("opportunity", "record-" + id))
                .phase(phase)
                .now());
        store.claim(Claim.of(Subject.referral(id)), id);
    }

    private void shows(String page, Optional<String> next, String... referrals) {
        when(partnerCenter.lastChanged(Optional.of(page).filter(name -> !name.isEmpty())))
                .thenReturn(new ReferralPage(
                        Stream.of(referrals).map(LatestDealsTest::referral).toList(), next));
    }

    private static Referral referral(String id) {
        return new Referral(JsonNodeFactory.instance.objectNode().put("id", id));
    }

    private static List<PairId> ids(String... ids) {
        return Stream.of(ids).map(PairId::new).toList();
    }
}
