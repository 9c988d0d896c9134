package dev.cosell.sandbox.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.EventSink.RetryRule;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** One event on its way to one receiver, with what became of it. */
final class Delivery {
    enum State {
        PENDING,
        DELIVERED,
        /** The retry rule gave up. */
        DEAD,
        /** A fault swallowed it. */
        DROPPED
    }

    /**
     * @param sentAt when it went out
     * @param at when its answer was there
     * @param status 0 when no answer came; {@code problem} then says why
     */
    private record Attempt(Instant sentAt, Instant at, int status, String problem) {}

    private final long number;
    private final String service;
    private final URI target;
    private final Map<String, String> headers;
    private final Supplier<byte[]> body;
    private byte[] lastBody;
    private final RetryRule retry;
    private final String subject;
    private final List<Attempt> attempts = new ArrayList<>();
    private State state = State.PENDING;

    Delivery(
            long number,
            String service,
            URI target,
            Map<String, String> headers,
            Supplier<byte[]> body,
            RetryRule retry,
            String subject) {
        this.number = number;
        this.service = service;
        this.target = target;
        this.headers = Map.copyOf(headers);
        this.body = body;
        this.lastBody = body.get();
        this.retry = retry;
        this.subject = subject;
    }

    Delivery copy(long copyNumber) {
        return new Delivery(copyNumber, service, target, headers, body, retry, subject);
    }

    String service() {
        return service;
    }

    URI target() {
        return target;
    }

    Map<String, String> headers() {
        return headers;
    }

    /** The bytes of the next attempt. */
    byte[] nextBody() {
        byte[] made = body.get();
        synchronized (this) {
            lastBody = made;
        }
        return made;
    }

    boolean acknowledged(int status, byte[] answer) {
        return retry.acknowledged(status, answer);
    }

    /** Notes one attempt; returns the milliseconds until the next, negative if there is none. */
    long attempted(Instant sentAt, Instant at, int status, boolean acknowledged, String problem) {
        int count;
        synchronized (this) {
            attempts.add(new Attempt(sentAt, at, status, problem));
            count = attempts.size();
        }
        long delay = retry.delayMillis(count, status);
        if (acknowledged) {
            become(State.DELIVERED);
            return -1;
        }
        if (delay < 0) {
            become(State.DEAD);
        }
        return delay;
    }

    synchronized void become(State next) {
        state = next;
    }

    synchronized boolean passes(Map<String, String> filters) {
        return passes(filters, "service", service)
                && passes(filters, "subject", subject)
                && passes(filters, "state", state.name());
    }

    synchronized ObjectNode describe() {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("number", number).put("service", service).put("subject", subject);
        out.put("target", target.toString()).put("state", state.name());
        ObjectNode sent = out.putObject("headers");
        headers.forEach(sent::put);
        out.put("body", new String(lastBody, StandardCharsets.UTF_8));
        ArrayNode list = out.putArray("attempts");
        attempts.forEach(attempt -> list.addObject()
                .put("sentAt", attempt.sentAt().toString())
                .put("at", attempt.at().toString())
                .put("status", attempt.status())
                .put("problem", attempt.problem()));
        return out;
    }

    private static boolean passes(Map<String, String> filters, String name, String value) {
        return !filters.containsKey(name) || filters.get(name).equals(value);
    }
}
