package dev.cosell.sandbox.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cosell.sandbox.EventSink;
import dev.cosell.sandbox.SandboxClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** Delivers webhooks, each on a virtual thread of its own. What is still pending when the sandbox ends is lost. */
public final class Deliveries implements EventSink, AutoCloseable {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
    private static final int AT_ONCE = 32;
    private static final int LOG_LIMIT = 50_000;

    private final HttpClient client;
    private final EventFaults faults;
    private final SandboxClock clock;
    private final Runnable settle;
    private final ReentrantLock turning = new ReentrantLock();
    private final Condition clockTurned = turning.newCondition();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore sending = new Semaphore(AT_ONCE);
    private final AtomicLong numbers = new AtomicLong();
    private final Deque<Delivery> log = new ArrayDeque<>();
    /** By service, the events that wait for a later one to go first. */
    private final Map<String, List<CompletableFuture<Void>>> overtakable = new ConcurrentHashMap<>();

    /**
     * @param tls trusts the sandbox's own root, for receivers that use its certificate
     * @param settle returns once what an event tells of cannot be lost any more
     */
    public Deliveries(SSLContext tls, EventFaults faults, SandboxClock clock, Runnable settle) {
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls)
                .connectTimeout(ANSWER_LIMIT)
                .build();
        this.faults = faults;
        this.clock = clock;
        this.settle = settle;
        clock.onAdvance(this::wake);
    }

    @Override
    public void deliver(
            String service, URI target, Map<String, String> headers, byte[] body, RetryRule retry, String subject) {
        byte[] fixed = body.clone();
        deliver(service, target, headers, () -> fixed, retry, subject);
    }

    @Override
    public void deliver(
            String service,
            URI target,
            Map<String, String> headers,
            Supplier<byte[]> body,
            RetryRule retry,
            String subject) {
        Delivery delivery = new Delivery(numbers.incrementAndGet(), service, target, headers, body, retry, subject);
        add(delivery);
        Optional<EventFault> fault = faults.strike(service);
        if (fault.isEmpty()) {
            overtake(delivery);
            return;
        }
        switch (fault.get().effect()) {
            case DROP -> delivery.become(Delivery.State.DROPPED);
            case DUPLICATE -> {
                Delivery copy = delivery.copy(numbers.incrementAndGet());
                add(copy);
                start(() -> send(delivery));
                start(() -> send(copy));
            }
            case DELAY ->
                start(() -> {
                    Thread.sleep(fault.get().delay());
                    send(delivery);
                });
            case REORDER -> letOthersFirst(delivery, fault.get().delay());
        }
    }

    /** Deliveries in the order they were queued, filtered by {@code service}, {@code subject} and {@code state}. */
    public ArrayNode describe(Map<String, String> filters) {
        ArrayNode out = JsonNodeFactory.instance.arrayNode();
        synchronized (log) {
            log.stream().filter(delivery -> delivery.passes(filters)).forEach(delivery -> out.add(delivery.describe()));
        }
        return out;
    }

    public void clear() {
        synchronized (log) {
            log.clear();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        client.shutdownNow();
    }

    private void add(Delivery delivery) {
        synchronized (log) {
            if (log.size() == LOG_LIMIT) {
                log.removeFirst();
            }
            log.addLast(delivery);
        }
    }

    /** Sends, and only then releases the events that were told to wait. */
    private void overtake(Delivery delivery) {
        List<CompletableFuture<Void>> waiting = overtakable.remove(delivery.service());
        if (waiting == null) {
            start(() -> send(delivery));
        } else {
            start(() -> {
                long delay = attempt(delivery);
                waiting.forEach(held -> held.complete(null));
                retry(delivery, delay);
            });
        }
    }

    private void letOthersFirst(Delivery delivery, Duration limit) {
        CompletableFuture<Void> overtaken = new CompletableFuture<>();
        overtakable.compute(delivery.service(), (service, waiting) -> {
            List<CompletableFuture<Void>> more = waiting == null ? new ArrayList<>() : waiting;
            more.add(overtaken);
            return more;
        });
        start(() -> {
            try {
                overtaken.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException | ExecutionException e) {
                // No later event came: this one goes out late, but in order.
            }
            send(delivery);
        });
    }

    private void send(Delivery delivery) throws InterruptedException {
        retry(delivery, attempt(delivery));
    }

    private void retry(Delivery delivery, long firstDelay) throws InterruptedException {
        for (long delay = firstDelay; delay >= 0; delay = attempt(delivery)) {
            pause(Duration.ofMillis(delay));
        }
    }

    /** Waits by the sandbox's clock: when that is turned, what has become due goes out at once. */
    private void pause(Duration delay) throws InterruptedException {
        Instant due = clock.instant().plus(delay);
        turning.lockInterruptibly();
        try {
            for (long left = delay.toNanos();
                    left > 0;
                    left = Duration.between(clock.instant(), due).toNanos()) {
                clockTurned.awaitNanos(left);
            }
        } finally {
            turning.unlock();
        }
    }

    private void wake() {
        turning.lock();
        try {
            clockTurned.signalAll();
        } finally {
            turning.unlock();
        }
    }

    private long attempt(Delivery delivery) throws InterruptedException {
        settle.run();
        sending.acquire();
        Instant sentAt = clock.instant();
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(delivery.target()).timeout(ANSWER_LIMIT);
            delivery.headers().forEach(request::header);
            request.POST(HttpRequest.BodyPublishers.ofByteArray(delivery.nextBody()));
            HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            boolean acknowledged = delivery.acknowledged(answer.statusCode(), answer.body());
            return delivery.attempted(sentAt, clock.instant(), answer.statusCode(), acknowledged, "");
        } catch (IOException | IllegalArgumentException e) {
            return delivery.attempted(sentAt, clock.instant(), 0, false, e.toString());
        } finally {
            sending.release();
        }
    }

    private interface Sending {
        void run() throws InterruptedException;
    }

    private void start(Sending task) {
        threads.execute(() -> {
            try {
                task.run();
            } catch (InterruptedException e) {
                // The sandbox is closing; the delivery stays PENDING in the log.
                Thread.currentThread().interrupt();
            }
        });
    }
}
