package dev.cosell.sync;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.RecordRef;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Gives a deal that lost its other half, or never found it, another one: the record it was merged into, or what a person
 * asked for. Nothing is written here; what is forgotten is first looked for once more, because a half that is back must
 * not be replaced.
 *
 * <p>A command stays in the pair until the run is complete. It names the halves that were there when it was asked, so a
 * run after a crash sees what is done already.
 */
final class Relinking {
    static final Set<Command.Kind> KINDS = Set.of(Command.Kind.LINK, Command.Kind.CREATE, Command.Kind.CLEAR);

    private final PairAtWork at;

    Relinking(PairAtWork at) {
        this.at = at;
    }

    void relink() {
        followKnownMerge();
        for (Command command : asked()) {
            if (command.kind() == Command.Kind.LINK) {
                link(command);
            } else {
                forget(command);
            }
        }
    }

    /**
     * What was asked is done, once the seller was told: until then it says that the switch is to be turned on, also to a run
     * after a crash.
     */
    Pair done(Pair told) {
        Pair.Change change = told.change();
        asked().forEach(command -> {
            at.note(
                    command.kind().name().toLowerCase(Locale.ROOT) + " is done, asked by " + command.by(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty());
            change.done(command);
        });
        return change.now();
    }

    private List<Command> asked() {
        return at.pair().commands().stream()
                .filter(command -> KINDS.contains(command.kind()))
                .toList();
    }

    private void followKnownMerge() {
        boolean gone = at.work.cause().equals(Causes.DELETED)
                || at.pair()
                        .problem()
                        .filter(problem -> problem.code() == ProblemCode.RECORD_GONE
                                || problem.code() == ProblemCode.CLAIMED_TWICE)
                        .isPresent();
        if (gone) {
            followMerge();
        }
    }

    /**
     * Goes on with the record into which the pair's own, which is gone, was merged. A deal that was shared stays shared,
     * whichever of the two switches the seller kept: tying it to the survivor is asked for like any other link, so that
     * a run after a crash turns the switch on too.
     *
     * @return whether there is such a record
     * @throws Failure {@code CLAIMED_TWICE} if it is another deal's, which is told until it is freed
     */
    boolean followMerge() {
        if (!at.pair().linked()) {
            return false;
        }
        RecordRef gone = at.pair().record().orElseThrow();
        Optional<RecordRef> survivor = at.ports.crm().survivor(gone);
        survivor.ifPresent(record -> {
            boolean shared = at.shared();
            take(record);
            at.note("followed a merge", Optional.empty(), List.of(), Optional.empty());
            if (shared) {
                at.become(at.pair().change().command(linkTo(record, gone)).now());
            }
        });
        return survivor.isPresent();
    }

    private Command linkTo(RecordRef survivor, RecordRef gone) {
        ObjectNode details = JsonNodeFactory.instance.objectNode().put("record", survivor.id());
        return new Command("merged|" + gone, Command.Kind.LINK, details, "a merge in the CRM", at.clock());
    }

    private void link(Command command) {
        String written = command.details().path("record").asText();
        Optional<RecordRef> found = at.ports.crm().find(written);
        if (found.isEmpty()) {
            refuse(
                    command,
                    Problem.of(ProblemCode.ORPHAN, "asked to link record \"" + written + "\", which does not exist"));
        } else if (!found.equals(at.pair().record())) {
            if (recordIsThere()) {
                notNeeded(command, "the deal's own record is there");
            } else {
                takeIfFree(command, found.get());
            }
        }
    }

    private void takeIfFree(Command command, RecordRef record) {
        try {
            take(record);
            at.note("linked", Optional.empty(), List.of(), Optional.empty());
        } catch (Failure failure) {
            if (failure.problem().code() != ProblemCode.CLAIMED_TWICE) {
                throw failure;
            }
            refuse(command, failure.problem());
        }
    }

    private void take(RecordRef record) {
        new Linking(at).claimRecord(record);
        at.become(at.pair().change().withoutRecord().record(record).now());
    }

    /** Forgets the half that is gone, if it is the one that was there when somebody asked. */
    private void forget(Command command) {
        boolean sameRecord = at.pair()
                .record()
                .map(RecordRef::toString)
                .filter(command.details().path("record").asText()::equals)
                .isPresent();
        boolean sameReferral = at.pair()
                .referralId()
                .filter(command.details().path("referral").asText()::equals)
                .isPresent();
        if (!sameRecord || !sameReferral) {
            // One half was missing from the start, or is new already.
            return;
        }
        if (!recordIsThere()) {
            at.become(at.pair().change().withoutRecord().now());
            at.note("forgot the record", Optional.empty(), List.of(), Optional.empty());
        } else if (!referralIsThere()) {
            at.ports
                    .claims()
                    .claim(
                            Claim.former(at.pair().referralId().orElseThrow()),
                            at.pair().id().value());
            at.become(at.pair().change().withoutReferral().now());
            at.note("forgot the referral", Optional.empty(), List.of(), Optional.empty());
        } else {
            notNeeded(command, "both halves are there");
        }
    }

    private boolean recordIsThere() {
        return at.pair()
                .record()
                .flatMap(record -> at.ports.crm().find(record.id()))
                .isPresent();
    }

    private boolean referralIsThere() {
        try {
            at.readReferral();
            return true;
        } catch (Failure failure) {
            if (failure.problem().code() != ProblemCode.REFERRAL_GONE) {
                throw failure;
            }
            return false;
        }
    }

    private void refuse(Command command, Problem problem) {
        at.become(at.pair().change().done(command).now());
        at.note("refused to link, asked by " + command.by(), Optional.empty(), List.of(), Optional.of(problem));
    }

    private void notNeeded(Command command, String why) {
        at.become(at.pair().change().done(command).now());
        at.note("nothing to do, " + why + ", asked by " + command.by(), Optional.empty(), List.of(), Optional.empty());
    }
}
