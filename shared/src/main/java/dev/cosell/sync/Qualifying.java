package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.fieldmap.ValueType;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Countries;
import dev.cosell.referral.Referral;
import dev.cosell.referral.Status;
import dev.cosell.sync.check.NewRecord;
import dev.cosell.sync.merge.Merge;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Pending;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.SideState;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.port.Customer;
import dev.cosell.sync.port.Written;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A lead's way to a deal, whoever takes the step: accepted in Partner Center, the lead is qualified here; qualified by the
 * seller, the referral is accepted by the merge. Either way the pair's record is then the deal that the CRM made.
 *
 * <p>A qualified lead takes nothing any more, so the lead tells Partner Center all it has to tell before the pair moves
 * on, and what Partner Center has to tell goes to the deal.
 */
final class Qualifying {
    private static final int TRIES = 3;
    private static final String CLOSE_DATE = "closeDate";
    private static final String DEAL_VALUE = "dealValue";

    private final PairAtWork at;

    Qualifying(PairAtWork at) {
        this.at = at;
    }

    // --- Questions others ask ---

    /** The map of the table in which a referral that has no record yet enters the CRM. */
    static FieldMap entersAs(PairAtWork at, Referral referral) {
        boolean lead = at.settings.leads()
                && referral.kind().isLead()
                && referral.status().filter(Status::isNew).isPresent();
        return at.maps.leads().filter(leads -> lead).orElse(at.maps.deals());
    }

    /** Partner Center knows no leads from partners. */
    static void refuseLead(PairAtWork at) {
        if (at.isLead()) {
            throw Problem.of(
                            ProblemCode.LEAD_NOT_QUALIFIED,
                            "expected an opportunity, found lead "
                                    + at.pair().record().orElseThrow().id() + ", which no referral belongs to")
                    .failure();
        }
    }

    /** A move that is no write to the lead's columns: its qualification, and whatever comes after that. */
    static boolean isLeftTo(PairAtWork at, Merge.Move move) {
        return move.to() == Side.CRM
                && at.isLead()
                && (isQualified(at)
                        || at.map()
                                .status(Side.CRM, move.values())
                                .filter(Status::isActive)
                                .isPresent());
    }

    // --- The steps of a run ---

    /** A record of a table that is not synchronised any more is left alone, and its deal waits. */
    void refuseWhatIsNotMapped() {
        at.pair()
                .record()
                .filter(record -> at.maps.ofTable(record.table()).isEmpty())
                .ifPresent(record -> {
                    throw Problem.of(
                                    ProblemCode.LEADS_OFF,
                                    "the deal's record is " + record + "; only records of table "
                                            + at.maps.deals().table() + " are synchronised")
                            .failure();
                });
    }

    /**
     * A lead that was deleted once it had become a deal: the deal says so itself, when it is shared. One that was merged is not
     * left: the deal was made from the lead it lives on in.
     */
    void leaveDeletedLead() {
        if (!at.itsDealIsShared()) {
            return;
        }
        try {
            at.readRecord();
        } catch (Failure failure) {
            boolean gone = failure.problem().code() == ProblemCode.RECORD_GONE;
            if (!gone
                    || at.ports.crm().survivor(at.pair().record().orElseThrow()).isPresent()) {
                throw failure;
            }
            moveOn(RecordRef.parse(at.work.subject().id()), Map.of());
        }
    }

    /** Before the halves are linked and compared: reads what a lead decides by, and finishes what a crash left undone. */
    void prepare() {
        if (!at.shared()) {
            return;
        }
        if (at.isLead()) {
            if (isWanted() && at.freshly(Side.CRM).isEmpty()) {
                at.readRecord();
            }
            wonButDisqualified();
            if (at.pair().referralId().isEmpty() && isQualified(at)) {
                moveOn(deal(), lead());
            }
        } else if (at.leftSomethingBehind()) {
            at.freshly(Side.CRM).orElseGet(at::readRecord);
            settleIn(withoutEmptied(formerLead()));
        }
        askForValue();
    }

