package dev.cosell.operate.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Admission;
import dev.cosell.referral.KnownSolutions;
import dev.cosell.referral.Referral;
import dev.cosell.referral.Status;
import dev.cosell.sync.Belonging;
import dev.cosell.sync.check.Validator;
import dev.cosell.sync.check.WrittenReferralId;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.ReferralSnapshot;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Claims;
import dev.cosell.sync.port.Crm;
import dev.cosell.sync.port.Ignored;
import dev.cosell.sync.port.PairStore;
import dev.cosell.sync.port.PartnerCenter;
import dev.cosell.sync.port.Ports;
import dev.cosell.sync.port.RecordPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells what belongs to a referral or a record, on exact evidence only: the id that one half holds of the other. What
 * merely looks alike is named to a person. Reads; writes nothing anywhere.
 *
 * <p>Calls for a referral without a pair: one or two to the CRM for the ids, one more for each record it may belong to;
 * where no id leads anywhere, three for records of its name. For a record without a pair: one to Partner Center if it
 * names a referral that was not met yet.
 */
final class Judge {
    private final FieldMaps maps;
    private final Supplier<FieldMaps> exact;
    private final PartnerCenter partnerCenter;
    private final Crm crm;
    private final Claims claims;
    private final PairStore pairs;
    private final Ignored ignored;
    private final Admission admission;
    private final Belonging belonging;

    /** @param exact the maps with what the CRM's metadata says of its columns, which may take calls */
    Judge(FieldMaps maps, Supplier<FieldMaps> exact, Ports ports, Admission admission) {
        this.maps = maps;
        this.exact = exact;
        this.partnerCenter = ports.partnerCenter();
        this.crm = ports.crm();
        this.claims = ports.claims();
        this.pairs = ports.pairs();
        this.ignored = ports.ignored();
        this.admission = admission;
        this.belonging = new Belonging(maps, crm, claims);
    }

    /** A referral of our own; one that nobody can read through is said to be so, not passed over. */
    Finding referral(Referral referral) {
        Subject subject = Subject.referral(referral.id());
        String name = referral.name().orElse("");
        try {
            return known(subject, name)
                    .or(() -> keptOut(referral, subject, name))
                    .orElseGet(() -> unmet(referral, subject, name));
        } catch (Failure failure) {
            return unreadable(referral, lasting(failure));
        }
    }

    /** A referral that could not be judged. */
    static Finding unreadable(Referral referral, Problem why) {
        return Finding.of(
                Subject.referral(referral.id()),
                Verdict.UNREADABLE,
                referral.name().orElse(""),
                List.of(),
                List.of(why.toString()));
    }

    /**
     * A record that carries what Microsoft's connector or a seller wrote.
     *
     * @param met what this walk found of the referral that the record names, if it came across it
     * @return nothing for a record that neither names a referral nor is shared; a referral of which the list did not tell
     *     is found itself if it is ambiguous, since a person decides for referrals
     */
    Optional<Finding> record(RecordPage.Entry entry, Optional<Finding> met) {
        FieldMap map = maps.of(Optional.of(entry.record().table()));
        Map<String, JsonNode> values = entry.snapshot().values();
        Subject subject = Subject.record(entry.record());
        String name = name(map, Side.CRM, values);
        String referralId = WrittenReferralId.in(map, values);
        boolean shared = isShared(map, values);
        if (entry.snapshot().mergedInto().isPresent() || referralId.isEmpty() && !shared) {
            return Optional.empty();
        }
        try {
            Optional<Finding> known = known(subject, name);
            return known.isPresent()
                    ? known
                    : Optional.of(
                            referralId.isEmpty()
                                    ? unshared(map, entry, subject, name)
                                    : naming(entry, subject, name, referralId, shared, met));
        } catch (Failure failure) {
            return Optional.of(unreadable(entry, lasting(failure)));
        }
    }

    /** A record that could not be judged. */
    Finding unreadable(RecordPage.Entry entry, Problem why) {
        FieldMap map = maps.of(Optional.of(entry.record().table()));
        return Finding.of(
                Subject.record(entry.record()),
                Verdict.UNREADABLE,
                name(map, Side.CRM, entry.snapshot().values()),
                List.of(entry.record()),
                List.of(why.toString()));
    }

    // --- Referrals ---

    private Optional<Finding> known(Subject subject, String name) {
        return pair(subject)
                .filter(pair -> !isUnclear(pair))
                .map(pair -> Finding.of(
                        subject,
                        Verdict.PAIRED,
                        name,
                        pair.record().stream().toList(),
                        List.of("it is a deal already, which is " + pair.phase()
                                + pair.problem()
                                        .map(problem -> " (" + problem.code().code() + ")")
                                        .orElse(""))));
    }

