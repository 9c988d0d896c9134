package dev.cosell.localhost;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.localhost.fixture.Gate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimerTriggerTest {
    @TempDir
    Path directory;

    private final RecordedLog log = new RecordedLog();
    private FixtureApp app;

    @BeforeEach
    void newApp() throws IOException {
        app = FixtureApp.in(directory);
    }

    @Test
    void aTimerRunsOnItsScheduleAndIsToldAboutIt() throws IOException {
        app.timer("Ticks", "ticks", "%Every%", false);
        try (LocalHost host = start()) {
            await(host + " ticks").until(() -> log.ofFunctions().size() >= 2);
        }
        assertTrue(
                log.ofFunctions()
                        .getFirst()
                        .matches("tick \\{\"Schedule\":\\{\"AdjustForDST\":true},"
                                + "\"ScheduleStatus\":\\{\"Last\":\"[^\"]+\",\"LastUpdated\":\"[^\"]+\",\"Next\":\"[^\"]+\"},"
                                + "\"IsPastDue\":false}"),
                log.ofFunctions()::getFirst);
    }

    @Test
    void runOnStartupRunsAtOnceAndOtherwiseNothingDoes() throws IOException {
        app.timer("Yearly", "ticks", "0 0 0 1 1 *", true).timer("Other", "waits", "0 0 0 1 1 *", false);
        try (LocalHost host = start()) {
            await(host + " ticks").until(() -> log.ofFunctions().size() == 1);
            assertTrue(log.ofFunctions().getFirst().startsWith("tick {"));
        }
    }

    @Test
    void aFailureDoesNotStopTheSchedule() throws IOException {
        app.timer("Fails", "fails", "00:00:00.1", false);
        try (LocalHost host = start()) {
            await(host + " ticks").until(() -> log.ofFunctions().size() >= 3);
        }
    }

    @Test
    void oneRunAtATimeAndNothingIsCaughtUp() throws IOException {
        Semaphore gate = Gate.close("timer");
        app.timer("Waits", "waits", "00:00:00.1", false);
        try (LocalHost host = start()) {
            await().until(() -> gate.getQueueLength() == 1);
            await(host + " waits")
                    .during(Duration.ofMillis(500))
                    .until(() -> log.ofFunctions().size() == 1);
            gate.release();
            await().until(() -> gate.getQueueLength() == 1 && log.ofFunctions().size() == 2);
            gate.release(1000);
        }
    }

    @Test
    void aDisabledTimerDoesNotRun() throws IOException {
        app.timer("Off", "ticks", "00:00:00.1", true).timer("On", "fails", "00:00:00.1", true);
        try (LocalHost host = LocalHost.start(options().withSettings(Map.of("AzureWebJobs.Off.Disabled", "true")))) {
            await(host + " ticks").until(() -> log.ofFunctions().size() >= 2);
        }
        assertEquals(List.of("tick"), log.ofFunctions().stream().distinct().toList());
    }

    private LocalHost start() {
        return LocalHost.start(options().withSettings(Map.of("Every", "*/1 * * * * *")));
    }

    private HostOptions options() {
        return HostOptions.of(directory).withLog(log);
    }
}
