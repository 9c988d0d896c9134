package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.HelpRequest;
import dev.cosell.referral.Referral;
import dev.cosell.referral.TeamMember;
import dev.cosell.sync.check.NewRecord;
import dev.cosell.sync.check.NewReferral;
import dev.cosell.sync.check.WrittenReferralId;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Pending;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Customer;
import dev.cosell.sync.port.Written;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Makes, or finds, the half that is missing: exactly one of everything.
 *
 * <p>A CRM record is made under a name that follows from the pair, so making it twice makes one; its own id may be known
 * only afterwards. Partner Center chooses its own ids: there a referral names our record from the start, and after an
 * unknown outcome it is looked for.
 */
final class Linking {
    /** What a refused request for help is held as; the name of no group. */
    static final String HELP = "help";

    private final PairAtWork at;

    Linking(PairAtWork at) {
        this.at = at;
    }

    void linkUp() {
        if (!at.shared()) {
            new Preflight(at).notWanted();
            return;
        }
        if (at.pair().record().isEmpty()) {
            findOrMakeRecord();
        }
        boolean made = at.pair().referralId().isEmpty() && findOrMakeReferral();
        askMicrosoftIfDue(made);
    }

    // --- The record ---

    private void findOrMakeRecord() {
        Referral referral = at.referralRead().orElseGet(() -> {
            at.readReferral();
            return at.referralRead().orElseThrow();
        });
        existing(referral).ifPresentOrElse(this::link, () -> makeRecord(referral));
    }

    private Optional<RecordRef> existing(Referral referral) {
        if (at.asked(Command.Kind.CREATE).isPresent()) {
            return Optional.empty();
        }
        new Belonging(at.maps, at.ports.crm(), at.ports.claims()).refuseUnclear(referral);
        Optional<String> written =
                at.asked(Command.Kind.CLEAR).isPresent() ? Optional.empty() : referral.externalReferenceId();
        return written.isPresent() ? Optional.of(named(written.get(), referral)) : linkedBefore(referral.id());
    }

    /** By its id in any form, by a number people know it by, by the referral's id: only then it is an orphan. */
    private RecordRef named(String writtenId, Referral referral) {
        return at.ports
                .crm()
                .find(writtenId)
                .or(() -> numbered(writtenId))
                .or(() -> linkedBefore(referral.id()))
                .orElseThrow(() -> Problem.of(
                                ProblemCode.ORPHAN,
                                "the referral names CRM record \"" + writtenId
                                        + "\", which does not exist or is not visible")
                        .failure());
    }

    private Optional<RecordRef> numbered(String writtenId) {
        return at.map()
                .columns()
                .number()
                .map(column -> at.ports.crm().findBy(at.map().table(), column, writtenId.strip()))
                .filter(found -> found.size() == 1)
                .map(List::getFirst);
    }

    /** A record that Microsoft's own connector, or a run of ours before a crash, gave this referral's id. */
    private Optional<RecordRef> linkedBefore(String referralId) {
        List<RecordRef> holders = Lineage.lastOfEach(at.maps, at.ports.crm().findByReferral(referralId));
        if (holders.size() > 1) {
            throw Problem.of(
                            ProblemCode.CLAIMED_TWICE,
                            "records " + holders.stream().map(RecordRef::id).toList() + " all hold referral id "
                                    + referralId)
                    .failure();
        }
        return holders.stream().findFirst();
    }

    private void makeRecord(Referral referral) {
        Map<String, JsonNode> shown = at.now(Side.PARTNER_CENTER);
        FieldMap map = Qualifying.entersAs(at, referral);
        Map<String, JsonNode> given = FillingIn.withPrimaryFirst(referral, shown);
        new Preflight(at, map).toReceive(given);
        NewRecord draft = NewRecord.of(map, given);
        Optional<RecordRef> customer = draft.customer().map(this::customer).or(() -> new FindingCustomer(at).chosen());
        Map<String, JsonNode> columns = new HashMap<>(draft.values());
        columns.putAll(people(map, referral, customer));
        RecordRef record = at.ports
                .crm()
                .nameOfNew(map.table(), stableId("record|" + at.pair().id() + anew()), referral.id());
        claimRecord(record);
        Map<String, JsonNode> values = new HashMap<>(columns);
        Telling telling = at.telling(at.pair()
                .change()
                .phase(Phase.IN_STEP)
                .problem(Optional.empty())
                .now());
        values.putAll(telling.columns(map, at.signposts(record), at.clock()));
        Instant now = at.clock();
        Map<String, JsonNode> sources = map.crossing(Side.PARTNER_CENTER, Side.CRM, shown);
        Pending pending =
                new Pending(Pending.Kind.CREATE_RECORD, Side.CRM, columns, sources, record.toString(), now, 0, now);
        Written written = at.announced(pending, () -> at.ports.crm().create(record, customer, values));
        if (written instanceof Written.Done(Snapshot snapshot)) {
            Map<String, JsonNode> made = map.crossing(Side.CRM, Side.CRM, snapshot.values());
            Map<String, JsonNode> crossed = ReadBack.crossed(map, columns, sources, snapshot.values());
            adoptRecord(pending, snapshot, made, crossed, "created");
            at.become(at.pair().change().told(telling.key()).now());
        } else {
            takeWhatIsThere(pending, referral);
        }
    }