    /** It waits for a decision about its record, or for the doubt to end: it is judged as if it were none yet. */
    private static boolean isUnclear(Pair pair) {
        return pair.record().isEmpty()
                && pair.problem()
                        .filter(problem -> problem.code() == ProblemCode.RECORD_UNCLEAR)
                        .isPresent();
    }

    private Optional<Finding> keptOut(Referral referral, Subject subject, String name) {
        boolean ours =
                referral.externalReferenceId().flatMap(this::claimedRecord).isPresent();
        return admission
                .refusal(referral)
                .filter(why -> why.lasting() || !ours && !ignored.isAdmitted(referral.id()))
                .map(why -> Finding.of(subject, Verdict.LEFT_ALONE, name, named(referral), List.of(why.reason())));
    }

    /** The record that a referral names, by its id alone and without a call: whether it is there was not asked. */
    private List<RecordRef> named(Referral referral) {
        return referral.externalReferenceId().flatMap(id -> crm.ref(maps.deals().table(), id)).stream()
                .toList();
    }

    private Optional<RecordRef> claimedRecord(String writtenId) {
        return maps.all().stream()
                .flatMap(map -> crm.ref(map.table(), writtenId).stream())
                .filter(record -> claims.owner(Claim.of(Subject.record(record))).isPresent())
                .findFirst();
    }

    private Finding unmet(Referral referral, Subject subject, String name) {
        Map<RecordRef, List<String>> evidence = belonging.byId(referral);
        List<RecordRef> records = List.copyOf(evidence.keySet());
        List<String> why = Belonging.sentences(evidence);
        if (records.size() > 1) {
            return Finding.of(subject, Verdict.AMBIGUOUS, name, records, why);
        }
        if (records.size() == 1) {
            return meeting(referral, records.getFirst(), Finding.of(subject, Verdict.LINK, name, records, why));
        }
        return referral.externalReferenceId()
                .map(id -> Finding.of(
                        subject,
                        Verdict.ORPHANED,
                        name,
                        List.of(),
                        List.of("it names CRM record \"" + id + "\", which does not exist or is not visible")))
                .orElseGet(() -> alike(referral, subject, name));
    }

    /**
     * The one record that belongs to a referral: may the two be joined, and what would become of their fields? From now on
     * an event of the record makes no other referral, whoever turns its switch.
     */
    private Finding meeting(Referral referral, RecordRef record, Finding link) {
        Optional<String> owner = claims.owner(Claim.of(Subject.record(record)));
        if (owner.isPresent()) {
            return against(link, Verdict.AMBIGUOUS, record + " belongs to another deal already, " + owner.get());
        }
        FieldMap map = exact.get().of(Optional.of(record.table()));
        Snapshot shown = crm.read(record);
        Optional<String> another = Belonging.anotherNamed(map, shown.values(), referral);
        if (another.isPresent()) {
            return against(link, Verdict.AMBIGUOUS, record + " names another referral, " + another.get());
        }
        // What the record says by itself needs no note.
        if (WrittenReferralId.in(map, shown.values()).isEmpty()) {
            String found = claims.claim(Claim.unclear(Subject.record(record)), referral.id());
            if (!found.equals(referral.id())) {
                return against(
                        link,
                        Verdict.AMBIGUOUS,
                        "an earlier first load found that " + record + " may be referral " + found + "'s");
            }
        }
        return isShared(map, shown.values())
                ? link.differing(FirstMeeting.of(map, referral, record, shown.values()))
                : against(link, Verdict.LEFT_ALONE, "the sync switch of " + record + " is off");
    }

    private static Finding against(Finding link, Verdict verdict, String why) {
        List<String> evidence = new ArrayList<>(link.evidence());
        evidence.add(why);
        return Finding.of(link.subject(), verdict, link.name(), link.records(), evidence);
    }

    /** No id leads anywhere: a record that only looks like it is for a person, so that no second one is made beside it. */
    private Finding alike(Referral referral, Subject subject, String name) {
        FieldMap map = maps.deals();
        Map<String, JsonNode> shown =
                ReferralSnapshot.of(map.paths(Side.PARTNER_CENTER), referral).values();
        Map<RecordRef, List<String>> alike = belonging.byLooks(referral);
        if (!alike.isEmpty()) {
            List<String> why = new ArrayList<>(List.of("no id ties it to a record, but some look like it"));
            why.addAll(Belonging.sentences(alike));
            return Finding.of(subject, Verdict.AMBIGUOUS, name, List.copyOf(alike.keySet()), why);
        }
        List<String> why = new ArrayList<>(List.of("no record belongs to it: one is made"));
        new Validator(map, KnownSolutions.NONE)
                .toReceive(shown, crm.currencies())
                .forEach(problem -> why.add("it will be held: " + problem));
        return Finding.of(subject, Verdict.CREATE, name, List.of(), why);
    }

