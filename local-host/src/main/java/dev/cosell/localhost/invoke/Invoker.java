package dev.cosell.localhost.invoke;

import dev.cosell.localhost.app.HostLog;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;

/**
 * Calls functions, each on a thread of an unbounded pool of platform threads, as the real worker does.
 *
 * <p>A function that outlives the timeout is interrupted and counts as failed. The real host then also restarts the
 * worker; here a function that ignores the interrupt keeps its thread until it ends.
 */
public final class Invoker {
    private final Instances instances;
    private final Optional<Duration> timeout;
    private final HostLog log;
    private final ExecutorService threads;

    /** @param timeout nothing for unlimited */
    public Invoker(Instances instances, Optional<Duration> timeout, HostLog log) {
        this.instances = instances;
        this.timeout = timeout;
        this.log = log;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newCachedThreadPool(task -> Thread.ofPlatform()
                .daemon()
                .name("function-" + number.incrementAndGet())
                .unstarted(task));
    }

    /** Runs the function to its end and logs how that was. */
    public Outcome invoke(FunctionMethod function, TriggerEvent event) {
        String id = UUID.randomUUID().toString();
        Logger logger = log.ofFunction(function.name());
        Map<String, String> headers = event.request().map(RequestHead::headers).orElse(Map.of());
        Invocation context = new Invocation(id, function.name(), logger, headers);
        log.info("Executing '" + function.name() + "' (Id=" + id + ")");
        long start = System.nanoTime();
        Outcome outcome = await(function, event, context);
        String end = ", Id=" + id + ", Duration="
                + Duration.ofNanos(System.nanoTime() - start).toMillis() + "ms)";
        switch (outcome) {
            case Outcome.Returned returned -> log.info("Executed '" + function.name() + "' (Succeeded" + end);
            case Outcome.Failed failed -> log.error("Executed '" + function.name() + "' (Failed" + end, failed.cause());
        }
        return outcome;
    }

    /** Takes no more calls and waits for the running ones; interrupts them, and answers false, after the limit. */
    public boolean close(Duration limit) throws InterruptedException {
        threads.shutdown();
        boolean idle = threads.awaitTermination(limit.toNanos(), TimeUnit.NANOSECONDS);
        threads.shutdownNow();
        return idle;
    }

    private Outcome await(FunctionMethod function, TriggerEvent event, Invocation context) {
        Future<Object> call;
        try {
            call = threads.submit(() -> call(function, event, context));
        } catch (RejectedExecutionException closed) {
            return new Outcome.Failed(closed);
        }
        try {
            Object value = timeout.isPresent() ? call.get(timeout.get().toNanos(), TimeUnit.NANOSECONDS) : call.get();
            return new Outcome.Returned(Optional.ofNullable(value));
        } catch (ExecutionException e) {
            return new Outcome.Failed(e.getCause());
        } catch (TimeoutException e) {
            call.cancel(true);
            return new Outcome.Failed(new FunctionTimedOut(function.name(), timeout.orElseThrow()));
        } catch (InterruptedException | CancellationException e) {
            call.cancel(true);
            Thread.currentThread().interrupt();
            return new Outcome.Failed(e);
        }
    }

    private Object call(FunctionMethod function, TriggerEvent event, Invocation context) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(function.method().getDeclaringClass().getClassLoader());
        try {
            Object instance = instances.instanceFor(function);
            Object[] arguments = function.arguments().stream()
                    .map(argument -> argument.from(event, context))
                    .toArray();
            return function.method().invoke(instance, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) e.getCause();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
