package dev.cosell.sandbox.server;

import dev.cosell.sandbox.Request;
import dev.cosell.sandbox.Response;
import dev.cosell.sandbox.SandboxClock;
import dev.cosell.sandbox.Service;
import dev.cosell.sandbox.Tokens;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Stands before one service: plays the faults, counts the call, has changed state saved. */
public final class Front implements Listener.Handler {
    private final Service service;
    private final Faults faults;
    private final Calls calls;
    private final Tokens tokens;
    private final SandboxClock clock;
    private final Consumer<String> changed;

    public Front(
            Service service, Faults faults, Calls calls, Tokens tokens, SandboxClock clock, Consumer<String> changed) {
        this.service = service;
        this.faults = faults;
        this.calls = calls;
        this.tokens = tokens;
        this.clock = clock;
        this.changed = changed;
    }

    /** What reached the service and what the client gets to see; no answer means a dropped connection. */
    private record Outcome(Optional<Response> committed, Optional<Response> answer) {}

    @Override
    public Optional<Response> handle(Request request) {
        Outcome outcome = play(request);
        if (outcome.committed().isPresent() && !request.method().equals("GET")) {
            changed.accept(service.name());
        }
        calls.add(new Call(
                clock.instant(),
                service.name(),
                request.method(),
                Call.template(request.path()),
                request.uri().getRawPath(),
                outcome.committed().map(Response::subject).orElse(""),
                outcome.answer().map(Response::status).orElse(0),
                outcome.committed().isPresent(),
                request.header("ms-requestid").orElse("")));
        return outcome.answer();
    }

    private Outcome play(Request request) {
        List<Fault.Effect> effects = faults.strike(service.name(), request);
        for (Fault.Effect effect : effects) {
            switch (effect) {
                case Fault.Effect.Latency latency -> pause(latency);
                case Fault.Effect.ExpiredToken ignored -> {
                    tokens.expire(request);
                    service.expireToken(request);
                }
                case Fault.Effect.Answer answer
                when !answer.afterCommit() -> {
                    return new Outcome(Optional.empty(), Optional.of(response(answer)));
                }
                case Fault.Effect.Drop drop
                when !drop.afterCommit() -> {
                    return new Outcome(Optional.empty(), Optional.empty());
                }
                case Fault.Effect.Answer ignored -> {}
                case Fault.Effect.Drop ignored -> {}
            }
        }
        return afterCommit(effects, answer(request));
    }

    private Outcome afterCommit(List<Fault.Effect> effects, Response real) {
        for (Fault.Effect effect : effects) {
            if (effect instanceof Fault.Effect.Answer answer) {
                return new Outcome(Optional.of(real), Optional.of(response(answer)));
            }
            if (effect instanceof Fault.Effect.Drop) {
                return new Outcome(Optional.of(real), Optional.empty());
            }
        }
        return new Outcome(Optional.of(real), Optional.of(real));
    }

    private Response answer(Request request) {
        try {
            return service.answer(request);
        } catch (RuntimeException e) {
            System.err.println("A defect of the sandbox, in " + service.name() + " at " + request.method() + " "
                    + request.uri().getRawPath());
            e.printStackTrace();
            return Response.of(500);
        }
    }

    private Response response(Fault.Effect.Answer answer) {
        Response response = answer.body()
                .map(body -> Response.json(answer.status(), body))
                .orElseGet(() -> service.failure(answer.status()));
        for (var header : answer.headers().entrySet()) {
            response = response.with(header.getKey(), header.getValue());
        }
        return response;
    }

    private static void pause(Fault.Effect.Latency latency) {
        try {
            Thread.sleep(latency.delay());
        } catch (InterruptedException e) {
            // The sandbox is closing: answer at once.
            Thread.currentThread().interrupt();
        }
    }
}
