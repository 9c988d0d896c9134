package dev.cosell.localhost.timer;

import dev.cosell.localhost.app.HostLog;
import dev.cosell.localhost.app.Listener;
import dev.cosell.localhost.app.Trigger;
import dev.cosell.localhost.invoke.FunctionMethod;
import dev.cosell.localhost.invoke.Invoker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs one function on its schedule, one call at a time; the next time is looked up after a run ends, so nothing is
 * caught up, and a failure changes nothing.
 *
 * <p>Left out: the monitor. The real host keeps the last and next time in a blob and makes one call with
 * {@code IsPastDue} at start when a time passed while it was down (not for schedules under a minute). Here
 * {@code IsPastDue} is always false and a missed time is missed.
 */
public final class TimerListener implements Listener {
    private final FunctionMethod function;
    private final Schedule schedule;
    private final boolean runOnStartup;
    private final Invoker invoker;
    private final Clock clock;
    private final HostLog log;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread runner;
    private Optional<Instant> last = Optional.empty();

    public TimerListener(
            FunctionMethod function,
            Trigger.Timer trigger,
            Schedule schedule,
            Invoker invoker,
            Clock clock,
            HostLog log) {
        this.function = function;
        this.schedule = schedule;
        this.runOnStartup = trigger.runOnStartup();
        this.invoker = invoker;
        this.clock = clock;
        this.log = log;
        this.runner =
                Thread.ofPlatform().daemon().name("timer-" + function.name()).unstarted(this::run);
    }

    public void start() {
        runner.start();
    }

    /** One call outside the schedule, waited for. */
    public void runNow() {
        invoke();
    }

    @Override
    public void stop() {
        stop.countDown();
    }

    @Override
    public boolean awaitIdle(Duration limit) throws InterruptedException {
        return runner.join(limit);
    }

    private void run() {
        try {
            if (runOnStartup) {
                invoke();
            }
            Optional<Instant> next = schedule.next(clock.instant());
            while (next.isPresent() && !stopsBefore(next.get())) {
                invoke();
                // Not before the time just served, should the clock be a little behind the timer.
                Instant now = clock.instant();
                next = schedule.next(now.isAfter(next.get()) ? now : next.get());
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean stopsBefore(Instant moment) throws InterruptedException {
        log.info("The next run of '" + function.name() + "' is at " + moment);
        return stop.await(Duration.between(clock.instant(), moment).toNanos(), TimeUnit.NANOSECONDS);
    }

    private synchronized void invoke() {
        Instant now = clock.instant();
        invoker.invoke(function, TimerEvents.of(last, schedule.next(now)));
        last = Optional.of(now);
    }
}
