package dev.cosell.operate.notice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosell.http.Answer;
import dev.cosell.http.Call;
import dev.cosell.http.Transport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A webhook that keeps what it gets, and answers as it is told. */
public final class RecordingChannel implements Transport {
    private final List<Call> calls = new ArrayList<>();
    private int status = 202;
    private String refused = "";

    @Override
    public Answer send(Call call) {
        calls.add(call);
        boolean refuses = !refused.isEmpty() && new String(call.body(), StandardCharsets.UTF_8).contains(refused);
        return new Answer(refuses ? 400 : status, Map.of(), new byte[0]);
    }

    public RecordingChannel answers(int next) {
        status = next;
        return this;
    }

    /** What has these words in it is refused. */
    public RecordingChannel refuses(String words) {
        refused = words;
        return this;
    }

    public List<Call> calls() {
        return List.copyOf(calls);
    }

    public JsonNode body(int index) {
        try {
            return new ObjectMapper().readTree(new String(calls.get(index).body(), StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new AssertionError("expected JSON", e);
        }
    }
}
