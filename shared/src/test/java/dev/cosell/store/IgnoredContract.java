package dev.cosell.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.referral.ReferralKind;
import dev.cosell.sync.pair.IgnoredReferral;
import dev.cosell.sync.port.Ignored;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every {@link Ignored} promises. */
public abstract class IgnoredContract {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    /** New and empty; the same each time within a test. */
    protected abstract Ignored ignored();

    /** Somebody lets a referral in. */
    protected abstract void admit(String referralId);

    /** Those that are kept, in any order. */
    protected abstract List<IgnoredReferral> kept();

    @Test
    void nobodyIsLetInUnasked() {
        assertFalse(ignored().isAdmitted("ref-1"));
        ignored().keep(referral("ref-1", "spam"));
        assertFalse(ignored().isAdmitted("ref-1"));
    }

    @Test
    void theLatestReasonIsKept() {
        ignored().keep(referral("ref-1", "spam"));
        ignored().keep(referral("ref-1", "low quality"));

        assertEquals(List.of(referral("ref-1", "low quality")), kept());
    }

    @Test
    void whoeverWasLetInStaysSoWhateverIsKeptAfterwards() {
        ignored().keep(referral("ref-1", "spam"));
        admit("ref-1");
        ignored().keep(referral("ref-1", "spam"));

        assertTrue(ignored().isAdmitted("ref-1"));
        assertFalse(ignored().isAdmitted("ref-2"));
    }

    @ParameterizedTest
    @MethodSource("dev.cosell.store.HostileIds#all")
    void anyIdCanBeKept(String id) {
        ignored().keep(referral(id, "spam"));
        admit(id);

        assertTrue(ignored().isAdmitted(id));
        assertFalse(ignored().isAdmitted(id + "x"));
    }

    static IgnoredReferral referral(String id, String reason) {
        return new IgnoredReferral(id, "Deal", ReferralKind.CO_SELL_OPPORTUNITY, reason, false, NOW);
    }
}
