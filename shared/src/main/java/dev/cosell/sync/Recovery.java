package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.Referral;
import dev.cosell.referral.Status;
import dev.cosell.sync.merge.Merge;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Pending;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out what became of a write that was announced but never completed: a crash, a timeout, a 5xx after the commit.
 * What happened is adopted, so that it is neither repeated nor mistaken for somebody's edit.
 */
final class Recovery {
    /** How far the clocks of a service and of storage may be apart when looking for something just made. */
    private static final Duration CLOCKS = Duration.ofMinutes(5);

    private final PairAtWork at;

    Recovery(PairAtWork at) {
        this.at = at;
    }

    void lookBack() {
        Optional<Pending> pending = at.pair().pending();
        if (pending.isEmpty()) {
            return;
        }
        switch (pending.get().kind()) {
            case UPDATE -> {
                update(pending.get());
                new TakingBack(at).lookBack(pending.get());
            }
            case CREATE_RECORD -> createdRecord(pending.get());
            case CREATE_REFERRAL -> createdReferral(pending.get());
            case CREATE_MICROSOFT_REFERRAL -> createdMicrosofts(pending.get());
            case QUALIFY_LEAD, SETTLE_IN -> lookAtTheRecord();
            case UPDATE_ACCOUNT -> new EnteringCountry(at).lookBack(pending.get());
        }
    }

    private void forget() {
        at.become(at.pair().change().pending(Optional.empty()).now());
    }

    private void update(Pending pending) {
        Snapshot shown = read(pending);
        Map<String, JsonNode> target = new LinkedHashMap<>();
        Map<String, JsonNode> source = new LinkedHashMap<>();
        List<AuditEntry.FieldChange> changes = new ArrayList<>();
        Set<String> crossed = new HashSet<>();
        Set<String> unknown = new HashSet<>();
        for (Map.Entry<String, List<Field>> named : at.map().groups().entrySet()) {
            List<Field> group = named.getValue();
            if (landed(group, pending, shown)) {
                crossed.add(named.getKey());
                group.forEach(field -> change(field, pending).ifPresent(changes::add));
                boolean half = Merge.stillToTell(group, pending.side(), shown.values(), pending.sources());
                for (Field field : group) {
                    copy(half ? List.of() : field.paths(pending.side()), shown.values(), target);
                    copy(field.paths(pending.side().other()), pending.sources(), source);
                }
            } else if (isHidden(group, pending, shown)) {
                group.forEach(field -> unknown.addAll(field.paths(pending.side())));
            }
        }
        boolean anything = !target.isEmpty() || !source.isEmpty();
        source.keySet().removeAll(stillToCross(pending, shown, crossed));
        at.become(at.pair()
                .change()
                .pending(Optional.empty())
                .side(
                        pending.side(),
                        at.pair().side(pending.side()).without(unknown).seeing(target))
                .side(
                        pending.side().other(),
                        at.pair().side(pending.side().other()).seeing(source))
                .now());
        if (anything) {
            at.note("found written", Optional.of(pending.side()), changes, Optional.empty());
        }
    }

    /**
     * Reads what an update was about. Partner Center may show for a moment what was true before its latest change, so the very
     * version that was to be changed tells nothing of what became of the write. After a few tries what is shown counts.
     *
     * @throws Failure {@code NOT_YET_VISIBLE} if that version is still shown
     */
    Snapshot read(Pending pending) {
        Snapshot shown = at.read(pending.side());
        boolean mayLag =
                pending.side() == Side.PARTNER_CENTER && shown.version().equals(Optional.of(pending.key()));
        if (mayLag && at.began.failures() < Reading.TRIES_TO_SEE_IT) {
            throw Problem.of(
                            ProblemCode.NOT_YET_VISIBLE,
                            "version " + pending.key() + " of the referral was to be changed, it is still shown")
                    .from(RemoteSystem.PARTNER_CENTER)
                    .failure();
        }
        return shown;
    }

    /** Paths of the other side that groups which did not land have yet to carry, also those that were not announced. */
    private Set<String> stillToCross(Pending pending, Snapshot shown, Set<String> crossed) {
        Map<String, JsonNode> from = new LinkedHashMap<>(at.now(pending.side().other()));
        from.putAll(pending.sources());
        boolean toCrm = pending.side() == Side.CRM;
        return SharedPaths.stillToCross(
                at.map(),
                at.pair(),
                toCrm ? from : shown.values(),
                toCrm ? shown.values() : from,
                pending.side(),
                crossed,
                at.understanding);
    }

    /** What landed of a field, for the timeline: without it nobody could tell later where the value came from. */
    private Optional<AuditEntry.FieldChange> change(Field field, Pending pending) {
        Optional<Value> before =
                field.on(pending.side(), at.pair().side(pending.side()).seen());
        return field.on(pending.side(), pending.values())
                .filter(after -> !before.equals(Optional.of(after)))
                .map(after -> new AuditEntry.FieldChange(
                        field.name(),
                        before.map(field::told).orElse("(unknown)"),
                        field.told(after),
                        Optional.empty()));
    }

