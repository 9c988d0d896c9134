package dev.cosell.operate.doctor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Everything that was found at one time.
 *
 * @param findings in the order of the checks
 */
public record Examination(Instant at, List<Finding> findings) {
    public Examination {
        findings = List.copyOf(findings);
    }

    /** The worst of all findings. */
    public State state() {
        return findings.stream()
                .map(Finding::state)
                .max(Comparator.naturalOrder())
                .orElse(State.OK);
    }

    /** Whether nothing failed: a warning stops nobody. */
    public boolean isHealthy() {
        return state() != State.FAILED;
    }

    public List<Finding> of(String check) {
        return findings.stream()
                .filter(finding -> finding.check().equals(check))
                .toList();
    }

    public long count(State state) {
        return findings.stream().filter(finding -> finding.state() == state).count();
    }

    /** As answers show it: {@code examinedAt}, {@code state}, {@code summary}, {@code findings}. */
    public ObjectNode json() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("examinedAt", at.toString()).put("state", state().word()).put("summary", summary());
        ObjectNode counts = body.putObject("counts");
        Arrays.stream(State.values()).forEach(state -> counts.put(state.word(), count(state)));
        ArrayNode all = body.putArray("findings");
        findings.forEach(finding -> all.add(finding.json()));
        return body;
    }

    private String summary() {
        String bad = named(State.FAILED);
        String odd = named(State.WARNING);
        if (!bad.isEmpty()) {
            return "Failed: " + bad + (odd.isEmpty() ? "." : ". To look at: " + odd + ".");
        }
        return odd.isEmpty() ? "Nothing is wrong." : "Everything works. To look at: " + odd + ".";
    }

    private String named(State state) {
        return findings.stream()
                .filter(finding -> finding.state() == state)
                .map(Finding::check)
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
