package dev.cosell.operate.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cosell.operate.notice.Notice;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.memory.MemoryState;
import dev.cosell.sync.pair.Outage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is ours stays ours, as long as nobody quarrels about it; and until it is, nothing is missed. */
class RegistrationCheckTest {
    private static final String FOREIGN = "https://other.example/hook?code=K3Y";
    private static final Duration HOUR = Duration.ofHours(1);

    private final Office office = new Office();
    private final SandboxWebhooks partnerCenter = office.partnerCenter;

    @Test
    void s52_anOverwrittenRegistrationIsPutRightByTheNextCheck() {
        office.registers();
        partnerCenter.registers(FOREIGN, "invoice-ready");

        String line = office.waits(HOUR).check.check();

        assertEquals("webhook=repaired reconciled=1", line);
        assertEquals(Office.OURS, partnerCenter.url());
        assertTrue(partnerCenter.events().containsAll(Standing.NEEDED));
        assertTrue(partnerCenter.events().contains("invoice-ready"), "the other system's events stay registered");
        assertEquals(List.of(Notice.Kind.REGISTRATION_LOST), office.told());
        assertTrue(office.notices.getFirst().text().contains("other.example had taken it"));
        assertFalse(office.notices.getFirst().text().contains("K3Y"));
    }

    @Test
    void s63_aChangedAddressIsPutRight() {
        office.registers();
        partnerCenter.registers("https://prod-01.westeurope.logic.azure.com/retired", "referral-created");

        office.waits(HOUR).check.check();

        assertEquals(Office.OURS, partnerCenter.url());
    }

    @Test
    void s27_missingEventsAreRegisteredAgain() {
        office.registers();
        partnerCenter.registers(Office.OURS, "referral-created", "invoice-ready");

        assertTrue(office.waits(HOUR).check.check().startsWith("webhook=repaired"));

        Set<String> both = new TreeSet<>(Standing.NEEDED);
        both.add("invoice-ready");
        assertEquals(both, partnerCenter.events());
        assertEquals(List.of(Notice.Kind.DRIFT_FOUND), office.told());
    }

    @Test
    void s17_deployedASecondTimeTheRegistrationStaysAndNothingIsWrittenToPartnerCenter() {
        office.registers();
        office.waits(HOUR).check.check();
        String url = partnerCenter.url();
        Set<String> events = partnerCenter.events();
        RegistrationState.Stamp stamp = office.row.read().stamp().orElseThrow();
        List<String> writes = partnerCenter.writes();

        Office again = new Office(partnerCenter, office.state, Environment.PRODUCTION, Optional.of(Office.PUBLIC));
        assertEquals("webhook=ours", again.waits(HOUR).check.check());

        assertEquals(url, partnerCenter.url());
        assertEquals(events, partnerCenter.events());
        assertEquals(stamp, again.row.read().stamp().orElseThrow());
        assertEquals(writes, partnerCenter.writes());
        assertEquals(List.of(), again.notices);
    }

    @Test
    void whatIsGivenBackWhileItIsLookedAtIsNotTakenAgain() {
        partnerCenter.registers(FOREIGN, "referral-created");
        office.takesOver();
        givesBackDuringTheNextReading();

        assertEquals("webhook=not-ours", office.waits(HOUR).check.check());

        assertEquals(FOREIGN, partnerCenter.url());
        assertEquals("webhook=not-ours", office.waits(HOUR).check.check());
        assertEquals(List.of(), office.notices);
    }

    @Test
    void whatIsAboutToBeGivenBackIsNotMadeOursByALook() {
        partnerCenter.registers(FOREIGN, "referral-created");
        office.takesOver();
        partnerCenter.onRead = () -> {
            partnerCenter.onRead = () -> {};
            office.row.change(RegistrationState::givingBack);
        };

        office.waits(HOUR).check.check();

        assertFalse(office.row.read().wasOurs(Environment.PRODUCTION, new CallbackAddress(Office.OURS)));
    }

    @Test
    void aRegistrationThatIsGoneIsMadeAgain() {
        office.registers();
        partnerCenter.forgetRegistration();

        assertTrue(office.waits(HOUR).check.check().startsWith("webhook=repaired"));

        assertEquals(Office.OURS, partnerCenter.url());
    }

    @Test
    void whatCannotBePutRightIsToldAndPartnerCenterIsAskedEveryMinute() {
        office.registers();
        partnerCenter.forgetRegistration();
        partnerCenter.onWrite = () -> {
            throw Problem.of(ProblemCode.ACCESS_DENIED, "403")
                    .from(RemoteSystem.PARTNER_CENTER)
                    .failure();
        };

        assertEquals("webhook=unknown problem=AUTH-04", office.waits(HOUR).check.check());

        assertEquals(List.of(Notice.Kind.REGISTRATION_LOST), office.told());
        assertTrue(office.notices.getFirst().text().contains("could not be put right (AUTH-04)"));
        assertEquals("poll=done reconciled=1", office.check.poll());
        partnerCenter.onWrite = () -> {};
        assertTrue(office.waits(HOUR).check.check().startsWith("webhook=repaired"));
        assertEquals("poll=not-needed", office.check.poll());
    }

