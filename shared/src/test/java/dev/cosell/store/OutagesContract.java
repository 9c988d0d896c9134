package dev.cosell.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.pair.Outage;
import dev.cosell.sync.port.Lane;
import dev.cosell.sync.port.Outages;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Outages} promises. */
public abstract class OutagesContract {
    private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");

    private Outages outages;

    /** New and empty. */
    protected abstract Outages outages();

    @BeforeEach
    void fresh() {
        outages = outages();
    }

    @Test
    void everySystemIsUpAtFirst() {
        assertEquals(Optional.empty(), outages.current(RemoteSystem.CRM, Lane.PEOPLE));
    }

    @Test
    void anOutageConcernsOneSystem() {
        outages.begin(outage(ProblemCode.TOKEN_REFUSED, TEN, TEN.plusSeconds(60)));

        assertEquals(
                Optional.of(outage(ProblemCode.TOKEN_REFUSED, TEN, TEN.plusSeconds(60))),
                outages.current(RemoteSystem.CRM, Lane.PEOPLE));
        assertEquals(Optional.empty(), outages.current(RemoteSystem.PARTNER_CENTER, Lane.PEOPLE));
    }

    @Test
    void prolongingKeepsTheEarliestBeginning() {
        outages.begin(outage(ProblemCode.TOKEN_REFUSED, TEN, TEN.plusSeconds(60)));
        outages.begin(outage(ProblemCode.UNAVAILABLE, TEN.plusSeconds(60), TEN.plusSeconds(120)));

        assertEquals(
                Optional.of(outage(ProblemCode.UNAVAILABLE, TEN, TEN.plusSeconds(120))),
                outages.current(RemoteSystem.CRM, Lane.PEOPLE));
    }

    @Test
    void anEndedOutageIsOverAndMayBeEndedAgain() {
        outages.begin(outage(ProblemCode.TOKEN_REFUSED, TEN, TEN.plusSeconds(60)));
        outages.current(RemoteSystem.CRM, Lane.PEOPLE).ifPresent(outages::end);
        outages.current(RemoteSystem.CRM, Lane.PEOPLE).ifPresent(outages::end);

        assertEquals(Optional.empty(), outages.current(RemoteSystem.CRM, Lane.PEOPLE));
    }

    @Test
    void anOutageThatNobodySawIsNotEnded() {
        outages.begin(outage(ProblemCode.TOKEN_REFUSED, TEN, TEN.plusSeconds(60)));
        Outage seen = outages.current(RemoteSystem.CRM, Lane.PEOPLE).orElseThrow();
        outages.begin(outage(ProblemCode.UNAVAILABLE, TEN.plusSeconds(1), TEN.plusSeconds(60)));

        outages.end(seen);

        assertEquals(
                Optional.of(outage(ProblemCode.UNAVAILABLE, TEN, TEN.plusSeconds(60))),
                outages.current(RemoteSystem.CRM, Lane.PEOPLE));
    }

    @Test
    void aSystemsOwnWordOnWhenToComeBackIsNotShortened() {
        Outage asked = new Outage(
                RemoteSystem.CRM,
                Problem.of(ProblemCode.THROTTLED, "429").retryAfter(Duration.ofSeconds(300)),
                TEN,
                TEN.plusSeconds(300));
        outages.begin(asked);
        outages.begin(outage(ProblemCode.UNAVAILABLE, TEN.plusSeconds(5), TEN.plusSeconds(10)));
        outages.begin(outage(ProblemCode.UNAVAILABLE, TEN.plusSeconds(6), TEN.plusSeconds(20)));
        assertEquals(Optional.of(asked), outages.current(RemoteSystem.CRM, Lane.PEOPLE));

        assertTrue(outages.moveProbe(asked, TEN.plusSeconds(335)));
        outages.begin(outage(ProblemCode.UNAVAILABLE, TEN.plusSeconds(301), TEN.plusSeconds(310)));
        assertEquals(
                Optional.of(outage(ProblemCode.UNAVAILABLE, TEN, TEN.plusSeconds(310))),
                outages.current(RemoteSystem.CRM, Lane.PEOPLE),
                "the time of a trial is ours");
    }

    @Test
    void ofAllWhoSawThatTheTimeHasComeOneTakesTheTrial() {
        outages.begin(outage(ProblemCode.TOKEN_REFUSED, TEN, TEN.plusSeconds(60)));
        Outage seen = outages.current(RemoteSystem.CRM, Lane.PEOPLE).orElseThrow();

        assertTrue(outages.moveProbe(seen, TEN.plusSeconds(100)));
        assertFalse(outages.moveProbe(seen, TEN.plusSeconds(101)));

        assertEquals(
                Optional.of(outage(ProblemCode.TOKEN_REFUSED, TEN, TEN.plusSeconds(100))),
                outages.current(RemoteSystem.CRM, Lane.PEOPLE));
    }

    @Test
    void whoTookTheTrialForNothingGivesItBackUnlessTheSystemFailedMeanwhile() {
        Outage begun = outage(ProblemCode.TOKEN_REFUSED, TEN, TEN.plusSeconds(60));
        outages.begin(begun);
        assertTrue(outages.moveProbe(begun, TEN.plusSeconds(100)));
        assertTrue(outages.moveProbe(begun.probedAt(TEN.plusSeconds(100)), TEN.plusSeconds(70)));
        assertTrue(outages.moveProbe(begun.probedAt(TEN.plusSeconds(70)), TEN.plusSeconds(110)));
        outages.begin(outage(ProblemCode.TOKEN_REFUSED, TEN, TEN.plusSeconds(200)));

        assertFalse(outages.moveProbe(begun.probedAt(TEN.plusSeconds(110)), TEN.plusSeconds(80)));
    }

    @Test
    void anOutageThatIsOverHasNoTrial() {
        Outage begun = outage(ProblemCode.TOKEN_REFUSED, TEN, TEN.plusSeconds(60));
        outages.begin(begun);
        outages.current(RemoteSystem.CRM, Lane.PEOPLE).ifPresent(outages::end);

        assertFalse(outages.moveProbe(begun, TEN.plusSeconds(100)));
        assertEquals(Optional.empty(), outages.current(RemoteSystem.CRM, Lane.PEOPLE));
    }

    private static Outage outage(ProblemCode code, Instant since, Instant probeAt) {
        return new Outage(RemoteSystem.CRM, Problem.of(code, "expected 200, found 401"), since, probeAt);
    }
}
