package dev.cosell.crm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.problem.Failure;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Status;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.port.Crm;
import dev.cosell.sync.port.Customer;
import dev.cosell.sync.port.CustomerKeys;
import dev.cosell.sync.port.RecordPage;
import dev.cosell.sync.port.RecordQuery;
import dev.cosell.sync.port.Written;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What every CRM adapter promises the engine about leads. Each adapter runs it against a CRM of its own, empty at first. */
public abstract class LeadContract {
    private static final String REFERRAL = "5b2a6b8e-0c1d-4e0e-9a8e-6f1f7c3d2b10";

    /** The adapter under test, on a CRM with EUR. */
    protected abstract Crm crm();

    protected abstract FieldMaps maps();

    /** How many people the CRM knows by this e-mail address. */
    protected abstract int peopleWith(String email);

    protected abstract int accounts();

    /** A person makes a deal of a lead, as the CRM's own form does it. */
    protected abstract RecordRef somebodyQualifies(RecordRef lead);

    /** Where this CRM may keep another promise. */
    protected Set<Difference> differences() {
        return Set.of();
    }

    /** A person enters on a lead who its customer is. */
    protected abstract void somebodyChooses(RecordRef lead, RecordRef account);

    /** A person merges a lead into another one. */
    protected abstract void somebodyMerges(RecordRef lead, RecordRef survivor);

    @Test
    void aLeadIsCreatedReadFoundAndListed() {
        RecordRef lead = created(lead());
        Snapshot read = crm().read(lead);
        assertMeans(new Value.Text("Datacentre move"), "name", leads(), read);
        assertMeans(new Value.Amount(new BigDecimal("125000.5")), "dealValue", leads(), read);
        assertMeans(new Value.Text("Fabrikam, Inc."), "customer", leads(), read);
        assertMeans(new Value.Stage(Status.PENDING), "status", leads(), read);
        assertMeans(new Value.Text(lead.id()), "externalReferenceId", leads(), read);
        assertTrue(read.values().get(leads().columns().sync()).asBoolean());
        assertEquals(List.of(lead), crm().findByReferral(REFERRAL));
        assertEquals(Optional.of(lead), crm().find(lead.id()));
        RecordPage page = crm().records(
                        new RecordQuery(leads().table(), Optional.of(true), Optional.empty(), 10), Optional.empty());
        assertEquals(
                List.of(lead),
                page.entries().stream().map(RecordPage.Entry::record).toList());
    }

    @Test
    void aLeadIsWrittenOnlyAtTheVersionRead() {
        RecordRef lead = created(lead());
        String old = version(lead);
        Map<String, JsonNode> notes = stored("notes", new Value.Text("called"));
        assertMeans(new Value.Text("called"), "notes", leads(), done(crm().update(lead, old, notes)));
        assertInstanceOf(Written.Stale.class, crm().update(lead, old, notes));
    }

    @Test
    void aLeadIsDisqualifiedByItsStateAlongWithOtherColumns() {
        RecordRef lead = created(lead());
        Map<String, JsonNode> values = new LinkedHashMap<>(stored("status", new Value.Stage(Status.EXPIRED)));
        values.putAll(stored("notes", new Value.Text("nobody answered")));
        Snapshot now = done(crm().update(lead, version(lead), values));
        assertMeans(new Value.Stage(Status.DECLINED), "status", leads(), now);
        assertMeans(new Value.Text("nobody answered"), "notes", leads(), crm().read(lead));
    }

    @Test
    void theCrmSaysWhetherItQualifiesLeads() {
        assertEquals(!differences().contains(Difference.LEADS_ARE_QUALIFIED_BY_PEOPLE), crm().qualifiesLeads());
    }

    @Test
    void aLeadThatSomebodyQualifiedNamesItsDealAndTakesNothingMore() {
        RecordRef lead = created(lead());
        RecordRef deal = somebodyQualifies(lead);
        assertEquals(deals().table(), deal.table());
        assertMeans(new Value.Stage(Status.ACCEPTED), "status", leads(), crm().read(lead));
        assertEquals(deal.id(), lineage(leads(), crm().read(lead)).orElseThrow());
        assertEquals(
                Optional.of(lead),
                lineage(deals(), crm().read(deal))
                        .map(id -> new RecordRef(leads().table(), id))
                        .or(() -> crm().leadOf(deal)));
        assertRefused(
                ProblemCode.RECORD_CLOSED,
                () -> crm().update(lead, version(lead), stored("notes", new Value.Text("too late"))));
    }