    /**
     * Once the lead has nothing more to tell: qualifies it if the referral was accepted, and moves on to the deal if it
     * became one.
     *
     * @return whether there is more to be compared: with the deal, or because the lead is not what it was
     */
    boolean hasMovedOn() {
        for (int tries = 0; tries < TRIES; tries++) {
            if (!at.isLead()) {
                return false;
            }
            boolean qualified = isQualified(at);
            boolean cannotBe =
                    isClosed(Side.CRM, at.now(Side.CRM)) || at.refusals().containsKey(statusGroup());
            if (!qualified && (!isWanted() || cannotBe)) {
                return wonButDisqualified() || tries > 0;
            }
            Optional<RecordRef> deal = qualified ? Optional.of(deal()) : qualify();
            if (deal.isPresent()) {
                moveOn(deal.get(), lead());
                askForValue();
                return true;
            }
        }
        throw Problem.of(ProblemCode.MOVED_ON, "the lead changed " + TRIES + " times while it was to be qualified")
                .failure();
    }

    /**
     * A referral that is won cannot follow its lead's disqualification any more, and no lead can be qualified that is
     * closed: what stands now is for people to say.
     *
     * @return whether that was found just now
     */
    private boolean wonButDisqualified() {
        boolean found = at.closed()
                && isWanted()
                && isClosed(Side.CRM, at.now(Side.CRM))
                && !at.refusals().containsKey(statusGroup());
        if (found) {
            at.refuse(statusGroup(), waitsForPeople("disqualified").on(statusGroup()));
        }
        return found;
    }

    // --- Qualifying ---

    /**
     * Exactly once: only an open lead can be qualified, and afterwards it shows that it was.
     *
     * @return the deal; nothing if the lead was closed meanwhile, or the CRM refused
     */
    private Optional<RecordRef> qualify() {
        RecordRef lead = at.pair().record().orElseThrow();
        Snapshot shown = at.freshly(Side.CRM).orElseGet(at::readRecord);
        if (isQualified(at) || isClosed(Side.CRM, shown.values())) {
            return Optional.empty();
        }
        if (!at.ports.crm().qualifiesLeads()) {
            at.refuse(statusGroup(), waitsForPeople("open").on(statusGroup()));
            return Optional.empty();
        }
        Instant now = at.clock();
        Pending pending =
                new Pending(Pending.Kind.QUALIFY_LEAD, Side.CRM, Map.of(), Map.of(), lead.toString(), now, 0, now);
        try {
            Optional<RecordRef> account = account(lead, shown.values());
            RecordRef deal = at.announced(pending, () -> at.ports.crm().qualify(lead, account));
            at.note("qualified", Optional.of(Side.CRM), List.of(), Optional.empty());
            return Optional.of(deal);
        } catch (Failure failure) {
            refused(failure);
            return Optional.empty();
        }
    }

    /** Until the seller has done it, an open lead keeps taking what changes, all but the acceptance. */
    private Problem waitsForPeople(String found) {
        String lead = at.pair().record().orElseThrow().id();
        return Problem.of(
                ProblemCode.LEAD_TO_CONVERT,
                "the referral is " + (at.closed() ? "won" : "accepted") + "; expected lead " + lead
                        + " to be converted, found it " + found);
    }

    /** Somebody was faster: the lead shows how. What a person has to put right holds only the acceptance. */
    private void refused(Failure failure) {
        Problem problem = aboutAValue(failure);
        if (problem.code() == ProblemCode.RECORD_CLOSED) {
            at.readRecord();
            return;
        }
        at.refuse(statusGroup(), problem.on(statusGroup()));
    }

    /** The account the seller chose; or else that of the customer, which is found, or made once, as for any deal. */
    private Optional<RecordRef> account(RecordRef lead, Map<String, JsonNode> shown) {
        return at.ports.crm().accountOf(lead).or(() -> customer(shown).map(new Linking(at)::customer));
    }