    @Test
    void whatWasNeverOursIsLeftAlone() {
        assertEquals("webhook=not-ours", office.check.check());
        partnerCenter.registers(FOREIGN, "invoice-ready");

        assertEquals("webhook=not-ours", office.check.check());

        assertEquals(FOREIGN, partnerCenter.url());
        assertEquals(List.of(), partnerCenter.writes());
        assertEquals(List.of(), office.notices);
    }

    @Test
    void aRegistrationThatSomebodyMadeForUsIsOurs() {
        partnerCenter.registers(Office.OURS, Standing.NEEDED.toArray(String[]::new));
        office.check.check();
        partnerCenter.registers(FOREIGN, "invoice-ready");

        assertTrue(office.waits(HOUR).check.check().startsWith("webhook=repaired"));
    }

    @Test
    void afterThreeEvictionsWithinADayItIsLeftToPeople() {
        office.registers();
        for (int time = 1; time <= 2; time++) {
            partnerCenter.registers(FOREIGN, "referral-created");
            assertTrue(office.waits(HOUR).check.check().startsWith("webhook=repaired"));
        }
        partnerCenter.registers(FOREIGN, "referral-created");

        assertEquals("webhook=given-up", office.waits(HOUR).check.check());
        assertEquals("webhook=given-up", office.waits(HOUR).check.check());

        assertEquals(FOREIGN, partnerCenter.url());
        assertTrue(office.shown().path("givenUp").asBoolean());
        assertEquals(3, office.shown().path("evictions").asInt());
        assertEquals(3, office.notices.size(), "the third is told once: " + office.notices);
        assertTrue(office.notices.getLast().text().contains("not taken back any more"));
    }

    @Test
    void whatIsGivenUpIsOursAgainWhenSomebodyAsks() {
        afterThreeEvictionsWithinADayItIsLeftToPeople();

        office.takesOver();

        assertFalse(office.shown().path("givenUp").asBoolean());
        assertEquals("webhook=ours", office.waits(HOUR).check.check());
    }

    @Test
    void evictionsOnDifferentDaysAreNoQuarrel() {
        office.registers();
        for (int day = 1; day <= 5; day++) {
            partnerCenter.registers(FOREIGN, "referral-created");
            assertTrue(office.waits(Duration.ofHours(13)).check.check().startsWith("webhook=repaired"));
        }
    }

    @Test
    void anEvictionDuringWhichTheProcessDiesCountsOnce() {
        office.registers();
        for (int time = 1; time <= 2; time++) {
            partnerCenter.registers(FOREIGN, "referral-created");
            partnerCenter.onWrite = () -> {
                throw new IllegalStateException("the process dies");
            };
            assertThrows(IllegalStateException.class, office.waits(HOUR).check::check);
            partnerCenter.onWrite = () -> {};
            assertTrue(office.check.check().startsWith("webhook=repaired"));
        }
        assertEquals(2, office.shown().path("evictions").asInt());
    }

    @Test
    void aTestEventThatArrivesProvesDelivery() {
        office.registers();

        assertEquals("webhook=ours", office.waits(HOUR).check.check());
        assertFalse(office.shown().at("/delivery").has("provedAt"), "it is judged by the next tick");
        assertEquals("poll=not-needed", office.check.poll());

        assertTrue(office.shown().at("/delivery").has("provedAt"), office.shown()::toString);
        assertEquals(List.of(), office.notices);
        assertEquals(0, office.reconciled);
    }

    @Test
    void s52_aRegistrationThatDeliversNothingIsTold() {
        partnerCenter.receiver = (target, headers, body) -> 403;
        office.registers();
        office.check.check();

        assertEquals("poll=not-needed", office.check.poll(), "Partner Center may still try");
        office.waits(DeliveryProof.PATIENCE);

        assertEquals("poll=done reconciled=1", office.check.poll());
        assertEquals("poll=done reconciled=2", office.check.poll());
        assertEquals(List.of(Notice.Kind.REGISTRATION_LOST), office.told());
        assertTrue(
                office.notices.getFirst().text().contains("Partner Center was answered Forbidden"),
                office.notices::toString);
        assertTrue(office.shown().at("/delivery/problem").asText().contains("Forbidden"));
    }

    @Test
    void deliveryThatFailedIsDoubtedUntilItIsProved() {
        s52_aRegistrationThatDeliversNothingIsTold();
        partnerCenter.receiver = (target, headers, body) -> 0;
        office.waits(HOUR).check.check();

        assertTrue(office.check.poll().startsWith("poll=done"), "a new test is under way, and proves nothing yet");
        partnerCenter.receiver = office::receive;
        office.waits(HOUR).check.check();

        assertEquals("poll=not-needed", office.check.poll());
        assertEquals(1, office.notices.size(), "told once: " + office.notices);
    }