    // --- Records ---

    /** A record that is shared and names no referral, while none names it: the engine will make one. */
    private Finding unshared(FieldMap map, RecordPage.Entry entry, Subject subject, String name) {
        List<RecordRef> itself = List.of(entry.record());
        Map<String, JsonNode> values = entry.snapshot().values();
        if (map.status(Side.CRM, values).filter(Status::isClosed).isPresent()) {
            return Finding.of(
                    subject, Verdict.LEFT_ALONE, name, itself, List.of("it is closed, and names no referral"));
        }
        if (!entry.record().table().equals(maps.deals().table())) {
            return Finding.of(
                    subject,
                    Verdict.LEFT_ALONE,
                    name,
                    itself,
                    List.of("a lead without a referral: none is made for it"));
        }
        List<String> why = new ArrayList<>(List.of("it is shared, and no referral belongs to it: one is made"));
        new Validator(map, KnownSolutions.NONE)
                .toShare(values)
                .forEach(problem -> why.add("it will be held: " + problem));
        return Finding.of(subject, Verdict.CREATE, name, itself, why);
    }

    private Finding naming(
            RecordPage.Entry entry,
            Subject subject,
            String name,
            String referralId,
            boolean shared,
            Optional<Finding> met) {
        List<RecordRef> itself = List.of(entry.record());
        String names = "it holds referral id " + referralId;
        if (!shared) {
            return Finding.of(subject, Verdict.LEFT_ALONE, name, itself, List.of(names, "its sync switch is off"));
        }
        if (met.isPresent()) {
            return beside(met.get(), subject, name, itself, names);
        }
        Optional<Referral> referral = written(referralId);
        return referral.isEmpty()
                ? Finding.of(
                        subject,
                        Verdict.ORPHANED,
                        name,
                        itself,
                        List.of(names, "there is no such referral, or it is not visible"))
                : atReferral(referral.get(), subject, name, itself);
    }

    /** A record whose referral was found already, without it. */
    private static Finding beside(Finding met, Subject subject, String name, List<RecordRef> itself, String names) {
        return switch (met.verdict()) {
            case LEFT_ALONE, UNREADABLE ->
                Finding.of(
                        subject,
                        met.verdict(),
                        name,
                        itself,
                        List.of(
                                names,
                                "the referral is " + met.verdict().word() + ": "
                                        + met.evidence().getFirst()));
            case PAIRED, LINK, CREATE, AMBIGUOUS, ORPHANED, NAMED ->
                Finding.of(
                        subject,
                        Verdict.AMBIGUOUS,
                        name,
                        itself,
                        List.of(names, "the referral belongs to another record"));
        };
    }

    /** Partner Center's list did not show the referral, but it can be read: what holds for it holds for the record. */
    private Finding atReferral(Referral referral, Subject subject, String name, List<RecordRef> itself) {
        Finding found = referral(referral);
        if (found.verdict() == Verdict.AMBIGUOUS) {
            return found.naming(itself);
        }
        return new Finding(
                subject,
                found.verdict(),
                name,
                found.records().isEmpty() ? itself : found.records(),
                found.evidence(),
                found.differences(),
                false,
                "");
    }

    /** The referral of a written id, which may be that of its engagement. */
    private Optional<Referral> written(String id) {
        try {
            return Optional.of(partnerCenter.read(id)).filter(referral -> !referral.isMicrosofts());
        } catch (Failure failure) {
            if (failure.problem().code() != ProblemCode.REFERRAL_GONE) {
                throw failure;
            }
            return partnerCenter.inEngagement(id).stream()
                    .filter(referral -> !referral.isMicrosofts())
                    .findFirst();
        }
    }

    // --- Both ---

    /** What will be the same whenever this one row is looked at is a finding; anything else is thrown on. */
    private static Problem lasting(Failure failure) {
        return switch (failure.problem().handling()) {
            case PERSON, BUG -> failure.problem();
            case TRANSIENT, SYSTEM -> throw failure;
        };
    }

    private Optional<Pair> pair(Subject subject) {
        return claims.owner(Claim.of(subject))
                .map(PairId::new)
                .flatMap(pairs::read)
                .map(Stored::value);
    }

    private static boolean isShared(FieldMap map, Map<String, JsonNode> values) {
        return Optional.ofNullable(values.get(map.columns().sync()))
                .filter(JsonNode::asBoolean)
                .isPresent();
    }

    private static String name(FieldMap map, Side side, Map<String, JsonNode> values) {
        return map.field("name")
                .flatMap(field -> field.on(side, values))
                .filter(value -> !value.isEmpty())
                .map(Value::toString)
                .orElse("");
    }
}
