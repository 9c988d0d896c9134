package dev.cosell.operate.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.Side;
import dev.cosell.operate.Asker;
import dev.cosell.operate.RequestForm;
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
    private final HeldDeals held = mock(HeldDeals.class);
    private List<String> reasons = List.of();

    @Test
    void aTurnNamesWhoTurnedItAndKeepsTheOnesBefore() {
        GoLive live = live(true);
        live.turn(asked("{\"inbound\":true}"), ADA);
        clock.advance(Duration.ofMinutes(1));
        JsonNode now =
                live.turn(asked("{\"paused\":true}"), new Asker("Grace")).body().orElseThrow();

        assertTrue(now.path("inbound").asBoolean());
        assertTrue(now.path("paused").asBoolean());
        assertEquals("Grace", now.path("by").asText());
        assertEquals("2026-03-01T10:01:00Z", now.path("at").asText());
        assertEquals("Ada", now.at("/history/0/by").asText());
        assertFalse(now.at("/history/0/paused").asBoolean());
    }

    @Test
    void everyReasonIsToldAndNothingIsTurned() {
        reasons = List.of("storage: away", "CRM: column missing");
        Failure refused =
                assertThrows(Failure.class, () -> live(false).turn(asked("{\"inbound\":true,\"leads\":true}"), ADA));

        assertEquals(ProblemCode.NOT_READY, refused.problem().code());
        for (String reason : List.of("storage: away", "CRM: column missing", "SYNC_LEADS: expected true")) {
            assertTrue(
                    refused.problem().detail().contains(reason),
                    refused.problem().detail());
        }
        assertEquals(0, row.writes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"paused\":true}", "{\"paused\":false}", "{\"mode\":\"observe\"}"})
    void whatAllowsNothingNewNeedsNoProbe(String turn) {
        reasons = List.of("everything is broken");
        live(true).turn(asked(turn), ADA);
        assertEquals(1, row.writes());
        verify(held, never()).retrySome(any(), anyString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"mode\":\"perhaps\"}",
                "{\"mode\":\"pilot\"}",
                "{\"mode\":\"pilot\",\"owners\":[\"nobody\"]}",
                "{\"owners\":[{}]}"
            })
    void whatNobodyCanReadTurnsNothing(String turn) {
        Failure refused = assertThrows(Failure.class, () -> live(true).turn(asked(turn), ADA));
        assertEquals(ProblemCode.REQUEST_UNREADABLE, refused.problem().code());
        assertEquals(0, row.writes());
    }

    @Test
    void anotherInstanceHeedsATurnWithinHalfAMinute() {
        Switchboard other = board(true, row);
        assertTrue(other.waits(Side.PARTNER_CENTER).isPresent());
        live(true).turn(asked("{\"inbound\":true}"), ADA);
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

    @Test
    void whatASwitchHeldIsReleasedByTheNextSweepTooAndNotBefore() {
        GoLive live = live(true);
        live.turn(asked("{\"inbound\":true,\"mode\":\"observe\"}"), ADA);
        live.release();
        verify(held, never()).retryAll(any(), anyString());

        live.turn(asked("{\"outbound\":true,\"mode\":\"live\",\"leads\":true,\"paused\":true}"), ADA);
        live.release();
        verify(held, never()).retryAll(any(), anyString());

        live.turn(asked("{\"paused\":false}"), ADA);
        live.release();
        verify(held).retryAll(ProblemCode.ONLY_OBSERVED, "held-retry");
        verify(held).retryAll(ProblemCode.SWITCHED_OFF, "held-retry");
    }

    private GoLive live(boolean leadsMapped) {
        return new GoLive(board(leadsMapped, row), () -> reasons, held);
    }

    private Switchboard board(boolean leadsMapped, KeptState state) {
        return new Switchboard(state, Switches.ALL_OFF, leadsMapped, clock);
    }

    private static JsonNode asked(String body) {
        return RequestForm.SWITCHES.read(body);
    }
}