    /** Should its address not be readable, Partner Center's own word is taken. */
    @Test
    void aTestEventThatOnlyPartnerCenterSawDeliveredIsDeliveredToo() {
        partnerCenter.receiver = (target, headers, body) -> 202;
        office.registers();
        office.check.check();

        assertEquals(
                "poll=not-needed", office.waits(DeliveryProof.PATIENCE).check.poll());

        assertTrue(office.shown().at("/delivery").has("provedAt"));
        assertEquals(List.of(), office.notices);
    }

    @Test
    void aTestEventThatAnotherInstancePassedOnProvesNothing() {
        partnerCenter.receiver = (target, headers, body) -> {
            headers.put("x-cosell-relayed", "1");
            office.receive(target, headers, body);
            return 502;
        };
        office.registers();
        office.check.check();
        office.waits(DeliveryProof.PATIENCE).check.poll();

        assertTrue(office.shown().at("/delivery").has("problem"), office.shown()::toString);
    }

    @Test
    void testsBeyondTheirLimitAreLeftToTheNextCheck() {
        office.registers();
        office.check.check();
        office.check.check();

        assertEquals("webhook=ours test=NET-01", office.check.check());
    }

    @Test
    void whileItIsNotOursPartnerCenterIsAskedEveryMinute() {
        assertEquals("poll=done reconciled=1", office.check.poll());
        office.registers();
        assertEquals("poll=not-needed", office.check.poll());
        afterThreeEvictionsWithinADayItIsLeftToPeople();
        int before = office.reconciled;

        assertEquals("poll=done reconciled=" + (before + 1), office.check.poll());
    }

    @Test
    void whilePartnerCenterIsOutItIsNotAsked() {
        Problem out = Problem.of(ProblemCode.SIGN_IN_REFUSED, "expired").from(RemoteSystem.PARTNER_CENTER);
        office.store.begin(new Outage(
                RemoteSystem.PARTNER_CENTER,
                out,
                partnerCenter.clock.instant(),
                partnerCenter.clock.instant().plus(HOUR)));

        assertEquals("poll=paused", office.check.poll());
    }

    @Test
    void aServiceThatDoesNotAnswerChangesNothing() {
        office.registers();
        Office other = new Office(partnerCenter, office.state, Environment.PRODUCTION, Optional.of(Office.PUBLIC));
        partnerCenter.away = true;

        assertEquals("webhook=unknown problem=NET-02", other.check.check());
        assertTrue(office.row.read().delivers(Environment.PRODUCTION, new CallbackAddress(Office.OURS)));
    }

    private void givesBackDuringTheNextReading() {
        partnerCenter.onRead = () -> {
            partnerCenter.onRead = () -> {};
            office.registration.restore(JsonNodeFactory.instance.objectNode());
        };
    }

    // --- Staging ---

    @Test
    void s66_startingStagingLeavesProductionsRegistrationAsItIs() {
        office.registers();
        String before = partnerCenter.registered().toString();
        int writes = partnerCenter.writes().size();
        Office staging = new Office(
                partnerCenter, new MemoryState(), Environment.STAGING, Optional.of("https://staging.example"));

        assertEquals("webhook=left-to-production", staging.check.check());
        Failure refused = assertThrows(Failure.class, staging::takesOver);
        assertThrows(Failure.class, () -> staging.registration.restore(JsonNodeFactory.instance.objectNode()));

        assertEquals(ProblemCode.STAGING_READS_ONLY, refused.problem().code());
        assertEquals(before, partnerCenter.registered().toString());
        assertEquals(writes, partnerCenter.writes().size());
        assertEquals("poll=done reconciled=1", staging.check.poll());
    }

    /** A copy of production's storage, or a slot on the same one: the stamp is production's, the instance is not. */
    @Test
    void s66_stagingOnProductionsOwnStorageLeavesItToo() {
        office.registers();
        partnerCenter.registers(FOREIGN, "referral-created");
        Office staging = new Office(partnerCenter, office.state, Environment.STAGING, Optional.of(Office.PUBLIC));
        Office moved =
                new Office(partnerCenter, office.state, Environment.PRODUCTION, Optional.of("https://copy.example"));

        assertEquals("webhook=left-to-production", staging.check.check());
        assertEquals("webhook=not-ours", moved.check.check());

        assertEquals(FOREIGN, partnerCenter.url());
    }

    @Test
    void s66_whatWasRegisteredByAnotherEnvironmentIsNotRepaired() {
        RegistrationState.Stamp staging =
                new RegistrationState.Stamp(Environment.STAGING, Office.OURS, partnerCenter.clock.instant());
        office.row.change(state -> state.registered(staging));
        partnerCenter.registers(FOREIGN, "referral-created");

        assertEquals("webhook=not-ours", office.check.check());
        assertEquals(FOREIGN, partnerCenter.url());
    }
}
