package dev.cosell.sync.memory;

import dev.cosell.http.CallMeter;
import dev.cosell.problem.Problem;
import dev.cosell.problem.RemoteSystem;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The way to a system: counts calls, announces them as {@link Steps} says, and fails them as told. A call that fails
 * after the commit is announced as done all the same: its effect is there.
 */
public final class Line {
    private final RemoteSystem system;
    private final InstantSource clock;
    private final Calls calls;
    private final Faults faults;
    private final CallMeter meter;
    private final Steps steps;

    public Line(RemoteSystem system, InstantSource clock, Calls calls, Faults faults, Consumer<String> hook) {
        this(system, clock, calls, faults, (called, method, status) -> {}, hook);
    }

    /** @param meter told of each call as the real transport tells it */
    public Line(
            RemoteSystem system,
            InstantSource clock,
            Calls calls,
            Faults faults,
            CallMeter meter,
            Consumer<String> hook) {
        this.meter = meter;
        this.system = system;
        this.clock = clock;
        this.calls = calls;
        this.faults = faults;
        this.steps = new Steps(hook);
    }

    <T> T read(String verb, String subject, Supplier<T> effect) {
        return call(verb, subject, false, effect);
    }

    <T> T write(String verb, String subject, Supplier<T> effect) {
        return call(verb, subject, true, effect);
    }

    private <T> T call(String verb, String subject, boolean write, Supplier<T> effect) {
        return steps.run(verb, () -> {
            meter.admit(system);
            calls.add(new Calls.Call(system, verb, subject, write, clock.instant()));
            Optional<Faults.Fault> fault = faults.next(system, verb, write);
            fault.map(Faults.Fault::problem)
                    .flatMap(Problem::retryAfter)
                    .ifPresent(time -> meter.askedToWait(system, time));
            meter.count(
                    system,
                    write ? "PATCH" : "GET",
                    fault.map(Faults.Fault::problem).map(Line::status).orElse(200));
            if (fault.isPresent() && !(write && fault.get().afterCommit())) {
                throw fault.get().problem().from(system).failure();
            }
            T result = effect.get();
            if (fault.isPresent()) {
                throw fault.get().problem().from(system).withOutcomeUnknown().failure();
            }
            return result;
        });
    }

    private static int status(Problem problem) {
        return switch (problem.code()) {
            case TIMED_OUT -> 0;
            case THROTTLED -> 429;
            case UNAVAILABLE -> 503;
            default -> 400;
        };
    }
}
