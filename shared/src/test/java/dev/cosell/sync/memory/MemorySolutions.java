package dev.cosell.sync.memory;

import dev.cosell.referral.KnownSolutions;
import dev.cosell.referral.Solution;
import dev.cosell.referral.SolutionList;
import dev.cosell.sync.port.Solutions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A catalogue of solutions in memory. */
public final class MemorySolutions implements Solutions {
    private final Set<String> listed = new TreeSet<>();
    private final Set<String> learned = new TreeSet<>();

    @Override
    public KnownSolutions known() {
        return new SolutionList(listed, learned);
    }

    @Override
    public void learn(List<Solution> used, Instant at) {
        used.forEach(solution -> learned.add(solution.id()));
    }

    /** An admin gives a list. */
    public void lists(String... ids) {
        listed.addAll(List.of(ids));
    }

    /** What was learned, in order. */
    public List<String> learned() {
        return new ArrayList<>(learned);
    }
}