    @Test
    void qualifyingMakesOneDealAndEachNamesTheOther() {
        assume(Difference.LEADS_ARE_QUALIFIED_BY_PEOPLE);
        RecordRef lead = created(lead());
        RecordRef deal = crm().qualify(lead, Optional.empty());
        Snapshot shown = crm().read(deal);
        assertEquals(deals().table(), deal.table());
        assertMeans(new Value.Text("Datacentre move"), "name", deals(), shown);
        assertMeans(new Value.Amount(new BigDecimal("125000.5")), "dealValue", deals(), shown);
        assertMeans(new Value.Text("EUR"), "currency", deals(), shown);
        assertMeans(new Value.Day(LocalDate.of(2027, 3, 31)), "closeDate", deals(), shown);
        assertMeans(new Value.Stage(Status.ACCEPTED), "status", deals(), shown);
        assertEquals(lead.id(), lineage(deals(), shown).orElseThrow());
        assertMeans(new Value.Stage(Status.ACCEPTED), "status", leads(), crm().read(lead));
        assertEquals(deal.id(), lineage(leads(), crm().read(lead)).orElseThrow());
    }

    @Test
    void aLeadIsQualifiedOnlyOnce() {
        assume(Difference.LEADS_ARE_QUALIFIED_BY_PEOPLE);
        RecordRef lead = created(lead());
        RecordRef deal = crm().qualify(lead, Optional.empty());
        assertRefused(ProblemCode.RECORD_CLOSED, () -> crm().qualify(lead, Optional.empty()));
        assertEquals(deal.id(), lineage(leads(), crm().read(lead)).orElseThrow());
    }

    @Test
    void theGivenAccountIsTheDealsAndNoOtherIsMade() {
        assume(Difference.LEADS_ARE_QUALIFIED_BY_PEOPLE);
        RecordRef account = crm().customers()
                .createAccount(
                        UUID.randomUUID().toString(),
                        new Customer("Fabrikam, Inc.", "", "", Map.of()),
                        CustomerKeys.NONE);
        int before = accounts();
        RecordRef deal = crm().qualify(created(lead()), Optional.of(account));
        assertMeans(new Value.Text("Fabrikam, Inc."), "customer", deals(), crm().read(deal));
        assertEquals(before, accounts());
    }

    @Test
    void theAccountThatSomebodyChoseIsTold() {
        assume(Difference.LEADS_HAVE_NO_ACCOUNT);
        RecordRef account = crm().customers()
                .createAccount(
                        UUID.randomUUID().toString(),
                        new Customer("Fabrikam, Inc.", "", "", Map.of()),
                        CustomerKeys.NONE);
        RecordRef lead = created(lead());
        assertEquals(Optional.empty(), crm().accountOf(lead));
        somebodyChooses(lead, account);
        assertEquals(Optional.of(account), crm().accountOf(lead));
    }

    @Test
    void aPersonWhoIsKnownIsNotMadeAgain() {
        assume(Difference.LEADS_ARE_QUALIFIED_BY_PEOPLE);
        crm().qualify(created(lead()), Optional.empty());
        assertEquals(1, peopleWith("kim@fabrikam.example"));
        Map<String, JsonNode> another = lead();
        another.putAll(stored("referralId", new Value.Text("0c6a6b8e-0c1d-4e0e-9a8e-6f1f7c3d2b11")));
        crm().qualify(created(another), Optional.empty());
        assertEquals(1, peopleWith("kim@fabrikam.example"));
    }

    @Test
    void whereALeadAndItsDealHoldOneReferralTheDealComesFirst() {
        RecordRef lead = created(lead());
        RecordRef deal = somebodyQualifies(lead);
        crm().update(
                        deal,
                        version(deal),
                        deals().field("referralId").orElseThrow().stored(Side.CRM, new Value.Text(REFERRAL)));
        assertEquals(List.of(deal, lead), crm().findByReferral(REFERRAL));
    }

