package dev.cosell.sandbox.server;

import dev.cosell.sandbox.ControlException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.function.Predicate;

/** Reads the filters of the call counters. */
final class CallFilter {
    private CallFilter() {}

    static Predicate<Call> of(Map<String, String> filters) {
        Predicate<Call> all = call -> true;
        for (Map.Entry<String, String> filter : filters.entrySet()) {
            all = all.and(one(filter.getKey(), filter.getValue()));
        }
        return all;
    }

    private static Predicate<Call> one(String name, String value) {
        return switch (name) {
            case "system" -> call -> call.system().equals(value);
            case "method" -> call -> call.method().equals(value);
            case "subject" -> call -> call.subject().equals(value);
            case "since" -> since(value);
            default ->
                throw new ControlException(400, "expected the filters system, method, subject or since, found " + name);
        };
    }

    private static Predicate<Call> since(String value) {
        try {
            Instant since = Instant.parse(value);
            return call -> !call.at().isBefore(since);
        } catch (DateTimeParseException e) {
            throw new ControlException(400, "since: expected an ISO 8601 instant, found " + value);
        }
    }
}
