package dev.cosell.localhost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostJsonTest {
    @TempDir
    Path directory;

    @Test
    void theDefaultsAreThePlatforms() throws IOException {
        HostJson host = read("{\"version\":\"2.0\"}");
        assertEquals(Optional.of(Duration.ofMinutes(30)), host.functionTimeout());
        assertEquals(new HostJson.Http("api", OptionalInt.empty()), host.http());
        assertEquals(new HostJson.Queues(16, 8, 5, Duration.ZERO, Duration.ofMinutes(1), true), host.queues());
    }

    @Test
    void theThresholdFollowsTheBatchSize() throws IOException {
        assertEquals(4, read(queues("\"batchSize\":8")).queues().newBatchThreshold());
    }

    @Test
    void aTimeoutOfMinusOneIsNone() throws IOException {
        assertEquals(
                Optional.empty(),
                read("{\"version\":\"2.0\",\"functionTimeout\":\"-1\"}").functionTimeout());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | version must be",
                "{\"version\":\"2.0\",\"concurrency\":{\"dynamicConcurrencyEnabled\":true}} | dynamicConcurrencyEnabled",
                "{\"version\":\"2.0\",\"extensions\":{\"serviceBus\":{}}} | serviceBus is not supported",
                "{\"version\":\"2.0\",\"customHandler\":{}} | customHandler is not supported",
                "{\"version\":\"2.0\",\"extensions\":{\"http\":{\"maxConcurrentRequests\":5}}} | maxConcurrentRequests",
                "{\"version\":\"2.0\",\"extensions\":{\"queues\":{\"visibilityTimeout\":30}}} | a time span",
                "{\"version\":\"2.0\",\"extensions\":{\"queues\":{\"messageEncoding\":\"utf8\"}}} | base64 or none",
                "{\"version\" | is not JSON",
            })
    void whatWouldChangeTheMeaningIsRefused(String json, String fault) throws IOException {
        Files.writeString(directory.resolve("host.json"), json);
        Faults faults = new Faults();
        HostJson.read(directory, faults);
        StartFailure failure = assertThrows(StartFailure.class, faults::throwIfAny);
        assertTrue(failure.getMessage().contains(fault), failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"00:00:30, PT30S", "1.02:03:04, PT26H3M4S", "00:00:00.25, PT0.25S"})
    void timeSpansAreReadAsDotNetWritesThem(String text, Duration expected) {
        assertEquals(Optional.of(expected), TimeSpan.parse(text));
    }

    private static String queues(String properties) {
        return "{\"version\":\"2.0\",\"extensions\":{\"queues\":{" + properties + "}}}";
    }

    private HostJson read(String json) throws IOException {
        Files.writeString(directory.resolve("host.json"), json);
        Faults faults = new Faults();
        HostJson host = HostJson.read(directory, faults);
        faults.throwIfAny();
        return host;
    }
}
