package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.ValueType;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Referral;
import dev.cosell.referral.TeamMember;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes, or finds, the half that is missing: exactly one of everything.
 *
 * <p>A CRM record is made under an id that follows from the pair, so making it twice makes one. Partner Center chooses
 * its own ids: there a referral names our record from the start, and after an unknown outcome it is looked for.
 */
final class Linking {
    private final PairAtWork at;

    Linking(PairAtWork at) {
        this.at = at;
    }

    void linkUp() {
        if (!at.shared()) {
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
        Optional<String> written = referral.externalReferenceId();
        Optional<RecordRef> existing = written.isPresent() ? named(written.get()) : linkedBefore(referral.id());
        existing.ifPresentOrElse(this::link, () -> makeRecord(referral));
    }

    private RecordRef named(String writtenId, Optional<RecordRef> found) {
        return found.orElseThrow(() -> Problem.of(
                        ProblemCode.ORPHAN,
                        "the referral names CRM record \"" + writtenId + "\", which does not exist or is not visible")
                .failure());
    }

    private Optional<RecordRef> named(String writtenId) {
        return Optional.of(named(writtenId, at.ports.crm().find(writtenId)));
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
        NewRecord draft = NewRecord.of(map, FillingIn.withPrimaryFirst(referral, shown));
        Optional<RecordRef> customer = draft.customer().map(this::customer);
        Map<String, JsonNode> columns = new HashMap<>(draft.values());
        columns.putAll(people(map, referral, customer));
        RecordRef record =
                new RecordRef(map.table(), stableId("record|" + at.pair().id()));
        claimRecord(record);
        Map<String, JsonNode> values = new HashMap<>(columns);
        Telling telling = at.telling(at.pair()
                .change()
                .phase(Phase.IN_STEP)
                .problem(Optional.empty())
                .now());
        values.putAll(telling.columns(map));
        Instant now = at.clock();
        Map<String, JsonNode> sources = map.crossing(Side.PARTNER_CENTER, Side.CRM, shown);
        Pending pending =
                new Pending(Pending.Kind.CREATE_RECORD, Side.CRM, columns, sources, record.toString(), now, 0, now);
        Written written = at.announced(pending, () -> at.ports.crm().create(record, customer, values));
        if (written instanceof Written.Done(Snapshot snapshot)) {
            Map<String, JsonNode> made = map.crossing(Side.CRM, Side.CRM, snapshot.values());
            adoptRecord(pending, snapshot, made, "created");
            at.become(at.pair().change().told(telling.key()).now());
        } else {
            at.become(at.pair().change().pending(Optional.empty()).now());
            link(linkedBefore(referral.id()).orElse(record));
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
        Map<String, JsonNode> made = map.asMade(Side.CRM, shown.values(), pending.sources());
        adoptRecord(pending, shown, made, "found created");
    }

    private void adoptRecord(Pending pending, Snapshot shown, Map<String, JsonNode> made, String did) {
        Map<String, JsonNode> seen = new HashMap<>(made);
        // What was written only to make it is known too, so that the event of the making is an echo.
        pending.values().keySet().stream()
                .filter(shown.values()::containsKey)
                .forEach(column -> seen.putIfAbsent(column, shown.values().get(column)));
        at.become(at.pair()
                .change()
                .record(recordToMake(at.maps, pending))
                .pending(Optional.empty())
                .side(Side.CRM, at.pair().crm().seeing(seen))
                .side(Side.PARTNER_CENTER, at.pair().partnerCenter().seeing(pending.sources()))
                .now());
        at.readAs(Side.CRM, shown);
        at.note(did, Optional.of(Side.CRM), List.of(), Optional.empty());
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
        String owner = at.ports
                .claims()
                .claim(Claim.of(Subject.record(record)), at.pair().id().value());
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
        String existing = Optional.ofNullable(
                        record.values().get(at.map().columns().referralId()))
                .map(node -> node.asText(""))
                .map(String::strip)
                .orElse("");
        if (existing.isEmpty()) {
            Qualifying.refuseLead(at);
            makeReferral(record);
            return true;
        }
        claimReferral(existing);
        at.become(at.pair().change().referral(existing).now());
        at.readReferral();
        at.note("linked", Optional.empty(), List.of(), Optional.empty());
        return false;
    }

    private void makeReferral(Snapshot record) {
        RecordRef ref = at.pair().record().orElseThrow();
        FillingIn filling = new FillingIn(at);
        FillingIn.Filled filled = filling.forReferral(record.values());
        NewReferral draft = NewReferral.of(at.map(), ref, filled.values());
        Optional<Problem> problem = draft.summary().or(() -> new CheckingSolutions(at).refusal(filled.values()));
        if (problem.isPresent()) {
            throw problem.get().failure();
        }
        at.settings.location().ifPresent(location -> NewReferral.inLocation(draft.body(), location));
        Instant now = at.clock();
        Map<String, JsonNode> sources = withoutStatus(
                Side.CRM, filled.shown(at.map().crossing(Side.CRM, Side.PARTNER_CENTER, record.values())));
        String requestId = stableId("referral|" + at.pair().id());
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
        at.map().fields().stream()
                .filter(field -> field.type() == ValueType.STATUS)
                .forEach(field -> field.paths(side).forEach(rest::remove));
        return rest;
    }

    private void adoptReferral(
            Referral referral, Map<String, JsonNode> sources, Map<String, JsonNode> made, String did) {
        claimReferral(referral.id());
        referral.engagementId()
                .ifPresent(id -> new Newcomers(at.maps, at.ports, at.settings)
                        .claimEngagement(id, at.pair().id()));
        Snapshot shown = at.snapshot(referral);
        at.become(at.pair()
                .change()
                .referral(referral.id())
                .engagement(referral.engagementId())
                .pending(Optional.empty())
                .side(Side.PARTNER_CENTER, at.pair().partnerCenter().seeing(withoutStatus(Side.PARTNER_CENTER, made)))
                .side(Side.CRM, at.pair().crm().seeing(sources))
                .now());
        at.readAs(Side.PARTNER_CENTER, shown);
        at.note(did, Optional.of(Side.PARTNER_CENTER), List.of(), Optional.empty());
    }

    private void claimReferral(String referralId) {
        String owner = at.ports
                .claims()
                .claim(Claim.of(Subject.referral(referralId)), at.pair().id().value());
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
        RecordRef ref = at.pair().record().orElseThrow();
        NewReferral asked = NewReferral.of(at.map(), ref, record.get().values());
        if (asked.help().isEmpty()) {
            Optional.ofNullable(asked.problems().get("help")).ifPresent(problem -> at.refuse("help", problem));
            return;
        }
        NewReferral draft = NewReferral.of(
                at.map(),
                ref,
                new FillingIn(at).forReferral(record.get().values()).values());
        if (draft.summary().isPresent()) {
            at.refuse("help", draft.summary().get());
        } else if (justMade || !foundMicrosofts()) {
            new Upgrading(at).makeVisible();
            askMicrosoft(draft);
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
        String requestId = stableId("microsoft|" + at.pair().id());
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
