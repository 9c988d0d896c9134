package dev.cosell.benchmarks.race;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** Puts events and changes before a contender, and waits for what comes of them. */
final class Load {
    private static final int SENDERS = 16;
    private static final int SUCCESS = 2;
    private static final int HUNDRED = 100;
    private static final double NANOS_PER_SECOND = 1e9;
    /** Partner Center repeats an event ten times. */
    private static final int TRIES = 11;

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);
    private static final Duration BETWEEN_KNOCKS = Duration.ofMillis(5);
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
    /** Without any news for so long, nothing more is expected. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Longer than a contender waits for anything as long as all goes well. */
    private static final Duration REST = Duration.ofSeconds(8);
    /** Who is not quiet by then will not be. */
    private static final Duration REST_LIMIT = Duration.ofMinutes(3);

    /** Headers that the client sets by itself. */
    private static final Set<String> OWN_HEADERS =
            Set.of("host", "connection", "content-length", "upgrade", "http2-settings", "user-agent", "expect");

    private final Stage stage;
    private final LongSupplier amounts;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** @param amounts each another one */
    Load(Stage stage, LongSupplier amounts) {
        this.stage = stage;
        this.amounts = amounts;
    }

    /**
     * What became of events that were sent.
     *
     * @param answers how long each answer took that said that an event was taken, in nanoseconds
     * @param untaken how many were not taken, however often they were sent
     */
    record Sent(List<Long> answers, int untaken) {}

    /**
     * A queue of changes, one per deal, sent as fast as they are taken.
     *
     * @param takenPerSecond events that were answered with success
     * @param answers how long each answer took, in nanoseconds
     * @param dealsPerSecond from the first event sent to the last amount in the CRM
     * @param missing amounts that never came
     */
    record Drained(double takenPerSecond, List<Long> answers, double dealsPerSecond, int missing) {
        String shown() {
            return String.format(
                    Locale.ROOT,
                    "took %.0f events/s, %s; brought %.1f deals/s into the CRM; %d never came",
                    takenPerSecond,
                    Percentiles.of(answers).shown(),
                    dealsPerSecond,
                    missing);
        }
    }

    /**
     * Changes at a steady rate, whatever the contender does.
     *
     * @param rate changes per second
     * @param changes how many there were
     * @param delays from the moment a change was due to its amount in the CRM, in nanoseconds, of those that came
     */
    record Paced(int rate, int changes, List<Long> delays) {
        int missing() {
            return changes - delays.size();
        }

        String shown() {
            return rate + " changes/s: " + Percentiles.of(delays).shown() + "; " + missing() + " never came";
        }
    }

    /** Deals come in and are accepted, which are two events each; gives their ids. */
    List<String> receive(int firstNumber, int count) {
        return IntStream.range(firstNumber, firstNumber + count)
                .mapToObj(number -> stage.receive(Deals.deal(number, amounts.getAsLong())))
                .toList();
    }

    /**
     * As {@link #receive}, by events that the contender gets. What it writes because of them has been heard of when this
     * returns.
     *
     * @throws IllegalStateException if not all are in the CRM in the end: with nothing in the way any contender has to
     *     manage that
     */
    List<String> bringIn(int firstNumber, int count) {
        stage.connect();
        List<Long> wanted = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (int number = firstNumber; number < firstNumber + count; number++) {
            wanted.add(amounts.getAsLong());
            ids.add(stage.receive(Deals.deal(number, wanted.getLast())));
        }
        int missing = awaitAll(wanted);
        if (missing > 0) {
            throw new IllegalStateException("expected " + count + " deals in the CRM, found " + (count - missing)
                    + "; why is in the logs in " + stage.logs());
        }
        awaitRest();
        return ids;
    }

    /** Changes a deal in Partner Center; gives the new amount. */
    long change(String deal) {
        long amount = amounts.getAsLong();
        stage.edit(deal, amount);
        return amount;
    }

    Drained drain(List<String> deals) {
        List<Long> wanted = new ArrayList<>();
        List<Event> events = stage.capture(1, () -> {
            deals.forEach(deal -> wanted.add(change(deal)));
            return deals;
        });
        long start = System.nanoTime();
        Sent sent = post(events);
        double taken = sent.answers().size() / ((System.nanoTime() - start) / NANOS_PER_SECOND);
        int missing = awaitAll(wanted);
        long last = wanted.stream()
                .flatMapToLong(amount -> stage.writes().nanos(amount).stream())
                .max()
                .orElse(start);
        int came = wanted.size() - missing;
        return new Drained(taken, sent.answers(), came / ((last - start) / NANOS_PER_SECOND), missing);
    }

    Paced paced(List<String> deals, int rate, int seconds) {
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
        awaitAll(due.keySet());
        List<Long> delays = new ArrayList<>();
        due.forEach((amount, moment) -> stage.writes().nanos(amount).ifPresent(nanos -> delays.add(nanos - moment)));
        return new Paced(rate, due.size(), delays);
    }

    /** Sends events at once, each until it is taken, or often enough. */
    Sent post(List<Event> events) {
        try (ExecutorService senders =
                Executors.newFixedThreadPool(SENDERS, Thread.ofVirtual().factory())) {
            List<Future<OptionalLong>> answers = events.stream()
                    .map(event -> senders.submit(() -> post(event)))
                    .toList();
            List<Long> taken = answers.stream()
                    .map(Load::get)
                    .flatMapToLong(OptionalLong::stream)
                    .boxed()
                    .toList();
            return new Sent(taken, events.size() - taken.size());
        }
    }

    /** How long the answer took by which the event was taken. As Partner Center does, what was not taken is sent again. */
    private OptionalLong post(Event event) throws InterruptedException {
        HttpRequest request = request(event);
        for (int tried = 0; tried < TRIES; tried++) {
            long start = System.nanoTime();
            if (isTaken(request)) {
                return OptionalLong.of(System.nanoTime() - start);
            }
            Thread.sleep(BETWEEN_TRIES);
        }
        return OptionalLong.empty();
    }

    private HttpRequest request(Event event) {
        HttpRequest.Builder request = HttpRequest.newBuilder(stage.address()).timeout(ANSWER_LIMIT);
        event.headers().forEach((name, value) -> {
            if (!OWN_HEADERS.contains(name)) {
                request.header(name, value);
            }
        });
        return request.POST(HttpRequest.BodyPublishers.ofByteArray(event.body()))
                .build();
    }

    /**
     * Sends an event to who is still starting, again and again.
     *
     * @throws IllegalStateException if the process ends, or takes too long
     */
    void postUntilTaken(Event event, Process starting) {
        HttpRequest request = request(event);
        long start = System.nanoTime();
        try {
            while (!isTaken(request)) {
                if (!starting.isAlive() || System.nanoTime() - start > START_LIMIT.toNanos()) {
                    throw new IllegalStateException("expected an event to be taken within " + START_LIMIT
                            + ", found that it was not; why is in the logs in " + stage.logs());
                }
                Thread.sleep(BETWEEN_KNOCKS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    /** When an amount came into the CRM, by {@link System#nanoTime()}. */
    long awaitOne(long amount) {
        awaitAll(List.of(amount));
        return stage.writes()
                .nanos(amount)
                .orElseThrow(() -> new IllegalStateException("expected the amount " + amount
                        + " in the CRM, found that it never came; why is in the logs in " + stage.logs()));
    }

    private boolean isTaken(HttpRequest event) throws InterruptedException {
        try {
            return http.send(event, HttpResponse.BodyHandlers.discarding()).statusCode() / HUNDRED == SUCCESS;
        } catch (IOException unanswered) {
            return false;
        }
    }

    /** Waits until all amounts are in the CRM, or nothing has come for a while; how many are not. */
    private int awaitAll(Collection<Long> wanted) {
        long missing = missing(wanted);
        long news = System.nanoTime();
        while (missing > 0 && System.nanoTime() - news < PATIENCE.toNanos()) {
            pause(Duration.ofMillis(100));
            long now = missing(wanted);
            if (now < missing) {
                news = System.nanoTime();
                missing = now;
            }
        }
        return (int) missing;
    }

    private long missing(Collection<Long> wanted) {
        return wanted.stream()
                .filter(amount -> stage.writes().nanos(amount).isEmpty())
                .count();
    }

    /** Waits until neither system was called for a while. */
    void awaitRest() {
        long start = System.nanoTime();
        do {
            pause(Duration.ofSeconds(1));
        } while (!stage.isQuietFor(REST) && System.nanoTime() - start < REST_LIMIT.toNanos());
    }

    /** Lets who may wait before a further try get on with it. */
    void pauseForRest() {
        pause(REST);
    }

    private static void sleepUntil(long moment) {
        long left = moment - System.nanoTime();
        if (left > 0) {
            pause(Duration.ofNanos(left));
        }
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    /** What a task came to that must not fail. */
    static <T> T get(Future<T> task) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A task of the race failed", e.getCause());
        }
    }
}
