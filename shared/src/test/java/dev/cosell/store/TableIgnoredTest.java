package dev.cosell.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.referral.ReferralKind;
import dev.cosell.sync.pair.IgnoredReferral;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TableIgnoredTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final LocalStorage local = new LocalStorage();
    private final TableIgnored ignored = new TableIgnored(local.storage());

    @Test
    void theListGoesOnPageByPageWithoutThoseLetIn() {
        for (int i = 0; i < 5; i++) {
            ignored.keep(IgnoredContract.referral("ref-" + i, "spam"));
        }
        ignored.admit("ref-2", "Grace Hopper", NOW);

        Set<String> listed = new HashSet<>();
        Optional<String> next = Optional.empty();
        do {
            Page<IgnoredReferral> page = ignored.list(next, 2);
            page.items().forEach(referral -> listed.add(referral.referralId()));
            next = page.next();
        } while (next.isPresent());
        assertEquals(Set.of("ref-0", "ref-1", "ref-3", "ref-4"), listed);
    }

    @Test
    void whatWasKeptIsFoundWhole() {
        IgnoredReferral kept = new IgnoredReferral("ref-1", "Deal", ReferralKind.MARKETPLACE_LEAD, "closed", true, NOW);
        ignored.keep(kept);

        assertEquals(Optional.of(kept), ignored.find("ref-1"));
        assertEquals(Optional.empty(), ignored.find("ref-2"));
    }

    @Test
    void whatIsOldIsRemovedAndWhatIsNotStays() {
        ignored.keep(IgnoredContract.referral("ref-1", "spam"));
        ignored.keep(new IgnoredReferral(
                "ref-2", "", ReferralKind.QUALIFIED_LEAD, "spam", false, NOW.plus(Duration.ofDays(1))));

        assertEquals(1, ignored.removeOlder(NOW.plusSeconds(1)));
        assertEquals(
                List.of("ref-2"),
                ignored.list(Optional.empty(), 10).items().stream()
                        .map(IgnoredReferral::referralId)
                        .toList());
    }

    @Test
    void whatIsInIsForgottenAndForgettingTwiceIsFine() {
        ignored.keep(IgnoredContract.referral("ref-1", "spam"));
        ignored.admit("ref-1", "Grace Hopper", NOW);
        assertTrue(ignored.isAdmitted("ref-1"));

        ignored.forget("ref-1");
        ignored.forget("ref-1");

        assertFalse(ignored.isAdmitted("ref-1"));
        assertEquals(Optional.empty(), ignored.find("ref-1"));
    }
}
