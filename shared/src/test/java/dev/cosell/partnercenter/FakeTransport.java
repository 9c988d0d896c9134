package dev.cosell.partnercenter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cosell.http.Answer;
import dev.cosell.http.Call;
import dev.cosell.http.Transport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Gives prepared answers in order and remembers the calls. */
final class FakeTransport implements Transport {
    final List<Call> calls = new ArrayList<>();
    private final Deque<Supplier<Answer>> answers = new ArrayDeque<>();

    FakeTransport answers(int status, String body) {
        return answers(status, Map.of(), body);
    }

    FakeTransport answers(int status, Map<String, String> headers, String body) {
        answers.add(() -> new Answer(status, headers, body.getBytes(UTF_8)));
        return this;
    }

    FakeTransport fails(RuntimeException failure) {
        answers.add(() -> {
            throw failure;
        });
        return this;
    }

    @Override
    public Answer send(Call call) {
        calls.add(call);
        return answers.remove().get();
    }

    /** Method and address of each call. */
    List<String> sent() {
        return calls.stream().map(call -> call.method() + " " + call.uri()).toList();
    }

    String header(int call, String name) {
        return calls.get(call).headers().get(name);
    }

    String body(int call) {
        return new String(calls.get(call).body(), UTF_8);
    }
}
