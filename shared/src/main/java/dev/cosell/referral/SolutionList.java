package dev.cosell.referral;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is known about solutions at one moment.
 *
 * <p>Once somebody gave a list, the ids in it are known and no others, for a mistyped id may be in a referral too. As long
 * as nobody did, what referrals name is no complete picture: then a new id is unknown only if it looks like a known one
 * mistyped.
 */
public final class SolutionList implements KnownSolutions {
    /** A list with nothing in it. */
    public static final SolutionList EMPTY = new SolutionList(List.of(), List.of());

    private static final int MISTYPED = 2;
    /** Shorter ids are too alike to tell a mistyped one from another one. */
    private static final int LONG_ENOUGH = 10;

    private final Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final boolean complete;

    /**
     * @param listed ids from settings or an upload
     * @param learned ids that referrals named; they count only without a list
     */
    public SolutionList(Collection<String> listed, Collection<String> learned) {
        known.addAll(listed.isEmpty() ? learned : listed);
        complete = !listed.isEmpty();
    }

    @Override
    public boolean isEmpty() {
        return known.isEmpty();
    }

    @Override
    public boolean isKnown(String id) {
        return known.contains(id.strip()) || !complete && !looksMistyped(id);
    }

    @Override
    public List<String> near(String id) {
        return Near.to(id.strip(), known);
    }

    private boolean looksMistyped(String id) {
        String plain = id.strip();
        return plain.length() >= LONG_ENOUGH && known.stream().anyMatch(each -> Near.letters(plain, each) <= MISTYPED);
    }

    @Override
    public String toString() {
        return known.stream().collect(Collectors.joining(", "));
    }
}
