package dev.cosell.operate.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.Side;
import dev.cosell.operate.TestStorage;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.store.TableHistory;
import dev.cosell.sync.memory.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final Instant TEN = Instant.parse("2026-03-02T10:00:00Z");

    private final SettableClock clock = new SettableClock(TEN);
    private final TableHistory rows = new TableHistory(new TestStorage().storage());
    private final Deque<Runnable> later = new ArrayDeque<>();

    @Test
    void whatSeveralInstancesDidInAnHourIsShownTogether() {
        History one = instance("one");
        History other = instance("other");
        for (int second = 1; second <= 100; second++) {
            (second % 2 == 0 ? one : other).changed(Side.PARTNER_CENTER, Duration.ofSeconds(second));
            one.called(RemoteSystem.CRM);
            other.called(RemoteSystem.PARTNER_CENTER);
        }
        aMinutePasses();

        JsonNode report = one.report();
        JsonNode hour = report.at("/hours/0");

        assertEquals(1, report.path("hours").size());
        assertEquals("2026-03-02T10:00:00Z", hour.path("hour").asText());
        assertEquals(100, hour.at("/calls/CRM").asInt());
        assertEquals(100, hour.at("/toCrm/changes").asInt());
        assertEquals(50_000, hour.at("/toCrm/p50Millis").asDouble(), 50_000 * 0.13);
        assertEquals(95_000, hour.at("/toCrm/p95Millis").asDouble(), 95_000 * 0.13);
        assertEquals(0, hour.at("/toPartnerCenter/changes").asInt());
    }

    @Test
    void s05_theCallsOfOneChangeAreReported() {
        History history = instance("one");
        for (int change = 0; change < 10; change++) {
            history.called(RemoteSystem.PARTNER_CENTER);
            history.called(RemoteSystem.CRM);
            history.changed(Side.CRM, Duration.ofSeconds(1));
        }
        history.called(RemoteSystem.CRM);
        aMinutePasses();

        assertEquals(2.1, history.report().path("callsPerChange").asDouble());
    }

    @Test
    void howeverMuchIsDoneAnInstanceWritesOnceAMinute() {
        History history = instance("one");
        for (int call = 0; call < 1000; call++) {
            history.called(RemoteSystem.CRM);
        }
        assertEquals(2, later.size(), "one row, and looking for what is too old");
    }

    @Test
    void anHourThatEndsIsWrittenWhole() {
        History history = instance("one");
        history.called(RemoteSystem.CRM);
        clock.set(TEN.plus(Duration.ofHours(1)));
        history.called(RemoteSystem.CRM);
        history.called(RemoteSystem.CRM);
        aMinutePasses();

        JsonNode hours = history.report().path("hours");

        assertEquals(1, hours.at("/0/calls/CRM").asInt());
        assertEquals(2, hours.at("/1/calls/CRM").asInt());
    }

    @Test
    void whatIsOlderThanAWeekIsForgotten() {
        History history = instance("one");
        history.called(RemoteSystem.CRM);
        aMinutePasses();
        clock.set(TEN.plus(Duration.ofDays(7)).plus(Duration.ofHours(2)));
        history.called(RemoteSystem.CRM);
        aMinutePasses();

        assertEquals(1, rows.since(Instant.EPOCH.plus(Duration.ofDays(365))).size());
        assertTrue(history.report().at("/hours/0/hour").asText().startsWith("2026-03-09T12"));
    }

    private History instance(String name) {
        return new History(rows, name, clock, later::add);
    }

    private void aMinutePasses() {
        while (!later.isEmpty()) {
            later.poll().run();
        }
        clock.advance(Duration.ofMinutes(1));
    }
}
