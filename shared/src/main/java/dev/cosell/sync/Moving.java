package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Handling;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Milestones;
import dev.cosell.referral.Status;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Pending;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.port.Written;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the moves that people asked for: as if somebody had made them in Partner Center, so that the record follows by the
 * ordinary merge, whatever it shows. A move is checked on a fresh reading and sent once; what cannot be done is dropped
 * and says why in the timeline.
 */
final class Moving {
    private static final int STALE_ROUNDS = 3;

    private final PairAtWork at;

    Moving(PairAtWork at) {
        this.at = at;
    }

    void doWhatWasAsked() {
        for (Command command : at.pair().commands()) {
            Optional<Status> wanted = command.kind().move();
            if (wanted.isPresent()) {
                move(command, wanted.get());
            } else if (command.kind() == Command.Kind.CANCEL_CLOSE) {
                takeBack(command);
            } else if (command.kind() == Command.Kind.CLOSE_NOW) {
                sendNow(command);
            }
        }
    }

    private void move(Command command, Status wanted) {
        if (at.pair().referralId().isEmpty()) {
            return; // Still to be made: the next run finds it.
        }
        if (!at.shared()) {
            refused(command, impossible("expected the record's sync to be on, found it off"));
            return;
        }
        for (int round = 0; round < STALE_ROUNDS; round++) {
            if (at.freshly(Side.PARTNER_CENTER).isEmpty()) {
                at.readReferral();
            }
            Optional<Status> here = at.milestones().status();
            if (here.equals(Optional.of(wanted))) {
                done(command, "is so already");
                return;
            }
            if (here.isEmpty() || !here.get().next().contains(wanted)) {
                refused(command, impossible(expected(here) + ", not " + wanted));
                return;
            }
            if (sent(command, Side.PARTNER_CENTER, patch(command, wanted), Map.of())) {
                return;
            }
        }
        throw Problem.of(ProblemCode.MOVED_ON, Side.PARTNER_CENTER.label() + " changed " + STALE_ROUNDS + " times")
                .failure();
    }

    private Map<String, JsonNode> patch(Command command, Status wanted) {
        Map<String, JsonNode> values =
                new LinkedHashMap<>(status().stored(Side.PARTNER_CENTER, new Value.Stage(wanted)));
        command.reason().ifPresent(reason -> values.put(Milestones.REASON, TextNode.valueOf(reason)));
        return values;
    }

    /** The record goes back to what Partner Center shows. */
    private void takeBack(Command command) {
        if (at.pair().deadlines().closeAt().isEmpty()) {
            refused(command, impossible("expected a closing that waits, found none"));
            return;
        }
        if (new TakingBack(at).meansAnother(command)) {
            refused(command, impossible("expected the closing that waited then, found another one"));
            return;
        }
        for (int round = 0; round < STALE_ROUNDS; round++) {
            if (at.freshly(Side.PARTNER_CENTER).isEmpty()) {
                at.readReferral();
            }
            if (at.freshly(Side.CRM).isEmpty()) {
                at.readRecord();
            }
            Optional<Status> here = at.milestones().status().filter(status -> !status.isClosed());
            if (here.isEmpty()) {
                refused(command, impossible(expected(at.milestones().status())));
                return;
            }
            Map<String, JsonNode> sources = new LinkedHashMap<>(at.now(Side.PARTNER_CENTER));
            sources.keySet().retainAll(status().paths(Side.PARTNER_CENTER));
            if (sent(command, Side.CRM, status().stored(Side.CRM, new Value.Stage(here.get())), sources)) {
                return;
            }
        }
        throw Problem.of(ProblemCode.MOVED_ON, Side.CRM.label() + " changed " + STALE_ROUNDS + " times")
                .failure();
    }

    private void sendNow(Command command) {
        if (at.pair().deadlines().closeAt().isEmpty()) {
            refused(command, impossible("expected a closing that waits, found none"));
            return;
        }
        closeAt(Optional.of(at.clock()));
        done(command, "is sent now");
    }

    /**
     * Announces a write and makes it.
     *
     * @param sources what it comes from on the other side, which then is known there; none if nobody there said so
     * @return false if the side was no longer as it was read; it has been read again
     */
    private boolean sent(Command command, Side to, Map<String, JsonNode> values, Map<String, JsonNode> sources) {
        Instant now = at.clock();
        String key = to == Side.CRM
                ? TakingBack.key(command, at.pair().crm().version().orElseThrow())
                : "";
        Pending pending = new Pending(Pending.Kind.UPDATE, to, values, sources, key, now, 0, now);
        Written written;
        try {
            written = at.announced(pending, () -> write(to, values));
        } catch (Failure failure) {
            Problem problem = failure.problem();
            if (problem.handling() != Handling.PERSON || problem.outcomeUnknown()) {
                throw failure;
            }
            refused(command, problem);
            return true;
        }
        if (written instanceof Written.Done(Snapshot shown)) {
            wrote(to, shown, sources);
            if (to == Side.CRM) {
                note(command, "closing taken back, asked by " + command.by(), Optional.empty());
            } else {
                done(command, "is done");
            }
            return true;
        }
        at.become(at.pair().change().pending(Optional.empty()).now());
        at.unread(to);
        return false;
    }

    private Written write(Side to, Map<String, JsonNode> values) {
        String version = at.pair().side(to).version().orElseThrow();
        return to == Side.PARTNER_CENTER
                ? at.ports.partnerCenter().patch(at.pair().referralId().orElseThrow(), version, values)
                : at.ports.crm().update(at.pair().record().orElseThrow(), version, values);
    }

    /** What comes from nowhere on the other side is not taken as seen: it moves there like any other change. */
    private void wrote(Side to, Snapshot shown, Map<String, JsonNode> sources) {
        Map<String, JsonNode> target = new LinkedHashMap<>(shown.values());
        target.keySet().retainAll(sources.isEmpty() ? List.of() : status().paths(to));
        at.show(to, shown);
        at.become(at.pair()
                .change()
                .pending(Optional.empty())
                .side(to, at.pair().side(to).seeing(target).at(shown.version(), shown.updatedAt()))
                .side(to.other(), at.pair().side(to.other()).seeing(sources))
                .now());
        if (to == Side.CRM) {
            closeAt(Optional.empty());
        }
    }

    private void closeAt(Optional<Instant> instant) {
        at.become(at.pair()
                .change()
                .deadlines(at.pair().deadlines().closeAt(instant))
                .now());
    }

    private void done(Command command, String how) {
        note(command, command.text() + " " + how, Optional.empty());
    }

    private void refused(Command command, Problem problem) {
        note(command, command.text() + " is not possible", Optional.of(problem));
    }

    private void note(Command command, String did, Optional<Problem> problem) {
        at.note(did, Optional.empty(), List.of(), problem);
        at.become(at.pair().change().done(command).now());
    }

    private Field status() {
        return at.map()
                .statusField()
                .orElseThrow(() -> Problem.of(
                                ProblemCode.MISCONFIGURED,
                                "expected a status field in the map of "
                                        + at.map().table() + ", found none")
                        .failure());
    }

    private static Problem impossible(String detail) {
        return Problem.of(ProblemCode.ILLEGAL_MOVE, detail);
    }

    private static String expected(Optional<Status> here) {
        return here.map(status -> "the referral is " + status + "; from there only " + status.next() + " is possible")
                .orElse("the referral's present status is not known");
    }
}
