package dev.cosell.operate.doctor;

import static dev.cosell.operate.Problems.codeOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cosell.fieldmap.Side;
import dev.cosell.http.CallCounter;
import dev.cosell.operate.Reply;
import dev.cosell.operate.TestStorage;
import dev.cosell.operate.fieldmap.Drift;
import dev.cosell.operate.work.Delays;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.store.PoisonMessages;
import dev.cosell.store.QueueNames;
import dev.cosell.store.QueueWork;
import dev.cosell.store.StateRow;
import dev.cosell.sync.memory.MemoryStore;
import dev.cosell.sync.pair.Outage;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import dev.cosell.sync.port.KeptState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HealthTest {
    private final TestStorage local = new TestStorage();
    private final MemoryStore store = new MemoryStore(() -> Instant.EPOCH);
    private final QueueWork queue = new QueueWork(local.storage(), local.queues());
    private final CallCounter calls = new CallCounter();
    private final Delays delays = new Delays();
    private final KeptState compared = new StateRow(local.storage(), "fieldmap", "drift");
    private final Drift drift = new Drift(
            compared,
            () -> 0,
            () -> {
                throw new AssertionError("health asks nobody");
            },
            store,
            most -> List.of(),
            () -> Instant.EPOCH);
    private List<String> missing = List.of();
    private final Health health = new Health(
            store,
            queue,
            new PoisonMessages(local.storage(), local.queues()),
            local.queues(),
            calls,
            delays,
            drift,
            () -> missing,
            Map.of());

    @Test
    void s67_howLongChangesTookIsMeasuredAndShownForBothDirections() {
        for (int i = 1; i <= 100; i++) {
            delays.note(Side.PARTNER_CENTER, Duration.ofMillis(10L * i));
        }
        delays.note(Side.CRM, Duration.ofSeconds(3));

        JsonNode shown = health.report().body().orElseThrow().path("delays");

        assertEquals(100, shown.at("/toCrm/changes").asInt());
        assertEquals(500, shown.at("/toCrm/p50Millis").asInt());
        assertEquals(950, shown.at("/toCrm/p95Millis").asInt());
        assertEquals(3000, shown.at("/toPartnerCenter/p95Millis").asInt());
    }

    @Test
    void s15_aFunctionThatThePackageLacksTurnsHealthRedAndIsNamed() {
        missing = List.of("UpdateCrm");

        Reply report = health.report();

        assertEquals(503, report.status());
        assertEquals(
                "UpdateCrm",
                report.body().orElseThrow().at("/missingFunctions/0").asText());
        assertNotReady(Health.ready(() -> health));
    }

    @Test
    void aMapThatDoesNotFitAnyMoreIsSaidAndTurnsNothingRed() {
        assertFalse(health.report().body().orElseThrow().has("fieldMap"), "never compared yet");
        compared.write(
                Optional.empty(),
                JsonNodeFactory.instance
                        .objectNode()
                        .put("checkedAt", "2026-03-01T10:00:00Z")
                        .put("version", 3)
                        .set("faults", JsonNodeFactory.instance.arrayNode().add("a fault")));

        Reply report = health.report();

        assertEquals(200, report.status());
        assertEquals(1, report.body().orElseThrow().at("/fieldMap/faults").asInt());
        assertEquals(3, report.body().orElseThrow().at("/fieldMap/version").asInt());
    }

    @Test
    void whenAllIsWellBothSaySo() {
        queue.send(new Work(Subject.referral("r1"), "m", "c", Optional.empty(), Map.of(), 0, ""), Duration.ZERO);

        Reply report = health.report();
        JsonNode body = report.body().orElseThrow();

        assertEquals(200, report.status());
        assertTrue(body.path("ready").asBoolean());
        assertEquals("ok", body.path("systems").path("CRM").asText());
        assertEquals("ok", body.path("systems").path("PARTNER_CENTER").asText());
        assertEquals(1, body.path("waiting").path(local.queues().crmUpdates()).asInt());
        assertEquals(
                0,
                body.path("waiting").path(local.queues().partnerCenterUpdates()).asInt());
        assertFalse(body.path("version").asText().isEmpty());
        assertFalse(body.path("commit").asText().isEmpty());
        assertEquals(200, Health.ready(() -> health).status());
    }

    @Test
    void whatWaitsForItsTimeDoesNotCountAsWaitingForAWorker() {
        queue.send(work(), Duration.ZERO);
        queue.send(work(), Duration.ofDays(3));
        queue.send(work(), Duration.ofDays(5));

        JsonNode body = health.report().body().orElseThrow();

        assertEquals(1, body.path("waiting").path(local.queues().crmUpdates()).asInt());
        assertEquals(2, body.path("delayed").path(local.queues().crmUpdates()).asInt());
    }

    /** Storage shows no more than 32 of them. */
    @Test
    void aLongQueueIsCountedWhole() {
        for (int i = 0; i < 40; i++) {
            queue.send(work(), Duration.ZERO);
        }

        JsonNode body = health.report().body().orElseThrow();

        assertEquals(40, body.path("waiting").path(local.queues().crmUpdates()).asInt());
        assertEquals(0, body.path("delayed").path(local.queues().crmUpdates()).asInt());
    }

    private static Work work() {
        return new Work(Subject.referral("r1"), "m", "c", Optional.empty(), Map.of(), 0, "");
    }

    @Test
    void whatASystemCountsItselfStandsBesideOurOwnCount() {
        calls.count(RemoteSystem.CRM, "GET", 200);
        calls.told(RemoteSystem.CRM, 10_018, 100_000);

        JsonNode body = health.report().body().orElseThrow();

        assertEquals(1, body.at("/calls/CRM/reads").asInt());
        assertEquals(10_018, body.at("/calls/CRM/told/used").asInt());
        assertEquals(100_000, body.at("/calls/CRM/told/allowed").asInt());
        assertTrue(body.at("/calls/PARTNER_CENTER/told").isMissingNode());
    }

    @Test
    void theAgeOfTheNextMessageIsShownWhereOneIsDue() {
        queue.send(new Work(Subject.referral("r1"), "m", "c", Optional.empty(), Map.of(), 0, ""), Duration.ZERO);

        JsonNode oldest = health.report().body().orElseThrow().path("oldestSeconds");

        assertTrue(oldest.path(local.queues().crmUpdates()).asLong(-1) >= 0, oldest.toString());
        assertFalse(oldest.has(local.queues().partnerCenterUpdates()), oldest.toString());
    }

    @Test
    void aSystemThatAnswersNothingOfUseIsSaidToFailBeforeItIsPaused() {
        for (int i = 0; i < 5; i++) {
            calls.count(RemoteSystem.CRM, "GET", 503);
        }

        Reply report = health.report();
        JsonNode body = report.body().orElseThrow();

        assertEquals(503, report.status());
        assertFalse(body.path("ready").asBoolean());
        assertEquals("failing", body.at("/systems/CRM").asText());
        assertEquals("ok", body.at("/systems/PARTNER_CENTER").asText());
        assertEquals(5, body.at("/calls/CRM/failing").asInt());
        assertNotReady(Health.ready(() -> health));

        calls.count(RemoteSystem.CRM, "GET", 200);
        assertEquals(200, health.report().status());
    }

    @Test
    void whatIsParkedIsCountedByQueue() {
        PoisonMessages poison = new PoisonMessages(local.storage(), local.queues());
        queue.park(
                new Work(Subject.referral("r1"), "m", "c", Optional.empty(), Map.of(), 0, ""),
                Problem.of(ProblemCode.UNEXPECTED, "x"));
        poison.drain(local.queues().crmUpdates());

        JsonNode parked = health.report().body().orElseThrow().path("parked");

        assertEquals(1, parked.path(local.queues().crmUpdates()).asInt());
        assertEquals(0, parked.path(local.queues().partnerCenterUpdates()).asInt());
    }

    @Test
    void anOutageIsNamedToOperatorsOnly() {
        Problem refused = Problem.of(ProblemCode.SIGN_IN_REFUSED, "AADSTS700082");
        store.begin(new Outage(RemoteSystem.PARTNER_CENTER, refused, Instant.EPOCH, Instant.EPOCH));

        assertEquals(503, health.report().status());
        assertEquals(
                "AADSTS700082",
                health.report()
                        .body()
                        .orElseThrow()
                        .at("/problems/PARTNER_CENTER/detail")
                        .asText());
        assertEquals(
                "AUTH-01",
                health.report()
                        .body()
                        .orElseThrow()
                        .path("systems")
                        .path("PARTNER_CENTER")
                        .asText());
        assertNotReady(Health.ready(() -> health));
    }

    @Test
    void whileStorageIsAwayTheAppTakesNothing() {
        Health away = new Health(
                store,
                new QueueWork(TestStorage.away(), QueueNames.STANDARD),
                new PoisonMessages(TestStorage.away(), QueueNames.STANDARD),
                QueueNames.STANDARD,
                calls,
                delays,
                drift,
                List::of,
                Map.of());

        assertEquals(ProblemCode.STORAGE_UNAVAILABLE, codeOf(away::report));
        assertNotReady(Health.ready(() -> away));
    }

    @Test
    void strangersLearnNothingOfWrongSettings() {
        assertNotReady(Health.ready(() -> {
            throw Problem.of(ProblemCode.MISCONFIGURED, "DYNAMICS_URL: expected it")
                    .failure();
        }));
    }

    private static void assertNotReady(Reply reply) {
        JsonNode body = reply.body().orElseThrow();
        Set<String> members = new HashSet<>();
        body.fieldNames().forEachRemaining(members::add);

        assertEquals(503, reply.status());
        assertFalse(body.path("ready").asBoolean());
        assertEquals(Set.of("ready", "version", "commit"), members);
    }
}