    /** The customer as the lead names it, the seller's corrections included. */
    private Optional<Customer> customer(Map<String, JsonNode> lead) {
        Map<String, JsonNode> account = new LinkedHashMap<>();
        for (Field field : at.maps.deals().fields()) {
            Optional<Value> value = at.map()
                    .field(field.name())
                    .flatMap(same -> same.on(Side.CRM, lead))
                    .filter(known -> !known.isEmpty())
                    .map(known -> field.type() == ValueType.COUNTRY ? code(known) : known);
            value.filter(known -> field.refusal(Side.CRM, known).isEmpty())
                    .ifPresent(known -> account.putAll(field.stored(Side.CRM, known)));
        }
        return NewRecord.customerAmong(at.maps.deals(), account);
    }

    /** On a lead people write countries as they like; an account is compared by code. */
    private static Value code(Value country) {
        return Countries.alpha2(country.toString()).<Value>map(Value.Text::new).orElse(country);
    }

    // --- Moving on ---

    /** From here on the pair's record is the deal; the lead keeps its claim and has nothing more to say. */
    private void moveOn(RecordRef deal, Map<String, JsonNode> shown) {
        RecordRef lead = at.pair().record().orElseThrow();
        new Linking(at).claimRecord(deal);
        SideState crm =
                new SideState(Lineage.goingOn(at.maps, at.pair().crm().seen()), Optional.empty(), Optional.empty());
        at.become(at.pair()
                .change()
                .record(deal)
                .lead(Optional.of(lead))
                .pending(Optional.empty())
                .side(Side.CRM, crm)
                .side(Side.PARTNER_CENTER, asToldToTheLead())
                .told(Teller.UNTOLD)
                .now());
        at.unread(Side.CRM);
        at.readRecord();
        at.note("went on as " + deal, Optional.empty(), List.of(), Optional.empty());
        settleIn(shown);
    }

    /**
     * What Partner Center showed, as far as the CRM was told of it. A closing that came while the lead was qualified could
     * not go to the lead, and has to reach the deal.
     */
    private SideState asToldToTheLead() {
        SideState told = at.pair().partnerCenter().without(Lineage.yetToMeet(at.maps.deals(), Side.CRM));
        if (!isClosed(Side.PARTNER_CENTER, at.now(Side.PARTNER_CENTER))) {
            return told;
        }
        return at.map()
                .statusField()
                .flatMap(field -> field.on(Side.CRM, at.pair().crm().seen())
                        .map(status -> told.seeing(field.stored(Side.PARTNER_CENTER, status))))
                .orElse(told);
    }

    /** The deal the lead names; or, if it names none, the one that was shared and says it was made from it. */
    private RecordRef deal() {
        RecordRef lead = at.pair().record().orElseThrow();
        String table = at.maps.deals().table();
        return Lineage.shown(at.map(), table, lead())
                .or(() -> Optional.of(at.work.subject())
                        .filter(subject -> subject.side() == Side.CRM)
                        .map(subject -> RecordRef.parse(subject.id()))
                        .filter(record -> record.table().equals(table)))
                .orElseThrow(() -> Problem.of(
                                ProblemCode.LEAD_WITHOUT_DEAL,
                                "lead " + lead.id() + " is qualified, but names no record of table " + table)
                        .failure());
    }

    private Map<String, JsonNode> lead() {
        return at.freshly(Side.CRM).orElseGet(at::readRecord).values();
    }

    /** What the former lead shows; nothing if it is gone. */
    private Map<String, JsonNode> formerLead() {
        RecordRef lead = at.pair().lead().orElseThrow();
        return Failure.absentIf(
                        Set.of(ProblemCode.RECORD_GONE), () -> at.ports.crm().read(lead))
                .map(Snapshot::values)
                .orElse(Map.of());
    }

