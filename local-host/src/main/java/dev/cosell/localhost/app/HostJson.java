package dev.cosell.localhost.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The part of {@code host.json} that changes what happens; logging and health settings are read by nobody here, and
 * everything else is refused.
 *
 * @param functionTimeout nothing when unlimited ({@code -1}); 30 minutes when the file is silent, as on Flex Consumption
 */
public record HostJson(Optional<Duration> functionTimeout, Http http, Queues queues) {
    private static final Duration DEFAULT_FUNCTION_TIMEOUT = Duration.ofMinutes(30);

    /** @param maxOutstandingRequests requests in flight before 429; nothing when unlimited */
    public record Http(String routePrefix, OptionalInt maxOutstandingRequests) {}

    /**
     * Settings of all queue triggers; source of the defaults: the storage queues extension, version 5.
     *
     * @param batchSize messages taken by one call, 1 to 32
     * @param newBatchThreshold the next batch is taken when no more than this many are running
     * @param maxDequeueCount tries before a message goes to the poison queue
     * @param visibilityTimeout how long a failed message stays hidden
     * @param maxPollingInterval longest pause between two looks at an empty queue
     * @param base64 whether message texts are base64 of the content
     */
    public record Queues(
            int batchSize,
            int newBatchThreshold,
            int maxDequeueCount,
            Duration visibilityTimeout,
            Duration maxPollingInterval,
            boolean base64) {}

    static HostJson read(Path directory, Faults faults) {
        Path file = directory.resolve("host.json");
        if (!Files.exists(file)) {
            throw new StartFailure("host.json not found in " + directory + "; expected a packaged functions app");
        }
        JsonSection root = JsonSection.read(file, "host.json", faults);
        root.supportsOnly(
                "version",
                "extensionBundle",
                "functionTimeout",
                "extensions",
                "concurrency",
                "logging",
                "telemetryMode",
                "aggregator",
                "healthMonitor",
                "singleton");
        if (!root.text("version").equals(Optional.of("2.0"))) {
            root.refuse("version", "\"2.0\"", root.text("version").orElse("nothing"));
        }
        JsonSection concurrency = root.section("concurrency");
        if (concurrency.flag("dynamicConcurrencyEnabled", false)) {
            concurrency.refuse("dynamicConcurrencyEnabled", "false on the local host", true);
        }
        JsonSection extensions = root.section("extensions");
        extensions.supportsOnly("http", "queues");
        return new HostJson(
                functionTimeout(root), http(extensions.section("http")), queues(extensions.section("queues")));
    }

    private static Optional<Duration> functionTimeout(JsonSection root) {
        return root.text("functionTimeout").filter("-1"::equals).isPresent()
                ? Optional.empty()
                : Optional.of(root.duration("functionTimeout", DEFAULT_FUNCTION_TIMEOUT, Duration.ofMillis(1)));
    }

    private static Http http(JsonSection http) {
        http.supportsOnly("routePrefix", "maxOutstandingRequests", "maxConcurrentRequests", "dynamicThrottlesEnabled");
        if (http.integer("maxConcurrentRequests", -1, -1, Integer.MAX_VALUE) != -1) {
            http.refuse("maxConcurrentRequests", "-1 (unlimited) on the local host", "a limit");
        }
        if (http.flag("dynamicThrottlesEnabled", false)) {
            http.refuse("dynamicThrottlesEnabled", "false on the local host", true);
        }
        int outstanding = http.integer("maxOutstandingRequests", -1, -1, Integer.MAX_VALUE);
        return new Http(
                http.text("routePrefix").orElse("api"),
                outstanding == -1 ? OptionalInt.empty() : OptionalInt.of(outstanding));
    }

    private static Queues queues(JsonSection queues) {
        queues.supportsOnly(
                "batchSize",
                "newBatchThreshold",
                "maxDequeueCount",
                "visibilityTimeout",
                "maxPollingInterval",
                "messageEncoding");
        int batchSize = queues.integer("batchSize", 16, 1, 32);
        String encoding = queues.text("messageEncoding").orElse("base64");
        if (!encoding.equalsIgnoreCase("base64") && !encoding.equalsIgnoreCase("none")) {
            queues.refuse("messageEncoding", "base64 or none", encoding);
        }
        return new Queues(
                batchSize,
                queues.integer("newBatchThreshold", batchSize / 2, 0, 10_000),
                queues.integer("maxDequeueCount", 5, 1, Integer.MAX_VALUE),
                queues.duration("visibilityTimeout", Duration.ZERO, Duration.ZERO),
                queues.duration("maxPollingInterval", Duration.ofMinutes(1), Duration.ofMillis(100)),
                !encoding.equalsIgnoreCase("none"));
    }
}