    /**
     * "Exists already" is also what a gateway answers that sent a write twice: it stays announced until it was read whether
     * a record of this name is there, and then it is ours. Else another one holds the referral's id.
     */
    private void takeWhatIsThere(Pending pending, Referral referral) {
        RecordRef record = recordToMake(at.maps, pending);
        Optional<Snapshot> ours = Failure.absentIf(
                Set.of(ProblemCode.RECORD_GONE), () -> at.ports.crm().read(record));
        if (ours.isPresent()) {
            adoptMade(pending, ours.get());
        } else {
            at.become(at.pair().change().pending(Optional.empty()).now());
            link(linkedBefore(referral.id())
                    .orElseThrow(() -> Problem.of(
                                    ProblemCode.MOVED_ON,
                                    "expected the record that was said to exist already, found none")
                            .failure()));
        }
    }

    /** Takes a record that was there already: what it shows was never compared with the referral. */
    private void link(RecordRef existing) {
        claimRecord(existing);
        at.become(at.pair().change().record(existing).now());
        at.readRecord();
        at.note("linked", Optional.empty(), List.of(), Optional.empty());
    }

    /** Takes over a record that a run before this one made; somebody may have changed it since. */
    void adoptMade(Pending pending, Snapshot shown) {
        FieldMap map = at.maps.of(Optional.of(recordToMake(at.maps, pending).table()));
        HalfMade half = HalfMade.of(map, pending, shown.values());
        Pending known = half.pending();
        adoptRecord(known, shown, half.made(), known.sources(), "found created");
    }

    /**
     * From here on the record goes by its own id, which an event of its making may have claimed for the pair already.
     *
     * @param crossed what the referral counts as having shown; without what the new record did not keep
     */
    private void adoptRecord(
            Pending pending, Snapshot shown, Map<String, JsonNode> made, Map<String, JsonNode> crossed, String did) {
        // It is made, whoever turns out to have it already.
        at.note(did, Optional.of(Side.CRM), List.of(), Optional.empty());
        RecordRef record = at.ports.crm().itself(recordToMake(at.maps, pending), shown);
        claimRecord(record);
        Map<String, JsonNode> seen = new HashMap<>(made);
        // What was written only to make it is known too, so that the event of the making is an echo.
        pending.values().keySet().stream()
                .filter(shown.values()::containsKey)
                .forEach(column -> seen.putIfAbsent(column, shown.values().get(column)));
        at.become(at.pair()
                .change()
                .record(record)
                .pending(Optional.empty())
                .side(Side.CRM, at.pair().crm().seeing(seen))
                .side(Side.PARTNER_CENTER, at.pair().partnerCenter().seeing(crossed))
                .now());
        at.readAs(Side.CRM, shown);
    }

    /** Which record was about to be made. */
    static RecordRef recordToMake(FieldMaps maps, Pending pending) {
        return pending.key().contains("/")
                ? RecordRef.parse(pending.key())
                : new RecordRef(maps.deals().table(), pending.key());
    }

    /** The account of a customer: the one that matches, or else a new one, once. */
    RecordRef customer(Customer customer) {
        return new FindingCustomer(at).account(customer);
    }

    /** Made in place of one that is gone, a half gets an id of its own; the same one however often it is tried. */
    private String anew() {
        return at.asked(Command.Kind.CREATE)
                .or(() -> at.asked(Command.Kind.CLEAR))
                .map(command -> "|" + command.id())
                .orElse("");
    }

    /** Whose a new record is, and whom it shows as the customer's contact. */
    private Map<String, JsonNode> people(FieldMap map, Referral referral, Optional<RecordRef> account) {
        Map<String, JsonNode> columns = new HashMap<>();
        KeepingContacts.people(map)
                .ifPresent(field -> account.flatMap(new KeepingContacts(at)::keepFor)
                        .ifPresent(contact -> columns.put(field.crm().getFirst(), TextNode.valueOf(contact.id()))));
        KeepingContacts.field(map, TeamMember.OWN)
                .ifPresent(field -> new FindingOwner(at)
                        .owner(referral)
                        .ifPresent(owner -> columns.put(field.crm().getFirst(), TextNode.valueOf(owner.id()))));
        return columns;
    }

