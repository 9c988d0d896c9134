package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.ValueType;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Referral;
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
    private final SyncRun run;

    Linking(SyncRun run) {
        this.run = run;
    }

    void linkUp() {
        if (!run.shared()) {
            return;
        }
        if (run.pair().record().isEmpty()) {
            findOrMakeRecord();
        }
        boolean made = run.pair().referralId().isEmpty() && findOrMakeReferral();
        run.askMicrosoftIfDue(this, made);
    }

    // --- The record ---

    private void findOrMakeRecord() {
        Referral referral = run.referralRead().orElseGet(() -> {
            run.readReferral();
            return run.referralRead().orElseThrow();
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
        return Optional.of(named(writtenId, run.ports.crm().find(writtenId)));
    }

    /** A record that Microsoft's own connector, or a run of ours before a crash, gave this referral's id. */
    private Optional<RecordRef> linkedBefore(String referralId) {
        List<RecordRef> holders = run.ports.crm().findByReferral(referralId);
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
        Map<String, JsonNode> shown = run.now(Side.PARTNER_CENTER);
        NewRecord draft = NewRecord.of(run.map, shown);
        Optional<RecordRef> customer = draft.customer().map(this::customer);
        RecordRef record =
                new RecordRef(run.map.table(), stableId("record|" + run.pair().id()));
        claimRecord(record);
        Map<String, JsonNode> values = new HashMap<>(draft.values());
        Telling telling = Telling.of(run.pair()
                .change()
                .phase(Phase.IN_STEP)
                .problem(Optional.empty())
                .now());
        values.putAll(telling.columns(run.map));
        Instant now = run.clock();
        Map<String, JsonNode> sources = run.map.crossing(Side.PARTNER_CENTER, Side.CRM, shown);
        Pending pending =
                new Pending(Pending.Kind.CREATE_RECORD, Side.CRM, draft.values(), sources, record.id(), now, 0, now);
        Written written = run.announced(pending, () -> run.ports.crm().create(record, customer, values));
        if (written instanceof Written.Done(Snapshot snapshot)) {
            Map<String, JsonNode> made = run.map.crossing(Side.CRM, Side.CRM, snapshot.values());
            adoptRecord(pending, snapshot, made, "created");
            run.become(run.pair().change().told(telling.key()).now());
        } else {
            run.become(run.pair().change().pending(Optional.empty()).now());
            link(linkedBefore(referral.id()).orElse(record));
        }
    }

    /** Takes a record that was there already: what it shows was never compared with the referral. */
    private void link(RecordRef existing) {
        claimRecord(existing);
        run.become(run.pair().change().record(existing).now());
        run.readRecord();
        run.note("linked", Optional.empty(), List.of(), Optional.empty());
    }

    /** Takes over a record that a run before this one made; somebody may have changed it since. */
    void adoptMade(Pending pending, Snapshot shown) {
        Map<String, JsonNode> made = run.map.asMade(Side.CRM, shown.values(), pending.sources());
        adoptRecord(pending, shown, made, "found created");
    }

    private void adoptRecord(Pending pending, Snapshot shown, Map<String, JsonNode> made, String did) {
        Map<String, JsonNode> seen = new HashMap<>(made);
        // What was written only to make it is known too, so that the event of the making is an echo.
        pending.values().keySet().stream()
                .filter(shown.values()::containsKey)
                .forEach(column -> seen.putIfAbsent(column, shown.values().get(column)));
        run.become(run.pair()
                .change()
                .record(new RecordRef(run.map.table(), pending.key()))
                .pending(Optional.empty())
                .side(Side.CRM, run.pair().crm().seeing(seen))
                .side(Side.PARTNER_CENTER, run.pair().partnerCenter().seeing(pending.sources()))
                .now());
        run.readAs(Side.CRM, shown);
        run.note(did, Optional.of(Side.CRM), List.of(), Optional.empty());
    }

    private RecordRef customer(Customer customer) {
        List<RecordRef> matches = run.ports.crm().findCustomers(customer);
        if (matches.size() > 1) {
            throw Problem.of(
                            ProblemCode.CUSTOMER_AMBIGUOUS,
                            matches.size() + " accounts match \"" + customer.name() + "\" "
                                    + (customer.postalCode() + " " + customer.country()).strip())
                    .failure();
        }
        return matches.isEmpty() ? run.ports.crm().createCustomer(accountId(customer), customer) : matches.getFirst();
    }

    /** Two deals for one new customer make one account: the first claims its id, and the id follows from the claim. */
    private String accountId(Customer customer) {
        String key = stableId("customer|" + customer.matchKey());
        return run.ports.claims().claim(Claim.customer(key), key);
    }

    private void claimRecord(RecordRef record) {
        String owner = run.ports
                .claims()
                .claim(Claim.of(Subject.record(record)), run.pair().id().value());
        if (!owner.equals(run.pair().id().value())) {
            throw Problem.of(
                            ProblemCode.CLAIMED_TWICE,
                            "record " + record.id() + " belongs to another referral already (pair " + owner + ")")
                    .failure();
        }
    }

    // --- The referral ---

    /** @return whether it was made, so that nobody else can have asked Microsoft in */
    private boolean findOrMakeReferral() {
        Snapshot record = run.freshly(Side.CRM).orElseGet(run::readRecord);
        String existing = Optional.ofNullable(
                        record.values().get(run.map.columns().referralId()))
                .map(node -> node.asText(""))
                .map(String::strip)
                .orElse("");
        if (existing.isEmpty()) {
            makeReferral(record);
            return true;
        }
        claimReferral(existing);
        run.become(run.pair().change().referral(existing).now());
        run.readReferral();
        run.note("linked", Optional.empty(), List.of(), Optional.empty());
        return false;
    }

    private void makeReferral(Snapshot record) {
        RecordRef ref = run.pair().record().orElseThrow();
        NewReferral draft = NewReferral.of(run.map, ref, record.values());
        Optional<Problem> problem = draft.summary();
        if (problem.isPresent()) {
            throw problem.get().failure();
        }
        Instant now = run.clock();
        Map<String, JsonNode> sources =
                withoutStatus(Side.CRM, run.map.crossing(Side.CRM, Side.PARTNER_CENTER, record.values()));
        String requestId = stableId("referral|" + run.pair().id());
        Pending pending = new Pending(
                Pending.Kind.CREATE_REFERRAL, Side.PARTNER_CENTER, Map.of(), sources, requestId, now, 0, now);
        Referral made = run.announced(pending, () -> run.ports.partnerCenter().create(draft.body(), requestId));
        adoptReferral(
                made,
                sources,
                run.map.crossing(
                        Side.PARTNER_CENTER,
                        Side.PARTNER_CENTER,
                        run.snapshot(made).values()),
                "created");
    }

    /** Takes over a referral that a run before this one made; somebody may have changed it since. */
    void adoptMade(Pending pending, Referral found) {
        Map<String, JsonNode> shown = run.snapshot(found).values();
        adoptReferral(
                found,
                pending.sources(),
                run.map.asMade(Side.PARTNER_CENTER, shown, pending.sources()),
                "found created");
    }

    /** A referral always begins as accepted, whatever the record says: the two states meet afterwards. */
    private Map<String, JsonNode> withoutStatus(Side side, Map<String, JsonNode> stored) {
        Map<String, JsonNode> rest = new HashMap<>(stored);
        run.map.fields().stream()
                .filter(field -> field.type() == ValueType.STATUS)
                .forEach(field -> field.paths(side).forEach(rest::remove));
        return rest;
    }

    private void adoptReferral(
            Referral referral, Map<String, JsonNode> sources, Map<String, JsonNode> made, String did) {
        claimReferral(referral.id());
        referral.engagementId()
                .ifPresent(id -> new Newcomers(run.map, run.ports, run.settings)
                        .claimEngagement(id, run.pair().id()));
        Snapshot shown = run.snapshot(referral);
        run.become(run.pair()
                .change()
                .referral(referral.id())
                .engagement(referral.engagementId())
                .pending(Optional.empty())
                .side(Side.PARTNER_CENTER, run.pair().partnerCenter().seeing(withoutStatus(Side.PARTNER_CENTER, made)))
                .side(Side.CRM, run.pair().crm().seeing(sources))
                .now());
        run.readAs(Side.PARTNER_CENTER, shown);
        run.note(did, Optional.of(Side.PARTNER_CENTER), List.of(), Optional.empty());
    }

    private void claimReferral(String referralId) {
        String owner = run.ports
                .claims()
                .claim(Claim.of(Subject.referral(referralId)), run.pair().id().value());
        if (!owner.equals(run.pair().id().value())) {
            throw Problem.of(
                            ProblemCode.CLAIMED_TWICE,
                            "referral " + referralId + " belongs to another record already (pair " + owner + ")")
                    .failure();
        }
    }

    // --- Microsoft's half ---

    /** Looks whether Microsoft has a half of the engagement already, and adopts it. */
    boolean foundMicrosofts() {
        Optional<Referral> half =
                run.ports.partnerCenter().inEngagement(run.pair().engagementId().orElseThrow()).stream()
                        .filter(Referral::isMicrosofts)
                        .findFirst();
        half.ifPresent(this::adoptMicrosofts);
        return half.isPresent();
    }

    /** Asks Microsoft in, once: the second referral of the engagement. */
    void askMicrosoft(NewReferral draft) {
        String engagement = run.pair()
                .engagementId()
                .orElseThrow(
                        () -> Problem.of(ProblemCode.UNEXPECTED, "Partner Center gave the referral no engagement id")
                                .failure());
        Instant now = run.clock();
        String requestId = stableId("microsoft|" + run.pair().id());
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
        adoptMicrosofts(run.announced(pending, () -> run.ports.partnerCenter().create(half, requestId)));
    }

    void adoptMicrosofts(Referral half) {
        run.ports
                .claims()
                .claim(Claim.of(Subject.referral(half.id())), run.pair().id().value());
        run.become(run.pair()
                .change()
                .microsoftReferral(half.id())
                .pending(Optional.empty())
                .now());
        run.note("asked Microsoft in", Optional.of(Side.PARTNER_CENTER), List.of(), Optional.empty());
    }

    /** A name-based UUID: the same for the same name, for ever. */
    static String stableId(String name) {
        return UUID.nameUUIDFromBytes(("cosell|" + name).getBytes(StandardCharsets.UTF_8))
                .toString()
                .toLowerCase(Locale.ROOT);
    }
}
