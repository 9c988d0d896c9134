package dev.cosell.sync;

import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Milestones;
import dev.cosell.referral.Status;
import dev.cosell.sync.merge.Merge;
import dev.cosell.sync.pair.AuditEntry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stands between the merge and a closing of the referral, which cannot be taken back: it is sent only if the record says
 * so itself, and only after the grace time in which the seller may reopen the record.
 */
final class ClosingGuard {
    private final PairAtWork at;

    ClosingGuard(PairAtWork at) {
        this.at = at;
    }

    /** The same result, its closing put off or stopped if it has to be. */
    Merge.Result over(Merge.Result merged) {
        Optional<Merge.Move> closing = merged.movesTo(Side.PARTNER_CENTER).stream()
                .filter(Merge.Move::closes)
                .findFirst();
        Optional<Field> guessed = guessed();
        if (guessed.isPresent()) {
            return stopped(merged, guessed.get());
        }
        if (closing.isEmpty()) {
            forget();
            return readable(merged);
        }
        Optional<Instant> asked = at.pair().deadlines().closeAt();
        if (asked.isEmpty() && at.settings.closeGrace().isZero()) {
            return readable(merged);
        }
        Instant closeAt = asked.orElseGet(() -> at.clock().plus(at.settings.closeGrace()));
        closeAt(Optional.of(closeAt));
        return at.clock().isBefore(closeAt) ? waiting(readable(merged), closing.get(), closeAt) : readable(merged);
    }

    /** The status field, if the record was read and does not say in which state it is. */
    private Optional<Field> guessed() {
        return at.closed()
                ? Optional.empty()
                : at.map()
                        .statusField()
                        .filter(field -> at.freshly(Side.CRM)
                                .map(shown -> field.on(Side.CRM, shown.values()).isEmpty())
                                .orElseGet(() -> Optional.ofNullable(
                                                at.pair().divergences().get(field.group()))
                                        .filter(problem -> problem.code() == ProblemCode.STATE_UNREADABLE)
                                        .isPresent()));
    }

    private static Merge.Result stopped(Merge.Result merged, Field status) {
        Map<String, Problem> divergences = new LinkedHashMap<>(merged.divergences());
        divergences.put(
                status.group(),
                Problem.of(
                                ProblemCode.STATE_UNREADABLE,
                                "expected a state that the field map knows in " + String.join(" and ", status.crm())
                                        + ", found none")
                        .on(status.name()));
        return new Merge.Result(withoutClosing(merged), merged.settled(), merged.held(), divergences);
    }

    /** Once the state can be read again, nothing more is said about it. */
    private static Merge.Result readable(Merge.Result merged) {
        Map<String, Problem> divergences = new LinkedHashMap<>(merged.divergences());
        divergences.values().removeIf(problem -> problem.code() == ProblemCode.STATE_UNREADABLE);
        return new Merge.Result(merged.moves(), merged.settled(), merged.held(), divergences);
    }

    private Merge.Result waiting(Merge.Result merged, Merge.Move closing, Instant closeAt) {
        String how = closing.changes().stream()
                .filter(change -> change.field().equals(closing.group()))
                .map(AuditEntry.FieldChange::after)
                .findFirst()
                .orElse("closed");
        String early = how.endsWith("/Won") && at.milestones().tooSoonToWin(closeAt) ? ". " + Milestones.TOO_SOON : "";
        Map<String, Problem> held = new LinkedHashMap<>(merged.held());
        held.put(
                closing.group(),
                Problem.of(
                                ProblemCode.CLOSING_WAITS,
                                how + " is sent to Partner Center at " + Calendar.minute(closeAt)
                                        + " unless the record is reopened before" + early)
                        .on(closing.group()));
        return new Merge.Result(withoutClosing(merged), merged.settled(), held, merged.divergences());
    }

    private static List<Merge.Move> withoutClosing(Merge.Result merged) {
        return merged.moves().stream()
                .filter(move -> move.to() != Side.PARTNER_CENTER || !move.closes())
                .toList();
    }

    /** There is no closing any more: it was sent, or the seller took it back. */
    private void forget() {
        if (at.pair().deadlines().closeAt().isEmpty()) {
            return;
        }
        boolean reopened = at.map()
                .statusField()
                .flatMap(field -> field.on(Side.CRM, at.now(Side.CRM)))
                .filter(value -> value instanceof Value.Stage(Status status) && !status.isClosed())
                .isPresent();
        if (reopened && !at.closed()) {
            at.note("closing taken back", Optional.empty(), List.of(), Optional.empty());
        }
        closeAt(Optional.empty());
    }

    private void closeAt(Optional<Instant> instant) {
        at.become(at.pair()
                .change()
                .deadlines(at.pair().deadlines().closeAt(instant))
                .now());
    }
}