    @Test
    void aMergedLeadNamesItsSurvivorAndIsNotFoundByItsReferralAnyMore() {
        RecordRef lead = created(lead());
        Map<String, JsonNode> other = lead();
        other.putAll(stored("referralId", new Value.Text("0c6a6b8e-0c1d-4e0e-9a8e-6f1f7c3d2b11")));
        RecordRef survivor = created(other);
        assertEquals(Optional.empty(), crm().survivor(lead));
        assertEquals(Optional.empty(), crm().read(lead).mergedInto());
        somebodyMerges(lead, survivor);
        assertEquals(Optional.of(survivor), crm().survivor(lead));
        if (differences().contains(Difference.MERGED_RECORDS_ARE_GONE)) {
            assertRefused(ProblemCode.RECORD_GONE, () -> crm().read(lead));
        } else {
            assertEquals(Optional.of(survivor), crm().read(lead).mergedInto());
        }
        assertEquals(Optional.empty(), crm().read(survivor).mergedInto());
        assertEquals(List.of(), crm().findByReferral(REFERRAL));
    }

    @Test
    void aLeadThatIsNotThereHasNoSurvivor() {
        RecordRef unknown = new RecordRef(leads().table(), UUID.randomUUID().toString());
        assertEquals(Optional.empty(), crm().survivor(unknown));
    }

    @Test
    void theLimitsAreThoseOfTheTable() {
        assertTrue(leads().paths(Side.CRM)
                .containsAll(crm().limits(leads().table()).keySet()));
    }

    private FieldMap deals() {
        return maps().deals();
    }

    private FieldMap leads() {
        return maps().leads().orElseThrow();
    }

    private Map<String, JsonNode> lead() {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        values.putAll(stored("referralId", new Value.Text(REFERRAL)));
        values.putAll(stored("name", new Value.Text("Datacentre move")));
        values.putAll(stored("dealValue", new Value.Amount(new BigDecimal("125000.50"))));
        values.putAll(stored("currency", new Value.Text("EUR")));
        values.putAll(stored("closeDate", new Value.Day(LocalDate.of(2027, 3, 31))));
        values.putAll(stored("customer", new Value.Text("Fabrikam, Inc.")));
        values.putAll(stored("contactFirstName", new Value.Text("Kim")));
        values.putAll(stored("contactLastName", new Value.Text("Akers")));
        values.putAll(stored("contactEmail", new Value.Text("kim@fabrikam.example")));
        values.putAll(stored("status", new Value.Stage(Status.PENDING)));
        values.put(leads().columns().sync(), BooleanNode.TRUE);
        return values;
    }

    private Map<String, JsonNode> stored(String field, Value value) {
        return leads().field(field).orElseThrow().stored(Side.CRM, value);
    }

    private RecordRef created(Map<String, JsonNode> values) {
        RecordRef name = crm().nameOfNew(
                        leads().table(),
                        UUID.randomUUID().toString(),
                        values.get(leads().columns().referralId()).asText());
        return crm().itself(name, done(crm().create(name, Optional.empty(), values)));
    }

    private void assume(Difference excepted) {
        assumeFalse(differences().contains(excepted), excepted.name());
    }

    private String version(RecordRef record) {
        return crm().read(record).version().orElseThrow();
    }

    private static Optional<String> lineage(FieldMap map, Snapshot shown) {
        return map.columns().lineage().map(shown.values()::get).map(JsonNode::asText);
    }

    private static void assertMeans(Value expected, String field, FieldMap map, Snapshot shown) {
        assertEquals(Optional.of(expected), map.field(field).orElseThrow().on(Side.CRM, shown.values()), field);
    }

    private static Snapshot done(Written written) {
        return assertInstanceOf(Written.Done.class, written).now();
    }

    private static void assertRefused(ProblemCode code, Executable call) {
        assertEquals(code, assertThrows(Failure.class, call).problem().code());
    }
}