    /** @throws dev.cosell.problem.Failure {@code CLAIMED_TWICE} if another pair has it */
    void claimRecord(RecordRef record) {
        String owner = at.claim(Claim.of(Subject.record(record)));
        if (!owner.equals(at.pair().id().value())) {
            throw Problem.of(
                            ProblemCode.CLAIMED_TWICE,
                            "record " + record.id() + " belongs to another referral already (pair " + owner + ")")
                    .failure();
        }
    }

    // --- The referral ---

    /** @return whether it was made, so that nobody else can have asked Microsoft in */
    private boolean findOrMakeReferral() {
        Snapshot record = at.freshly(Side.CRM).orElseGet(at::readRecord);
        String existing = WrittenReferralId.in(at.map(), record.values());
        boolean forgotten = at.asked(Command.Kind.CREATE).isPresent()
                || at.asked(Command.Kind.CLEAR).isPresent();
        if (existing.isEmpty() || forgotten) {
            Qualifying.refuseLead(at);
            makeReferral(record);
            return true;
        }
        Referral known = known(existing);
        claimReferral(known.id());
        at.become(at.pair().change().referral(known.id()).now());
        at.referralRead(Optional.of(known));
        at.readAsOwn(known);
        at.note("linked", Optional.empty(), List.of(), Optional.empty());
        return false;
    }

    /** What the record names may be its engagement. What is no referral at all is not kept: the seller may correct it. */
    private Referral known(String writtenId) {
        try {
            return at.referralRead()
                    .filter(read -> read.id().equals(writtenId))
                    .orElseGet(() -> at.ports.partnerCenter().read(writtenId));
        } catch (Failure failure) {
            if (failure.problem().code() != ProblemCode.REFERRAL_GONE) {
                throw failure;
            }
            return at.ports.partnerCenter().inEngagement(writtenId).stream()
                    .filter(referral -> !referral.isMicrosofts())
                    .findFirst()
                    .orElseThrow(() -> failure);
        }
    }

    private void makeReferral(Snapshot record) {
        RecordRef ref = at.pair().record().orElseThrow();
        FillingIn filling = new FillingIn(at);
        FillingIn.Filled filled = filling.forReferral(record.values());
        new Preflight(at).toShare(filled.values());
        new CheckingSolutions(at).refusal(filled.values()).ifPresent(problem -> {
            throw problem.failure();
        });
        NewReferral draft = NewReferral.of(at.map(), ref, filled.values()).with(at.consent());
        at.settings.sharing().location().ifPresent(location -> NewReferral.inLocation(draft.body(), location));
        Approval.require(at);
        Instant now = at.clock();
        Map<String, JsonNode> sources = withoutMarkedName(withoutStatus(
                Side.CRM, filled.shown(at.map().crossing(Side.CRM, Side.PARTNER_CENTER, record.values()))));
        String requestId = stableId("referral|" + at.pair().id() + anew());
        Pending pending = new Pending(
                Pending.Kind.CREATE_REFERRAL, Side.PARTNER_CENTER, Map.of(), sources, requestId, now, 0, now);
        Referral made = at.announced(pending, () -> at.ports.partnerCenter().create(draft.body(), requestId));
        adoptReferral(
                made,
                sources,
                at.map()
                        .crossing(
                                Side.PARTNER_CENTER,
                                Side.PARTNER_CENTER,
                                at.snapshot(made).values()),
                "created");
        filling.note(filled);
    }

    /** Takes over a referral that a run before this one made; somebody may have changed it since. */
    void adoptMade(Pending pending, Referral found) {
        Map<String, JsonNode> shown = at.snapshot(found).values();
        adoptReferral(
                found,
                pending.sources(),
                at.map().asMade(Side.PARTNER_CENTER, shown, pending.sources()),
                "found created");
    }

    /** A referral always begins as accepted, whatever the record says: the two states meet afterwards. */
    private Map<String, JsonNode> withoutStatus(Side side, Map<String, JsonNode> stored) {
        Map<String, JsonNode> rest = new HashMap<>(stored);
        at.map().statusField().ifPresent(field -> field.paths(side).forEach(rest::remove));
        return rest;
    }

    /** A name with a mark counts as not seen yet: it is met, and cleaned, by the merge that follows. */
    private Map<String, JsonNode> withoutMarkedName(Map<String, JsonNode> stored) {
        Map<String, JsonNode> rest = new HashMap<>(stored);
        at.map().fields().stream()
                .filter(field -> field.isMarked(Side.CRM, stored))
                .forEach(field -> field.paths(Side.CRM).forEach(rest::remove));
        return rest;
    }

