package dev.cosell.fieldmap;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Everything that is wrong with a field map, in sentences for the person who wrote it, told together. */
public final class Faults {
    private final Set<String> sentences = new LinkedHashSet<>();

    /**
     * Adds one.
     *
     * @param where for instance {@code deals, field notes}
     * @param sentence what was expected, what was found, what to do; ends with a full stop or a question mark
     */
    void add(String where, String sentence) {
        sentences.add(where + ": " + sentence);
    }

    boolean isEmpty() {
        return sentences.isEmpty();
    }

    List<String> all() {
        return List.copyOf(sentences);
    }

    String together() {
        return together(sentences);
    }

    /** Sentences one after the other, numbered if there are several. */
    public static String together(Collection<String> sentences) {
        if (sentences.size() == 1) {
            return sentences.iterator().next();
        }
        StringBuilder text = new StringBuilder().append(sentences.size()).append(" faults.");
        int number = 0;
        for (String sentence : sentences) {
            text.append(" (").append(++number).append(") ").append(sentence);
        }
        return text.toString();
    }

    /** @throws dev.cosell.problem.Failure if there are any */
    void throwIfAny(ProblemCode code) {
        if (!isEmpty()) {
            throw problem(code).failure();
        }
    }

    Problem problem(ProblemCode code) {
        return Problem.of(code, "field map: " + together());
    }
}
