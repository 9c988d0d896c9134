package dev.cosell.sync;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Referral;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.port.Written;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What one message costs while nothing fails: one reading and one write. What comes on top has its reason in the protocol,
 * and each reason is a term here.
 */
final class Costs {
    private static final Set<String> READINGS = Set.of("pc.read", "crm.read");
    private static final Set<String> WRITES = Set.of("pc.patch", "crm.update");
    private static final Set<String> MAKING =
            Set.of("pc.create", "crm.create", "crm.createAccount", "crm.createContact", "crm.qualify");
    private static final String WORD = "crm.tell";

    /** The side the message is about; and the other one for lists, closings, what is held, and what somebody asked for. */
    private static final int SIDES = 2;

    private final List<String> calls = new ArrayList<>();
    private final Set<String> recordsRead = new HashSet<>();
    private int done;
    private int changedMeanwhile;
    private boolean foundGone;
    private boolean readTooEarly;

    /** The worker comes to its pair: what it read before somebody else worked on that is out of date. */
    void meets(Pair pair) {
        readTooEarly = pair.fence() > 0 && calls.contains("crm.read");
    }

    /** @param row what it is about */
    void call(String verb, String row) {
        calls.add(verb);
        if (verb.equals("crm.read")) {
            recordsRead.add(row);
        }
    }

    void answered(Object result) {
        done += result instanceof Written.Done || result instanceof Referral ? 1 : 0;
        changedMeanwhile += result instanceof Written.Stale ? 1 : 0;
    }

    /** A half that is gone is noticed by the call that looks for it, and a lead that somebody else qualified by qualifying it. */
    void refused(String method, Problem problem) {
        foundGone |= problem.code() == ProblemCode.RECORD_GONE || problem.code() == ProblemCode.REFERRAL_GONE;
        changedMeanwhile += method.equals("qualify") && problem.code() == ProblemCode.RECORD_CLOSED ? 1 : 0;
    }

    /** Writes that found what they were to change changed by somebody else. */
    int changedMeanwhile() {
        return changedMeanwhile;
    }

    int size() {
        return calls.size();
    }

    /**
     * What was called without a reason.
     *
     * @param unlinked whether the pair had one half only
     * @param aboutMicrosoftsHalf which is read besides
     * @param byItsLead whether the pair of a deal was found by the lead it was made from
     * @param doubted whether a first load found something about the half: then it is looked at once more who else may be meant,
     *     as long as the worker does not know that the two are linked
     */
    List<String> excess(boolean unlinked, boolean aboutMicrosoftsHalf, boolean byItsLead, boolean doubted) {
        boolean halfMissing = unlinked || foundGone;
        boolean whoElse = doubted && (unlinked || readTooEarly);
        // A deal moves on from the lead it was made of: then two records are read.
        boolean moves = halfMissing || recordsRead.size() > 1 || calls.stream().anyMatch(MAKING::contains);
        List<String> excess = new ArrayList<>();
        // "Changed meanwhile" is answered by one more reading; a half that was found, made or moved on to is read as
        // well, and so is a record that was read too early. To find the pair of a deal by its lead, both are read
        // before, when nobody knows the pair yet.
        int once = (int) Stream.of(moves, aboutMicrosoftsHalf, readTooEarly, whoElse)
                .filter(reason -> reason)
                .count();
        atMost(SIDES + changedMeanwhile + once + (byItsLead ? SIDES : 0), READINGS::contains, excess);
        // A write that is neither done nor overtaken found its record gone.
        atMost(done + changedMeanwhile + (halfMissing ? 1 : 0), WRITES::contains, excess);
        // A word to the seller travels with a write; where there is none it costs one.
        atMost(1, WORD::equals, excess);
        // Who the other half, its customer and its people are is looked up once, in each place.
        int lookUps = (moves ? 1 : 0) + (whoElse ? 1 : 0);
        calls.stream()
                .filter(Predicate.not(Costs::isDaily))
                .distinct()
                .forEach(verb -> atMost(lookUps, verb::equals, excess));
        return excess;
    }

    private static boolean isDaily(String verb) {
        return READINGS.contains(verb) || WRITES.contains(verb) || MAKING.contains(verb) || verb.equals(WORD);
    }

    private void atMost(long most, Predicate<String> which, List<String> excess) {
        List<String> made = calls.stream().filter(which).toList();
        if (made.size() > most) {
            excess.add(made + ", expected " + most);
        }
    }

    @Override
    public String toString() {
        return calls.toString();
    }
}