    /**
     * What a former lead has to give once a run before this one has begun with the deal: not what that run emptied there
     * because Partner Center did. What is held did not cross, and is nobody's wish.
     */
    private Map<String, JsonNode> withoutEmptied(Map<String, JsonNode> lead) {
        Map<String, JsonNode> rest = new LinkedHashMap<>(lead);
        at.map().fields().stream()
                .filter(field -> !at.pair().held().containsKey(field.group()))
                .filter(field -> field.on(Side.CRM, at.pair().crm().seen())
                        .filter(Value::isEmpty)
                        .isPresent())
                .flatMap(field -> at.maps.leads().flatMap(leads -> leads.field(field.name())).stream())
                .forEach(field -> rest.keySet().removeAll(field.crm()));
        return rest;
    }

    /**
     * Gives the new deal what the CRM left behind on the lead, and the date that Partner Center will ask for. What the CRM
     * refuses is held; as long as something is, the deal has not settled in, and every run tries again.
     */
    private void settleIn(Map<String, JsonNode> lead) {
        for (int tries = 0; tries < TRIES; tries++) {
            Map<String, JsonNode> shown = at.now(Side.CRM);
            Map<String, JsonNode> values = new LinkedHashMap<>(
                    Lineage.leftBehind(at.maps, lead, shown, at.ports.crm().madeUp(shown)));
            Optional<Field> undated = undated(shown, values);
            undated.ifPresent(field -> values.putAll(field.stored(Side.CRM, defaultDate())));
            if (values.isEmpty() || isClosed(Side.CRM, shown)) {
                at.settledIn();
                return;
            }
            if (tries == 0) {
                note(undated, shown, values);
            }
            if (give(values)) {
                return;
            }
        }
        throw Problem.of(ProblemCode.MOVED_ON, "the new deal changed " + TRIES + " times")
                .failure();
    }

    /** The close date's field if nobody gave one, Partner Center will want one, and its referral still takes it. */
    private Optional<Field> undated(Map<String, JsonNode> shown, Map<String, JsonNode> takenAlong) {
        return at.map()
                .field(CLOSE_DATE)
                .filter(field -> !at.closed())
                .filter(field ->
                        field.on(Side.CRM, shown).filter(Value::isEmpty).isPresent())
                .filter(field -> field.on(Side.CRM, takenAlong).isEmpty())
                .filter(field -> field.on(Side.PARTNER_CENTER, at.now(Side.PARTNER_CENTER))
                        .filter(value -> !value.isEmpty())
                        .isEmpty());
    }

    private Value defaultDate() {
        return new Value.Day(LocalDate.ofInstant(at.clock(), ZoneOffset.UTC).plus(at.settings.leadClosesIn()));
    }

    /** On record before it is written: afterwards a crash could keep from the seller that the date is nobody's. */
    private void note(Optional<Field> undated, Map<String, JsonNode> before, Map<String, JsonNode> values) {
        List<AuditEntry.FieldChange> defaulted = new ArrayList<>();
        List<AuditEntry.FieldChange> takenAlong = new ArrayList<>();
        for (Field field : at.map().fields()) {
            field.on(Side.CRM, values)
                    .map(value -> new AuditEntry.FieldChange(
                            field.name(),
                            field.on(Side.CRM, before).map(Value::toString).orElse("(unknown)"),
                            value.toString(),
                            Optional.empty()))
                    .ifPresent(undated.filter(field::equals).isPresent() ? defaulted::add : takenAlong::add);
        }
        if (!takenAlong.isEmpty()) {
            at.note("took along from the lead", Optional.of(Side.CRM), takenAlong, Optional.empty());
        }
        if (!defaulted.isEmpty()) {
            at.note("defaulted", Optional.of(Side.CRM), defaulted, Optional.empty());
        }
    }

    /** @return false if the deal was no longer as it was read; it has been read again */
    private boolean give(Map<String, JsonNode> values) {
        Map<String, JsonNode> shared = new LinkedHashMap<>(values);
        shared.put(at.map().columns().sync(), BooleanNode.TRUE);
        try {
            boolean given = update(shared);
            if (given) {
                at.settledIn();
            }
            return given;
        } catch (Failure failure) {
            return giveOneByOne(values, aboutAValue(failure));
        }
    }