    private void adoptReferral(
            Referral referral, Map<String, JsonNode> sources, Map<String, JsonNode> made, String did) {
        at.note(did, Optional.of(Side.PARTNER_CENTER), List.of(), Optional.empty());
        claimReferral(referral.id());
        referral.engagementId()
                .ifPresent(id -> new Newcomers(at.maps, at.ports, at.settings)
                        .claimEngagement(id, at.pair().id()));
        Snapshot shown = at.snapshot(referral);
        at.become(Approval.undecided(at.pair(), at.pair().change())
                .referral(referral.id())
                .engagement(referral.engagementId())
                .pending(Optional.empty())
                .side(Side.PARTNER_CENTER, at.pair().partnerCenter().seeing(withoutStatus(Side.PARTNER_CENTER, made)))
                .side(Side.CRM, at.pair().crm().seeing(sources))
                .now());
        at.readAs(Side.PARTNER_CENTER, shown);
    }

    private void claimReferral(String referralId) {
        String owner = at.claim(Claim.of(Subject.referral(referralId)));
        if (!owner.equals(at.pair().id().value())) {
            throw Problem.of(
                            ProblemCode.CLAIMED_TWICE,
                            "referral " + referralId + " belongs to another record already (pair " + owner + ")")
                    .failure();
        }
    }

    // --- Microsoft's half ---

    /** Asks Microsoft in if the seller wants help and nobody was asked yet. A refusal holds only the request. */
    private void askMicrosoftIfDue(boolean justMade) {
        Optional<Snapshot> record = at.freshly(Side.CRM);
        if (record.isEmpty()
                || at.pair().microsoftReferralId().isPresent()
                || at.pair().engagementId().isEmpty()
                || at.closed()) {
            return;
        }
        boolean asked = NewReferral.helpLabel(at.map(), record.get().values())
                .filter(label -> !HelpRequest.isNone(label))
                .isPresent();
        if (!asked) {
            return;
        }
        Map<String, JsonNode> values =
                new FillingIn(at).forReferral(record.get().values()).values();
        if (new Preflight(at).mayAskMicrosoft(values) && (justMade || !foundMicrosofts())) {
            askUnlessRefused(NewReferral.of(at.map(), at.pair().record().orElseThrow(), values)
                    .with(at.consent()));
        }
    }

    private void askUnlessRefused(NewReferral draft) {
        try {
            new Upgrading(at).makeVisible();
            askMicrosoft(draft);
        } catch (Failure failure) {
            Problem problem = failure.problem();
            if (problem.outcomeUnknown() || !Converging.isAboutAValue(problem)) {
                throw failure;
            }
            at.refuse(HELP, problem.on(HELP));
        }
    }

    /** Looks whether Microsoft has a half of the engagement already, and adopts it. */
    boolean foundMicrosofts() {
        Optional<Referral> half = at
                .ports
                .partnerCenter()
                .inEngagement(at.pair().engagementId().orElseThrow())
                .stream()
                .filter(Referral::isMicrosofts)
                .findFirst();
        half.ifPresent(this::adoptMicrosofts);
        return half.isPresent();
    }

    /** Asks Microsoft in, once: the second referral of the engagement. */
    void askMicrosoft(NewReferral draft) {
        String engagement = at.pair()
                .engagementId()
                .orElseThrow(
                        () -> Problem.of(ProblemCode.UNEXPECTED, "Partner Center gave the referral no engagement id")
                                .failure());
        Instant now = at.clock();
        String requestId = stableId("microsoft|" + at.pair().id() + "|" + engagement);
        Pending pending = new Pending(
                Pending.Kind.CREATE_MICROSOFT_REFERRAL,
                Side.PARTNER_CENTER,
                Map.of(),
                Map.of(),
                requestId,
                now,
                0,
                now);
        ObjectNode half = NewReferral.toMicrosoft(draft.body(), engagement);
        adoptMicrosofts(at.announced(pending, () -> at.ports.partnerCenter().create(half, requestId)));
    }

    void adoptMicrosofts(Referral half) {
        at.ports
                .claims()
                .claim(Claim.of(Subject.referral(half.id())), at.pair().id().value());
        at.become(at.pair()
                .change()
                .microsoftReferral(half.id())
                .pending(Optional.empty())
                .now());
        at.note("asked Microsoft in", Optional.of(Side.PARTNER_CENTER), List.of(), Optional.empty());
    }

    /** A name-based UUID: the same for the same name, for ever. */
    static String stableId(String name) {
        return UUID.nameUUIDFromBytes(("cosell|" + name).getBytes(StandardCharsets.UTF_8))
                .toString()
                .toLowerCase(Locale.ROOT);
    }
}