    /** A group landed if everything that was to be written of it is what the target shows now; no mark is ever written. */
    private static boolean landed(List<Field> group, Pending pending, Snapshot shown) {
        boolean any = false;
        for (Field field : group) {
            Optional<Value> wanted = field.on(pending.side(), pending.values());
            if (wanted.isPresent()) {
                any = true;
                boolean shows = wanted.equals(field.on(pending.side(), shown.values()));
                if (!shows || field.isMarked(pending.side(), shown.values())) {
                    return false;
                }
            }
        }
        return any;
    }

    /**
     * Whether it is not to be seen if a group landed. What the target showed before is then no base to tell by later: what
     * we may have written ourselves would look like somebody's edit.
     */
    private static boolean isHidden(List<Field> group, Pending pending, Snapshot shown) {
        return group.stream()
                .filter(field -> field.on(pending.side(), pending.values()).isPresent())
                .anyMatch(field -> field.on(pending.side(), shown.values()).isEmpty());
    }

    private static void copy(List<String> paths, Map<String, JsonNode> from, Map<String, JsonNode> to) {
        paths.stream().filter(from::containsKey).forEach(path -> to.put(path, from.get(path)));
    }

    /**
     * The record's name was chosen by us: it is there or it is not. It may come yet, as it was announced, as long as a call
     * can be under way, which ends with the lease it was announced under; without the announcement it would then look like
     * a record that somebody else had filled in.
     */
    private void createdRecord(Pending pending) {
        RecordRef record = Linking.recordToMake(at.maps, pending);
        try {
            Snapshot shown = at.ports.crm().read(record);
            new Linking(at).adoptMade(pending, shown);
        } catch (Failure failure) {
            if (failure.problem().code() != ProblemCode.RECORD_GONE) {
                throw failure;
            }
            Instant end = pending.startedAt().plus(at.settings.timing().lease());
            if (at.clock().isBefore(end)) {
                throw nothingYet(pending, Duration.between(at.clock(), end)).failure();
            }
            forget();
        }
    }

    /**
     * A lead can be qualified only once, and shows whether it was; a deal made from it is given only what it lacks. So the
     * rest of the run goes by what the record shows. Should a call still be under way, the CRM refuses the second one.
     */
    private void lookAtTheRecord() {
        forget();
        at.readRecord();
    }

    private void createdReferral(Pending pending) {
        String wanted = at.pair().record().orElseThrow().id();
        List<Referral> candidates = at
                .ports
                .partnerCenter()
                .createdSince(pending.startedAt().minus(CLOCKS))
                .stream()
                .filter(referral -> !referral.isMicrosofts())
                .filter(referral -> referral.externalReferenceId()
                        .filter(wanted::equalsIgnoreCase)
                        .isPresent())
                .toList();
        if (candidates.size() > 1) {
            candidates = candidates.stream()
                    .filter(referral ->
                            referral.status().filter(Status::isClosed).isEmpty())
                    .toList();
        }
        if (candidates.size() > 1) {
            throw Problem.of(
                            ProblemCode.CREATE_AMBIGUOUS,
                            "referrals " + candidates.stream().map(Referral::id).toList() + " all name record "
                                    + wanted)
                    .failure();
        }
        if (candidates.isEmpty()) {
            lookAgainOrForget(pending);
        } else {
            new Linking(at).adoptMade(pending, candidates.getFirst());
        }
    }

    private void createdMicrosofts(Pending pending) {
        if (!new Linking(at).foundMicrosofts()) {
            lookAgainOrForget(pending);
        }
    }

    /**
     * Nothing is there yet, but a list can lag behind: it is made again only after the call can no longer be under way
     * and two looks some minutes apart found nothing.
     */
    private void lookAgainOrForget(Pending pending) {
        Instant now = at.clock();
        boolean over = now.isAfter(pending.startedAt().plus(at.settings.timing().longestCall()));
        boolean lookedLongAgo = pending.looks() > 0
                && !now.isBefore(pending.lastLook().plus(at.settings.timing().lookAgain()));
        if (over && lookedLongAgo) {
            forget();
            return;
        }
        at.become(at.pair()
                .change()
                .pending(Optional.of(pending.looks() == 0 && over ? pending.lookedInVain(now) : pending))
                .now());
        Duration wait =
                over ? at.settings.timing().lookAgain() : at.settings.timing().callTimeout();
        throw nothingYet(pending, wait).failure();
    }

    private static Problem nothingYet(Pending pending, Duration wait) {
        return Problem.of(
                        ProblemCode.OUTCOME_UNCLEAR,
                        "looked for what " + pending.kind() + " may have made: nothing yet")
                .retryAfter(wait)
                .withOutcomeUnknown();
    }
}