    /** Of several groups that were refused together, each is tried on its own. */
    private boolean giveOneByOne(Map<String, JsonNode> values, Problem refusal) {
        Map<String, Map<String, JsonNode>> groups = byGroup(values);
        boolean given = groups.size() > 1;
        for (Map.Entry<String, Map<String, JsonNode>> group : groups.entrySet()) {
            try {
                if (groups.size() == 1) {
                    at.refuse(group.getKey(), refusal.on(group.getKey()));
                } else if (!update(group.getValue())) {
                    return false;
                }
            } catch (Failure failure) {
                at.refuse(group.getKey(), aboutAValue(failure).on(group.getKey()));
                given = false;
            }
        }
        if (given) {
            at.settledIn();
        }
        return true;
    }

    private Map<String, Map<String, JsonNode>> byGroup(Map<String, JsonNode> values) {
        Map<String, Map<String, JsonNode>> groups = new LinkedHashMap<>();
        at.map()
                .groups()
                .forEach((name, fields) -> fields.stream()
                        .flatMap(field -> field.paths(Side.CRM).stream())
                        .filter(values::containsKey)
                        .forEach(column -> groups.computeIfAbsent(name, any -> new LinkedHashMap<>())
                                .put(column, values.get(column))));
        return groups;
    }

    /** What was refused for sure because of a value; anything else stops the run. */
    private static Problem aboutAValue(Failure failure) {
        Problem problem = failure.problem();
        if (problem.outcomeUnknown() || !Converging.isAboutAValue(problem)) {
            throw failure;
        }
        return problem;
    }

    /** @return false if the deal was no longer as it was read; it has been read again */
    private boolean update(Map<String, JsonNode> values) {
        Instant now = at.clock();
        Pending pending = new Pending(Pending.Kind.SETTLE_IN, Side.CRM, values, Map.of(), "", now, 0, now);
        Written written = at.announced(
                pending,
                () -> at.ports
                        .crm()
                        .update(
                                at.pair().record().orElseThrow(),
                                at.pair().crm().version().orElseThrow(),
                                values));
        at.become(at.pair().change().pending(Optional.empty()).now());
        if (written instanceof Written.Done(Snapshot shown)) {
            at.readAs(Side.CRM, shown);
            return true;
        }
        at.readRecord();
        return false;
    }

    // --- What Partner Center wants of a deal ---

    /** A deal that was a lead may lack the value Partner Center wants: only the value waits for it. */
    private void askForValue() {
        if (at.pair().lead().isEmpty() || at.isLead() || at.closed()) {
            return;
        }
        at.map()
                .field(DEAL_VALUE)
                .filter(field -> isMissing(field, Side.PARTNER_CENTER) && isMissing(field, Side.CRM))
                .ifPresent(field -> at.refuse(
                        field.group(),
                        Problem.of(
                                        ProblemCode.VALUE_NOT_POSITIVE,
                                        "expected an estimated value above 0 on the opportunity of a qualified lead, "
                                                + "found none")
                                .on(field.name())));
    }

    private boolean isMissing(Field field, Side side) {
        return field.on(side, at.now(side))
                .filter(value -> value instanceof Value.Amount(BigDecimal amount) && amount.signum() > 0)
                .isEmpty();
    }

    // --- Where both stand ---

    private boolean isWanted() {
        return at.map()
                .status(Side.PARTNER_CENTER, at.now(Side.PARTNER_CENTER))
                .filter(status -> status.isActive() || status == Status.WON)
                .isPresent();
    }

    private static boolean isQualified(PairAtWork at) {
        return at.map()
                .status(Side.CRM, at.now(Side.CRM))
                .filter(Status::isActive)
                .isPresent();
    }

    private boolean isClosed(Side side, Map<String, JsonNode> values) {
        return at.map().status(side, values).filter(Status::isClosed).isPresent();
    }

    private String statusGroup() {
        return at.map().statusField().map(Field::group).orElse("status");
    }
}
