package dev.cosell.benchmarks.race;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;

/** Puts events and changes before a contender, and waits for what comes of them. */
final class Load {
    private static final int SENDERS = 16;
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final double NANOS_PER_SECOND = 1e9;
    /** Without any news for so long, nothing more is expected. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Longer than the longest pause between two tries of whoever tries again. */
    private static final Duration REST = Duration.ofSeconds(20);

    /** Headers that the client sets by itself. */
    private static final Set<String> OWN_HEADERS =
            Set.of("host", "connection", "content-length", "upgrade", "http2-settings", "user-agent", "expect");

    private final Stage stage;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Load(Stage stage) {
        this.stage = stage;
    }

    /**
     * A queue of changes, one per deal, sent as fast as they are taken.
     *
     * @param taken events per second that were answered with success
     * @param answer how long an answer took, in milliseconds
     * @param dealsPerSecond from the first event sent to the last amount in the CRM
     * @param missing amounts that never came
     */
    record Drained(double taken, Percentiles answer, double dealsPerSecond, int missing) {}

    /**
     * Changes at a steady rate, whatever the contender does.
     *
     * @param rate changes per second
     * @param delay from the change in Partner Center to the amount in the CRM, in milliseconds
     * @param missing amounts that never came
     * @param callsPerChange calls to both systems
     */
    record Paced(int rate, Percentiles delay, int missing, double callsPerChange) {}

    Drained drained(List<Event> events, List<Long> amounts) {
        long start = System.nanoTime();
        List<Long> answers = post(events);
        double taken = events.size() / ((System.nanoTime() - start) / NANOS_PER_SECOND);
        int missing = awaitAll(amounts);
        long last = amounts.stream()
                .flatMapToLong(amount -> stage.writes().nanos(amount).stream())
                .max()
                .orElse(start);
        int came = amounts.size() - missing;
        return new Drained(taken, Percentiles.of(answers), came / ((last - start) / NANOS_PER_SECOND), missing);
    }

    Paced paced(List<String> deals, int rate, int seconds, LongSupplier amounts) {
        Map<Long, Long> due = new LinkedHashMap<>();
        long start = System.nanoTime();
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < rate * seconds; i++) {
                String deal = deals.get(i);
                long amount = amounts.getAsLong();
                long moment = start + (long) (i * NANOS_PER_SECOND / rate);
                due.put(amount, moment);
                people.submit(() -> {
                    sleepUntil(moment);
                    stage.edit(deal, amount);
                });
            }
        }
        int missing = awaitAll(due.keySet());
        List<Long> delays = new ArrayList<>();
        due.forEach((amount, moment) -> stage.writes().nanos(amount).ifPresent(nanos -> delays.add(nanos - moment)));
        awaitRest();
        return new Paced(rate, Percentiles.of(delays), missing, (double) stage.calls() / due.size());
    }

    /** Sends events at once; how long each answer took, in nanoseconds. */
    List<Long> post(List<Event> events) {
        try (ExecutorService senders =
                Executors.newFixedThreadPool(SENDERS, Thread.ofVirtual().factory())) {
            List<Future<Long>> answers = events.stream()
                    .map(event -> senders.submit(() -> post(event)))
                    .toList();
            return answers.stream().map(Load::get).toList();
        }
    }

    private long post(Event event) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(stage.address());
        event.headers().forEach((name, value) -> {
            if (!OWN_HEADERS.contains(name)) {
                request.header(name, value);
            }
        });
        request.POST(HttpRequest.BodyPublishers.ofByteArray(event.body()));
        while (true) {
            long start = System.nanoTime();
            int status = http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            if (status == OK || status == ACCEPTED) {
                return System.nanoTime() - start;
            }
            // As Partner Center does: what was not taken is sent again.
            Thread.sleep(Duration.ofSeconds(1));
        }
    }

    /** Waits until all amounts are in the CRM, or nothing has come for a while; how many are not. */
    int awaitAll(Collection<Long> amounts) {
        long missing = missing(amounts);
        long news = System.nanoTime();
        while (missing > 0 && System.nanoTime() - news < PATIENCE.toNanos()) {
            pause(Duration.ofMillis(100));
            long now = missing(amounts);
            if (now < missing) {
                news = System.nanoTime();
                missing = now;
            }
        }
        return (int) missing;
    }

    private long missing(Collection<Long> amounts) {
        return amounts.stream()
                .filter(amount -> stage.writes().nanos(amount).isEmpty())
                .count();
    }

    /** Waits until neither system was called for a while. */
    void awaitRest() {
        do {
            pause(Duration.ofSeconds(2));
        } while (!stage.isQuietFor(REST));
    }

    private static void sleepUntil(long moment) {
        long left = moment - System.nanoTime();
        if (left > 0) {
            pause(Duration.ofNanos(left));
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        } catch (ExecutionException e) {
            throw new UncheckedIOException("An event could not be sent", new IOException(e.getCause()));
        }
    }
}
