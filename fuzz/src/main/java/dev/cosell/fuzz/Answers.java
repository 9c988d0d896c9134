package dev.cosell.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosell.http.Answer;
import dev.cosell.http.Transport;
import dev.cosell.problem.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The answers of a system that is called. Each operation is done once with the sandbox, whose answers are kept; then it is done
 * again and again on these, one of them changed. It may fail, but only with a problem that says so.
 */
final class Answers implements Target {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<Integer> STATUSES = List.of(
            100, 200, 201, 202, 204, 206, 301, 302, 304, 307, 400, 401, 403, 404, 405, 408, 409, 410, 412, 413, 415,
            422, 423, 429, 500, 501, 502, 503, 504, 599, 999);

    private static final List<String> HEADERS = List.of(
            "etag",
            "retry-after",
            "location",
            "content-type",
            "content-encoding",
            "odata-entityid",
            "date",
            "sforce-limit-info",
            "preference-applied",
            "ms-correlationid",
            "last-modified",
            "x-ms-request-id");

    /** The transport cuts off what is larger than 16 MiB, so that no adapter meets it. */
    private static final int GIGANTIC = 1024 * 1024;

    /** What is asked of a system. Everything that was learned before is forgotten, as in a new process. */
    @FunctionalInterface
    interface Operation {
        void on(Transport transport);
    }

    private record Recorded(String name, Operation operation, List<Answer> answers) {}

    private final String name;
    private final int weight;
    private final List<Recorded> recorded = new ArrayList<>();

    /** @param real to the sandbox; called once for each operation */
    Answers(String name, int weight, Map<String, Operation> operations, Transport real) {
        this.name = name;
        this.weight = weight;
        operations.forEach((title, operation) -> recorded.add(new Recorded(title, operation, record(operation, real))));
    }

    @Override
    public String name() {
        return "answers of " + name;
    }

    @Override
    public int weight() {
        return weight;
    }

    @Override
    public Trial trial(Dice dice) {
        Recorded chosen = dice.pick(recorded);
        int at = dice.below(chosen.answers().size());
        Answer changed = changed(chosen.answers().get(at), dice);
        List<Answer> answers = new ArrayList<>(chosen.answers());
        answers.set(at, changed);
        return new Trial(
                () -> chosen.name() + ", call " + at + ": " + changed.status() + " " + changed.headers() + " "
                        + changed.text(),
                () -> replay(chosen.operation(), answers));
    }

    private static void replay(Operation operation, List<Answer> answers) {
        AtomicInteger calls = new AtomicInteger();
        try {
            // Whoever asks more often than in the recording gets its last answer again, but not for ever.
            operation.on(call -> {
                int number = calls.getAndIncrement();
                if (number > 2 * answers.size() + 20) {
                    throw new BrokenPromise("asked again and again");
                }
                return answers.get(Math.min(number, answers.size() - 1));
            });
        } catch (Failure told) {
            if (told.problem().detail().length() > 100_000) {
                throw new BrokenPromise("quoted a whole answer in a problem");
            }
        }
    }

    /** What the sandbox answers; an operation that it refuses gives samples of refusals. */
    private static List<Answer> record(Operation operation, Transport real) {
        List<Answer> answers = new ArrayList<>();
        try {
            operation.on(call -> {
                Answer answer = real.send(call);
                answers.add(answer);
                return answer;
            });
        } catch (Failure refused) {
            if (answers.isEmpty()) {
                throw refused;
            }
        }
        if (answers.isEmpty()) {
            throw new IllegalStateException("expected an operation that calls, found one that does not");
        }
        return answers;
    }

    private static Answer changed(Answer answer, Dice dice) {
        Mutation mutation = new Mutation(dice);
        int status = dice.oneIn(4) ? dice.pick(STATUSES) : answer.status();
        Map<String, String> headers = new HashMap<>(answer.headers());
        if (dice.oneIn(4)) {
            headers.put(dice.pick(HEADERS), Hostile.text(dice));
        }
        if (dice.oneIn(12)) {
            headers.remove(dice.pick(HEADERS));
        }
        return new Answer(status, Map.copyOf(headers), body(answer, mutation, dice));
    }

    private static byte[] body(Answer answer, Mutation mutation, Dice dice) {
        if (dice.oneIn(500)) {
            return ("{\"value\":[" + "{},".repeat(GIGANTIC / 3) + "{}]}").getBytes(StandardCharsets.UTF_8);
        }
        if (dice.oneIn(5) || answer.body().length == 0) {
            return mutation.bytes(answer.body());
        }
        try {
            JsonNode sample = JSON.readTree(answer.body());
            return mutation.json(sample).getBytes(StandardCharsets.UTF_8);
        } catch (IOException noJson) {
            return mutation.text(answer.text()).getBytes(StandardCharsets.UTF_8);
        }
    }
}
