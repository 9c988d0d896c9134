package dev.cosell.sync.memory;

import dev.cosell.problem.RemoteSystem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Every call that left for one of the two systems, answered or not. */
public final class Calls {
    /**
     * One call.
     *
     * @param verb as in the step that is announced for it, for instance {@code crm.update}
     */
    public record Call(RemoteSystem system, String verb, String subject, boolean write, Instant at) {}

    private final List<Call> made = new ArrayList<>();

    void add(Call call) {
        made.add(call);
    }

    public List<Call> all() {
        return List.copyOf(made);
    }

    public Call last() {
        return made.getLast();
    }

    public int size() {
        return made.size();
    }

    public long writes() {
        return made.stream().filter(Call::write).count();
    }

    public long of(String verb) {
        return made.stream().filter(call -> call.verb().equals(verb)).count();
    }

    public long of(String verb, String subject) {
        return made.stream()
                .filter(call -> call.verb().equals(verb) && call.subject().equals(subject))
                .count();
    }

    public void forget() {
        made.clear();
    }

    @Override
    public String toString() {
        return String.join(
                ", ",
                made.stream().map(call -> call.verb() + " " + call.subject()).toList());
    }
}
