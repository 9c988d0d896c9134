package dev.cosell.sync.pair;

import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Problem;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A referral and its record, and everything that is remembered about them. Immutable; {@link #change()} makes the next.
 *
 * @param lead which the record was made from, if it began as one
 * @param settled per subject key, the newest mark whose change is done; apart from it, the newest that was an echo, and the newest
 *     that asked for more than looking
 * @param fence grows with every lease; a writer with an older one must not complete
 * @param failures in a row
 * @param notBefore no work before this instant: back-off, or the window in which edits are collected
 * @param held per field or group, why it waits for a person
 * @param divergences per field, why the sides keep different values; told once
 * @param problem what the pair as a whole stands on
 * @param told the status last shown to the seller
 * @param conflicts per held group that both sides changed, what each of them has
 * @param commands what people asked for and nobody has done yet, oldest first
 * @param definitions per group, by which definition of the field map the pair was last in step
 * @param label what people call it, as a side last showed it
 * @param trace the run that last announced a write, as W3C trace context writes it; empty if nobody knows
 */
public record Pair(
        PairId id,
        Phase phase,
        Optional<String> referralId,
        Optional<String> engagementId,
        Optional<String> microsoftReferralId,
        Optional<RecordRef> record,
        Optional<RecordRef> lead,
        SideState partnerCenter,
        SideState crm,
        Map<String, String> settled,
        long fence,
        Optional<Lease> lease,
        Optional<Pending> pending,
        int failures,
        Optional<Instant> notBefore,
        Map<String, Problem> held,
        Map<String, Problem> divergences,
        Map<String, Conflict> conflicts,
        Map<String, Crossing> crossings,
        Optional<Problem> problem,
        String told,
        List<Command> commands,
        Deadlines deadlines,
        Map<String, String> definitions,
        Label label,
        String trace,
        Instant createdAt) {
    private static final String ECHO_OF = "echo of ";
    private static final String REQUEST_OF = "request of ";

    /** A pair of which only the id is known. */
    public static Pair fresh(PairId id, Instant now) {
        return new Pair(
                id,
                Phase.LINKING,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                SideState.UNKNOWN,
                SideState.UNKNOWN,
                Map.of(),
                0,
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Optional.empty(),
                "",
                List.of(),
                Deadlines.NONE,
                Map.of(),
                Label.NONE,
                "",
                now);
    }

    public SideState side(Side side) {
        return side == Side.PARTNER_CENTER ? partnerCenter : crm;
    }

    /** Whether both halves are known. */
    public boolean linked() {
        return referralId.isPresent() && record.isPresent();
    }

    /** Whether nothing is left to do for a mark. */
    public boolean hasSettled(Subject subject, String mark) {
        return mark.equals(settled.get(subject.key())) || mark.equals(settled.get(ECHO_OF + subject.key()));
    }

    /** Whether nothing is left to do for a hint: neither for its newest mark nor for what was asked. */
    public boolean hasSettled(Hint hint) {
        return hasSettled(hint.subject(), hint.mark()) && open(hint).isEmpty();
    }

    /** Whether a mark of a subject was ever settled, in whatever way. */
    public boolean hasSettledAny(Subject subject) {
        return Stream.of("", ECHO_OF, REQUEST_OF)
                .map(kind -> kind + subject.key())
                .anyMatch(settled::containsKey);
    }

    /** What was asked beyond looking, if it is not done yet. */
    public Optional<Hint.Request> open(Hint hint) {
        return hint.request().filter(asked -> !hasCarriedOut(hint.subject(), asked.mark()));
    }

    private boolean hasCarriedOut(Subject subject, String mark) {
        return mark.equals(settled.get(REQUEST_OF + subject.key()));
    }

    /**
     * Whether nothing is left to do for a message. A run that began after the newest mark covers all that came before;
     * an echo covers only itself, for its evidence says nothing about earlier events. And what asks for more than looking
     * is covered by nothing but itself.
     */
    public boolean isDone(Work work, String newest) {
        if (Causes.asksMore(work.cause())) {
            return hasCarriedOut(work.subject(), work.mark());
        }
        return newest.equals(settled.get(work.subject().key()))
                || work.mark().equals(newest) && hasSettled(work.subject(), newest);
    }

    public boolean leasedAt(Instant now) {
        return lease.filter(held -> held.until().isAfter(now)).isPresent();
    }

    public Change change() {
        return new Change(this);
    }

    /** Makes the next state of a pair, step by step. */
    public static final class Change {
        private final Pair was;
        private Phase phase;
        private Optional<String> referralId;
        private Optional<String> engagementId;
        private Optional<String> microsoftReferralId;
        private Optional<RecordRef> record;
        private Optional<RecordRef> lead;
        private SideState partnerCenter;
        private SideState crm;
        private Map<String, String> settled;
        private long fence;
        private Optional<Lease> lease;
        private Optional<Pending> pending;
        private int failures;
        private Optional<Instant> notBefore;
        private Map<String, Problem> held;
        private Map<String, Problem> divergences;
        private Map<String, Conflict> conflicts;
        private Map<String, Crossing> crossings;
        private Optional<Problem> problem;
        private String told;
        private List<Command> commands;
        private Deadlines deadlines;
        private Map<String, String> definitions;
        private Label label;
        private String trace;

        private Change(Pair was) {
            this.was = was;
            this.phase = was.phase;
            this.referralId = was.referralId;
            this.engagementId = was.engagementId;
            this.microsoftReferralId = was.microsoftReferralId;
            this.record = was.record;
            this.lead = was.lead;
            this.partnerCenter = was.partnerCenter;
            this.crm = was.crm;
            this.settled = was.settled;
            this.fence = was.fence;
            this.lease = was.lease;
            this.pending = was.pending;
            this.failures = was.failures;
            this.notBefore = was.notBefore;
            this.held = was.held;
            this.divergences = was.divergences;
            this.conflicts = was.conflicts;
            this.crossings = was.crossings;
            this.problem = was.problem;
            this.told = was.told;
            this.commands = was.commands;
            this.deadlines = was.deadlines;
            this.definitions = was.definitions;
            this.label = was.label;
            this.trace = was.trace;
        }

        public Change phase(Phase now) {
            phase = now;
            return this;
        }

        public Change referral(String id) {
            referralId = Optional.of(id);
            return this;
        }

        public Change engagement(Optional<String> id) {
            engagementId = id.or(() -> engagementId);
            return this;
        }

        public Change microsoftReferral(String id) {
            microsoftReferralId = Optional.of(id);
            return this;
        }

        /** The record; one of another table has another map, by which the pair was never in step. */
        public Change record(RecordRef ref) {
            if (record.filter(was -> !was.table().equals(ref.table())).isPresent()) {
                definitions = Map.of();
            }
            record = Optional.of(ref);
            return this;
        }

        /** The record is not this deal's any more. What both sides showed was compared with it, so it is forgotten too. */
        public Change withoutRecord() {
            record = Optional.empty();
            return unmet();
        }

        /** The referral, and all that came with it, is not this deal's any more; what both sides showed is forgotten too. */
        public Change withoutReferral() {
            referralId = Optional.empty();
            engagementId = Optional.empty();
            microsoftReferralId = Optional.empty();
            return unmet();
        }

        /** As if both halves met for the first time. */
        Change unmet() {
            partnerCenter = SideState.UNKNOWN;
            crm = SideState.UNKNOWN;
            definitions = Map.of();
            return held(Map.of()).divergences(Map.of()).conflicts(Map.of()).crossings(Map.of());
        }

        /** The lead that the record was made from. */
        public Change lead(Optional<RecordRef> ref) {
            lead = ref;
            return this;
        }

        public Change side(Side side, SideState state) {
            if (side == Side.PARTNER_CENTER) {
                partnerCenter = state;
            } else {
                crm = state;
            }
            return this;
        }

        public SideState side(Side side) {
            return side == Side.PARTNER_CENTER ? partnerCenter : crm;
        }

        public Change settle(Subject subject, String mark) {
            settled = with(settled, subject.key(), mark);
            return this;
        }

        /** Settles the newest mark, which a run found when it began, and what the run was asked for. */
        public Change settle(Work work, Hint hint) {
            settle(work.subject(), hint.mark());
            if (Causes.asksMore(work.cause())) {
                settled = with(settled, REQUEST_OF + work.subject().key(), work.mark());
            }
            return this;
        }

        /** Settles the mark of an event that told nothing new; marks before it stay as they are. */
        public Change settleEcho(Subject subject, String mark) {
            settled = with(settled, ECHO_OF + subject.key(), mark);
            return this;
        }

        /** A new fence without a lease, for what is noted without writing anywhere. */
        public Change raiseFence() {
            fence = was.fence + 1;
            return this;
        }

        /** Takes the lease: the fence grows, so that whoever held it before can no longer complete. */
        public Change lease(Lease taken) {
            fence = was.fence + 1;
            lease = Optional.of(taken);
            return this;
        }

        /** Keeps the lease that is held, for longer. */
        public Change prolong(Lease same) {
            lease = Optional.of(same);
            return this;
        }

        public Change release() {
            lease = Optional.empty();
            return this;
        }

        public Change pending(Optional<Pending> next) {
            pending = next;
            return this;
        }

        public Change failures(int count) {
            failures = count;
            return this;
        }

        public Change notBefore(Optional<Instant> instant) {
            notBefore = instant;
            return this;
        }

        public Change held(Map<String, Problem> now) {
            held = inOrder(now, held);
            return this;
        }

        public Change divergences(Map<String, Problem> now) {
            divergences = inOrder(now, divergences);
            return this;
        }

        public Change conflicts(Map<String, Conflict> now) {
            conflicts = inOrder(now, conflicts);
            return this;
        }

        public Change crossings(Map<String, Crossing> now) {
            crossings = inOrder(now, crossings);
            return this;
        }

        public Change problem(Optional<Problem> now) {
            problem = now;
            return this;
        }

        public Change told(String status) {
            told = status;
            return this;
        }

        /**
         * Takes up what somebody asked for; asked before under the same id, it is not asked again. From then on the pair is
         * one to be looked at, so that the request is carried out also if nobody comes to mark and queue it.
         */
        public Change command(Command asked) {
            if (commands.stream().noneMatch(known -> known.id().equals(asked.id()))) {
                commands = Stream.concat(commands.stream(), Stream.of(asked)).toList();
                Instant looked = deadlines.wakeAt().filter(asked.at()::isAfter).orElse(asked.at());
                deadlines = deadlines.wakeAt(Optional.of(looked));
            }
            return this;
        }

        /** What was asked for is done, or will not be. */
        public Change done(Command command) {
            commands = commands.stream()
                    .filter(known -> !known.id().equals(command.id()))
                    .toList();
            return this;
        }

        public Change commands(List<Command> now) {
            commands = now;
            return this;
        }

        public Change deadlines(Deadlines now) {
            deadlines = now;
            return this;
        }

        /** The pair is in step by these definitions. */
        public Change definitions(Map<String, String> now) {
            definitions = inOrder(now, definitions);
            return this;
        }

        /** What people call the deal; what is not known of it now stays as it was. */
        public Change label(Label now) {
            label = now.or(label);
            return this;
        }

        /** Under which run it is written from now on. */
        public Change trace(String run) {
            trace = run;
            return this;
        }

        public Pair now() {
            return new Pair(
                    was.id,
                    phase,
                    referralId,
                    engagementId,
                    microsoftReferralId,
                    record,
                    lead,
                    partnerCenter,
                    crm,
                    settled,
                    fence,
                    lease,
                    pending,
                    failures,
                    notBefore,
                    held,
                    divergences,
                    conflicts,
                    crossings,
                    problem,
                    told,
                    commands,
                    deadlines,
                    definitions,
                    label,
                    trace,
                    was.createdAt);
        }

        private static Map<String, String> with(Map<String, String> map, String key, String value) {
            Map<String, String> more = new LinkedHashMap<>(map);
            more.put(key, value);
            return inOrder(more, map);
        }

        /** One order on every instance: what the seller is told is made from it and must not flicker. */
        private static <V> Map<String, V> inOrder(Map<String, V> now, Map<String, V> before) {
            return now.equals(before) ? before : Collections.unmodifiableMap(new TreeMap<>(now));
        }
    }
}
