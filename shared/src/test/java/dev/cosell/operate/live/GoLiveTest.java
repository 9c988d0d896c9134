package dev.cosell.operate.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.Side;
import dev.cosell.operate.Asker;
import dev.cosell.operate.Reply;
import dev.cosell.operate.RequestForm;
import dev.cosell.operate.doctor.Examination;
import dev.cosell.operate.doctor.Finding;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.memory.MemoryState;
import dev.cosell.sync.memory.SettableClock;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.port.KeptState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoLiveTest {
    private static final Asker ADA = new Asker("Ada");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final MemoryState row = new MemoryState();
    private final Release release = mock(Release.class);
    private List<Finding> found = List.of(Finding.ok("storage", "in order"));
    private Runnable meanwhile = () -> {};

    @Test
    void aTurnNamesWhoTurnedItAndKeepsTheOnesBefore() {
        GoLive live = live(true);
        turn(live, "{\"inbound\":true}");
        clock.advance(Duration.ofMinutes(1));
        JsonNode now = live.turn(asked("{\"paused\":true}"), new Asker("Grace"), "request-2")
                .body()
                .orElseThrow();

        assertTrue(now.path("inbound").asBoolean());
        assertTrue(now.path("paused").asBoolean());
        assertEquals("Grace", now.path("by").asText());
        assertEquals("2026-03-01T10:01:00Z", now.path("at").asText());
        assertEquals("Ada", now.at("/history/0/by").asText());
        assertFalse(now.at("/history/0/paused").asBoolean());
    }

    @Test
    void s25_everyFindingThatBlocksIsToldAndNothingIsTurned() {
        found = List.of(
                failed("storage", ProblemCode.STORAGE_UNAVAILABLE),
                failed("crm-columns", ProblemCode.SCHEMA_MISMATCH),
                warning("version"));

        Reply refused = turn(live(false), "{\"inbound\":true,\"leads\":true}");

        assertEquals(409, refused.status());
        JsonNode body = refused.body().orElseThrow();
        assertEquals("LIVE-03", body.at("/error/code").asText());
        assertEquals("request-1", body.at("/error/correlationId").asText());
        assertEquals(
                List.of("settings", "storage", "crm-columns"),
                body.path("blocking").findValuesAsText("check"));
        assertEquals(List.of("version"), body.path("warnings").findValuesAsText("check"));
        for (JsonNode finding : body.path("blocking")) {
            for (String member : List.of("code", "detail", "cause", "fix", "who")) {
                assertFalse(finding.path(member).asText().isEmpty(), member);
            }
        }
        assertEquals(0, row.writes());
        verify(release, never()).begin();
    }

    @Test
    void warningsAreAcceptedByNameOrNothingIsSwitchedOn() {
        found = List.of(warning("version"), warning("calls"));
        GoLive live = live(true);

        Reply refused = turn(live, "{\"inbound\":true,\"acceptWarnings\":[\"version\"]}");
        assertEquals(409, refused.status());
        assertEquals("LIVE-04", refused.body().orElseThrow().at("/error/code").asText());
        assertEquals(
                List.of("calls"), refused.body().orElseThrow().path("warnings").findValuesAsText("check"));
        assertEquals(0, row.writes());

        Reply turned = turn(live, "{\"inbound\":true,\"acceptWarnings\":[\"version\",\"calls\",\"solutions\"]}");
        assertEquals(200, turned.status());
        assertEquals(
                "[\"calls\",\"version\"]",
                turned.body().orElseThrow().path("acceptedWarnings").toString());
    }

    @Test
    void whatOnlyInboundNeedsDoesNotKeepOutboundOff() {
        found = List.of(failed("webhook-registration", ProblemCode.REGISTRATION_FOREIGN));
        GoLive live = live(true);

        assertEquals(200, turn(live, "{\"outbound\":true}").status());
        assertEquals(409, turn(live, "{\"inbound\":true}").status());
        assertFalse(board(true, row).exactly().inbound());
    }

    @Test
    void whoOnlyObservesMayDoSoBesideMicrosoftsConnectorAndNobodyElse() {
        found = List.of(
                failed("microsofts-connector", ProblemCode.MICROSOFTS_CONNECTOR_RUNS),
                failed("webhook-registration", ProblemCode.REGISTRATION_FOREIGN));
        GoLive live = live(true);

        assertEquals(
                200,
                turn(live, "{\"inbound\":true,\"outbound\":true,\"mode\":\"observe\"}")
                        .status());
        assertEquals(
                409,
                turn(live, "{\"mode\":\"pilot\",\"owners\":[\"a@b.example\"]}").status());
        assertEquals(409, turn(live, "{\"mode\":\"live\"}").status());
        assertEquals(Switches.Mode.OBSERVE, board(true, row).exactly().mode());
    }

    @Test
    void aPauseOfWorkBeforeIsAWarningSinceTheSystemsThemselvesAreTried() {
        found = List.of(failed("work", ProblemCode.UNAVAILABLE));

        assertEquals(409, turn(live(true), "{\"inbound\":true}").status());
        assertEquals(
                200,
                turn(live(true), "{\"inbound\":true,\"acceptWarnings\":[\"work\"]}")
                        .status());
    }

    @Test
    void twoTurnsAtOnceNeverAddUpToMoreThanWasExamined() {
        meanwhile = () -> {
            meanwhile = () -> {};
            turn(live(true), "{\"mode\":\"observe\",\"outbound\":true}");
        };

        Failure refused = assertThrows(Failure.class, () -> turn(live(true), "{\"inbound\":true}"));

        assertEquals(ProblemCode.NOT_READY, refused.problem().code());
        assertFalse(board(true, row).exactly().inbound());
        assertTrue(board(true, row).exactly().outbound());
    }

    @Test
    void aPauseThatIsTurnedMeanwhileStands() {
        meanwhile = () -> turn(live(true), "{\"paused\":true}");

        assertThrows(Failure.class, () -> turn(live(true), "{\"inbound\":true}"));

        assertTrue(board(true, row).exactly().paused());
    }

    @Test
    void theTurnIsAnsweredThoughTheReleaseHasToWaitForStorage() {
        doThrow(Problem.of(ProblemCode.STORAGE_UNAVAILABLE, "away").failure())
                .when(release)
                .begin();

        assertTrue(turn(live(true), "{\"inbound\":true}")
                .body()
                .orElseThrow()
                .path("inbound")
                .asBoolean());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"paused\":true}", "{\"paused\":false}", "{\"mode\":\"observe\"}"})
    void whatAllowsNothingNewNeedsNoProbe(String turn) {
        found = List.of(failed("storage", ProblemCode.STORAGE_UNAVAILABLE));
        assertEquals(200, turn(live(true), turn).status());
        assertEquals(1, row.writes());
        verify(release, never()).begin();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"mode\":\"perhaps\"}",
                "{\"mode\":\"pilot\"}",
                "{\"mode\":\"pilot\",\"owners\":[\"nobody\"]}",
                "{\"owners\":[{}]}",
                "{\"inbound\":true,\"acceptWarnings\":[\"All of them!\"]}"
            })
    void whatNobodyCanReadTurnsNothing(String turn) {
        Failure refused = assertThrows(Failure.class, () -> turn(live(true), turn));
        assertEquals(ProblemCode.REQUEST_UNREADABLE, refused.problem().code());
        assertEquals(0, row.writes());
    }

    @Test
    void anotherInstanceHeedsATurnWithinHalfAMinute() {
        Switchboard other = board(true, row);
        assertTrue(other.waits(Side.PARTNER_CENTER).isPresent());
        turn(live(true), "{\"inbound\":true}");
        clock.advance(Duration.ofSeconds(5));
        assertEquals(Optional.empty(), other.waits(Side.PARTNER_CENTER));
        assertTrue(Switchboard.LOOK_AGAIN.plusSeconds(2 + 5).compareTo(Duration.ofSeconds(30)) < 0);
    }

    @Test
    void whileStorageIsAwayWhatWasReadLastCounts() {
        boolean[] away = {false};
        Switchboard board = board(true, new KeptState() {
            @Override
            public Optional<Stored<JsonNode>> read() {
                if (away[0]) {
                    throw Problem.of(ProblemCode.STORAGE_UNAVAILABLE, "away").failure();
                }
                return row.read();
            }

            @Override
            public Optional<Stored<JsonNode>> write(Optional<Stored<JsonNode>> was, JsonNode document) {
                throw new AssertionError("nobody turns anything");
            }
        });
        assertTrue(board.waits(Side.PARTNER_CENTER).isPresent());
        away[0] = true;
        clock.advance(Duration.ofMinutes(10));
        assertTrue(board.waits(Side.PARTNER_CENTER).isPresent());
    }

    private GoLive live(boolean leadsMapped) {
        return new GoLive(
                board(leadsMapped, row),
                () -> {
                    meanwhile.run();
                    return new Examination(clock.instant(), found);
                },
                release);
    }

    private static Reply turn(GoLive live, String body) {
        return live.turn(asked(body), ADA, "request-1");
    }

    private static Finding failed(String check, ProblemCode code) {
        return Finding.failed(check, Problem.of(code, "expected that it works, found that it does not"));
    }

    private static Finding warning(String check) {
        return Finding.warning(check, Problem.of(ProblemCode.VERSION_BEHIND, "expected 2, found 1"));
    }

    private Switchboard board(boolean leadsMapped, KeptState state) {
        return new Switchboard(state, Switches.ALL_OFF, leadsMapped, clock);
    }

    private static JsonNode asked(String body) {
        return RequestForm.SWITCHES.read(body);
    }
}
