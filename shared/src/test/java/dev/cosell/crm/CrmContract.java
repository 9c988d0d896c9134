package dev.cosell.crm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.CrmCheck;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.Consent;
import dev.cosell.referral.Status;
import dev.cosell.referral.TeamMember;
import dev.cosell.sync.pair.Author;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.port.Crm;
import dev.cosell.sync.port.Customer;
import dev.cosell.sync.port.CustomerKeys;
import dev.cosell.sync.port.RecordChanges;
import dev.cosell.sync.port.RecordPage;
import dev.cosell.sync.port.RecordQuery;
import dev.cosell.sync.port.Written;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What every CRM adapter promises the engine. Each adapter runs it against a CRM of its own, empty at first. */
public abstract class CrmContract {
    private static final String REFERRAL = "5b2a6b8e-0c1d-4e0e-9a8e-6f1f7c3d2b10";
    private static final String ANOTHER_REFERRAL = "0c6a6b8e-0c1d-4e0e-9a8e-6f1f7c3d2b11";

    /** The adapter under test, on a CRM with all columns and with EUR and USD. */
    protected abstract Crm crm();

    /** The same CRM, but without any of the columns in which the seller is told something. */
    protected abstract Crm crmWithoutToldColumns();

    protected abstract FieldMap map();

    /** Where this CRM may keep another promise. */
    protected Set<Difference> differences() {
        return Set.of();
    }

    /** A record id of the CRM's kind that is not in use. */
    protected abstract RecordRef unusedRecord();

    /** Somebody else changes a text column. */
    protected abstract void somebodyEdits(RecordRef record, String column, String text);

    protected abstract void somebodyDeletes(RecordRef record);

    /** The CRM refuses its next call for a while. */
    protected abstract void throttleNextCall(Duration wait);

    @Test
    void whatWasCreatedIsReadBack() {
        Snapshot read = crm().read(created(deal()));
        assertMeans(new Value.Text("Datacentre move"), "name", read);
        assertMeans(new Value.Amount(new BigDecimal("125000.5")), "dealValue", read);
        assertMeans(new Value.Text("EUR"), "currency", read);
        assertMeans(new Value.Day(LocalDate.of(2027, 3, 31)), "closeDate", read);
        assertMeans(new Value.Stage(Status.ACCEPTED), "status", read);
        assertMeans(new Value.Text(REFERRAL), "referralId", read);
        assertTrue(read.version().isPresent());
        assertTrue(read.updatedAt().isPresent());
    }

    @Test
    void recordsAreListedPageByPageWithWhatTheyShow() {
        RecordRef first = created(deal());
        RecordRef second =
                made(ANOTHER_REFERRAL, Optional.empty(), with("referralId", new Value.Text(ANOTHER_REFERRAL)));
        Map<RecordRef, Snapshot> found = new LinkedHashMap<>();
        Optional<String> next = Optional.empty();
        int pages = 0;
        do {
            RecordPage page =
                    crm().records(new RecordQuery(map().table(), Optional.of(true), Optional.empty(), 1), next);
            page.entries().forEach(entry -> found.put(entry.record(), entry.snapshot()));
            next = page.next();
            pages++;
        } while (next.isPresent());
        assertEquals(Set.of(first, second), found.keySet());
        assertTrue(pages >= 2, "pages: " + pages);
        assertMeans(new Value.Text("EUR"), "currency", found.get(first));
        assertTrue(found.get(second).version().isPresent());
        assertEquals(
                List.of(),
                crm().records(new RecordQuery(map().table(), Optional.of(false), Optional.empty(), 1), Optional.empty())
                        .entries());
    }

    @Test
    void s34_whoChangedARecordLastIsReadWithIt() {
        assumeFalse(differences().contains(Difference.NOBODY_IS_NAMED));
        RecordRef record = created(deal());
        somebodyEdits(record, column("name"), "Renamed by a person");
        Author by = crm().read(record).by().orElseThrow();
        assertFalse(by.id().isBlank());
        assertFalse(by.name().isBlank());
        assertFalse(by.name().matches("[0-9a-fA-F-]{36}"), "expected a name, found the id " + by);
    }

    @Test
    void whatChangedSinceAPositionIsListedAndWhatWasDeletedToo() {
        RecordRef kept = created(deal());
        String position = latestPosition();
        allChanges(position)
                .forEach(repeated -> assertEquals(crm().read(repeated.record()).version(), repeated.version()));

        somebodyEdits(kept, column("name"), "Renamed");
        RecordChanges.Change edit = allChanges(position).getFirst();
        assertEquals(kept, edit.record());
        assertTrue(edit.shared());
        assertEquals(crm().read(kept).version(), edit.version());

        somebodyDeletes(kept);
        List<RecordChanges.Change> afterwards = allChanges(position);
        assertTrue(afterwards.stream().anyMatch(change -> change.record().equals(kept) && change.deleted()));
    }

    private String latestPosition() {
        RecordChanges changes = crm().changes(map().table(), Optional.empty()).orElseThrow();
        while (changes.more()) {
            changes = crm().changes(map().table(), Optional.of(changes.position()))
                    .orElseThrow();
        }
        return changes.position();
    }

    private List<RecordChanges.Change> allChanges(String position) {
        List<RecordChanges.Change> all = new ArrayList<>();
        RecordChanges changes =
                crm().changes(map().table(), Optional.of(position)).orElseThrow();
        all.addAll(changes.changes());
        while (changes.more()) {
            changes = crm().changes(map().table(), Optional.of(changes.position()))
                    .orElseThrow();
            all.addAll(changes.changes());
        }
        return all;
    }

    @Test
    void aNewRecordIsMarkedAsShared() {
        Snapshot read = crm().read(created(deal()));
        assertTrue(read.values().get(map().columns().sync()).asBoolean());
    }

    @Test
    void theRecordsOwnIdIsAmongItsValues() {
        RecordRef record = created(deal());
        assertMeans(new Value.Text(record.id()), "externalReferenceId", crm().read(record));
    }

    @Test
    void aColumnNobodyFilledIsExplicitlyEmpty() {
        assertMeans(Value.EMPTY, "notes", crm().read(created(deal())));
    }

    @Test
    void aRecordWithoutCustomerShowsAnEmptyCustomer() {
        assertMeans(Value.EMPTY, "customer", crm().read(created(deal())));
    }

    @Test
    void theCustomerIsReadThroughTheRecord() {
        RecordRef account = crm().customers()
                .createAccount(
                        UUID.randomUUID().toString(), customer("Contoso GmbH", "80331", "DE"), CustomerKeys.NONE);
        RecordRef record = made(REFERRAL, Optional.of(account), deal());
        Snapshot read = crm().read(record);
        assertMeans(new Value.Text("Contoso GmbH"), "customer", read);
        assertMeans(new Value.Text("80331"), "customerPostalCode", read);
        assertMeans(Value.EMPTY, "customerCity", read);
    }

    @Test
    void theAccountAndThePeopleOfARecordAreShownWithIt() {
        RecordRef account = crm().customers()
                .createAccount(
                        UUID.randomUUID().toString(), customer("Contoso GmbH", "80331", "DE"), CustomerKeys.NONE);
        TeamMember ada = new TeamMember("Ada", "Byron", "ada@contoso.example", "+49 30 1234", "CIO");
        RecordRef contact =
                crm().customers().createContact(UUID.randomUUID().toString(), account, ada, Consent.UNKNOWN);
        Map<String, JsonNode> values = deal();
        values.put(column("contacts"), TextNode.valueOf(contact.id()));
        RecordRef record = made(REFERRAL, Optional.of(account), values);
        Snapshot read = crm().read(record);
        assertEquals(
                account.id(),
                read.values().get(map().customerLookup().orElseThrow()).asText());
        assertMeans(new Value.People(List.of(ada)), "contacts", read);
        assertMeans(new Value.Text("Ada"), "contactFirstName", read);
    }

    @Test
    void anyTextSurvivesTheWayThereAndBack() {
        String text = "Ω \"quoted\" & <b>ü</b> 'single'\nsecond line \uD83D\uDE80";
        assertMeans(new Value.Text(text), "notes", crm().read(created(with("notes", new Value.Text(text)))));
    }

    @Test
    void aWriteAtTheVersionReadArrivesAndShowsWhatIsThereNow() {
        RecordRef record = created(deal());
        String version = version(record);
        Snapshot now = done(crm().update(record, version, stored("notes", new Value.Text("agreed"))));
        assertMeans(new Value.Text("agreed"), "notes", now);
        assertMeans(new Value.Text("Datacentre move"), "name", now);
        assertNotEquals(version, now.version().orElseThrow());
        assertEquals(now.version(), crm().read(record).version());
    }

    @Test
    void aWriteAtAnOldVersionIsStaleAndChangesNothing() {
        RecordRef record = created(deal());
        String old = version(record);
        somebodyEdits(record, column("name"), "Renamed");
        assertInstanceOf(Written.Stale.class, crm().update(record, old, stored("name", new Value.Text("Ours"))));
        assertMeans(new Value.Text("Renamed"), "name", crm().read(record));
    }

    @Test
    void clearingAColumnMakesItExplicitlyEmpty() {
        RecordRef record = created(with("notes", new Value.Text("to be removed")));
        Snapshot now = done(crm().update(record, version(record), stored("notes", Value.EMPTY)));
        assertMeans(Value.EMPTY, "notes", now);
    }

    @Test
    void theSameCreateTwiceMakesOneRecordAndLeavesItAsItIs() {
        RecordRef name = name(REFERRAL);
        RecordRef record = crm().itself(name, done(crm().create(name, Optional.empty(), deal())));
        assertInstanceOf(
                Written.Stale.class, crm().create(name, Optional.empty(), with("name", new Value.Text("Again"))));
        assertEquals(List.of(record), crm().findByReferral(REFERRAL));
        assertMeans(new Value.Text("Datacentre move"), "name", crm().read(record));
    }

    @Test
    void aNewRecordIsFoundByTheNameItWasMadeUnderAndShowsItsOwnId() {
        RecordRef name = name(REFERRAL);
        assertRefused(ProblemCode.RECORD_GONE, () -> crm().read(name));
        RecordRef record = crm().itself(name, done(crm().create(name, Optional.empty(), deal())));
        assertEquals(record, crm().itself(name, crm().read(name)));
        assertEquals(record, crm().itself(record, crm().read(record)));
        assertEquals(Optional.of(record), crm().find(record.id()));
    }

    @Test
    void anIdIsUnderstoodAsPeopleWriteIt() {
        RecordRef record = created(deal());
        assertEquals(Optional.of(record), crm().ref(record.table(), " " + record.id() + " "));
        assertEquals(Optional.of(record), crm().ref(record.table(), record.id().toUpperCase(Locale.ROOT)));
        assertEquals(Optional.empty(), crm().ref(record.table(), "PO 4711/2"));
    }

    @Test
    void solutionsAreWrittenWholeAndReadBack() {
        RecordRef record = created(with("solutions", solutions("SOL-1001-ROUT", "SOL-0001-AZUR")));
        assertMeans(solutions("SOL-0001-AZUR", "SOL-1001-ROUT"), "solutions", crm().read(record));
        Snapshot now = done(
                crm().update(record, version(record), stored("solutions", solutions("SOL-1001-ROUT", "SOL-9999-NEW"))));
        assertMeans(solutions("SOL-1001-ROUT", "SOL-9999-NEW"), "solutions", now);
        assertMeans(solutions("SOL-1001-ROUT", "SOL-9999-NEW"), "solutions", crm().read(record));
        done(crm().update(record, version(record), stored("solutions", solutions())));
        assertMeans(solutions(), "solutions", crm().read(record));
    }

    @Test
    void aRecordIsFoundByItsReferralAndByItsOwnId() {
        RecordRef record = created(deal());
        assertEquals(List.of(record), crm().findByReferral(REFERRAL));
        assertEquals(Optional.of(record), crm().find(record.id()));
        assertEquals(List.of(), crm().findByReferral("somebody's \"other\" deal"));
        assertEquals(Optional.empty(), crm().find(unusedRecord().id()));
        assertEquals(Optional.empty(), crm().find("PO 4711/2"));
    }

    @Test
    void recordsAreFoundByATextInAColumn() {
        RecordRef record = created(deal());
        String column = map().field("name").orElseThrow().crm().getFirst();
        String name = crm().read(record).values().get(column).asText();
        assertTrue(crm().findBy(map().table(), column, name).contains(record));
        assertEquals(List.of(), crm().findBy(map().table(), column, "somebody's \"other\" deal & more"));
    }

    @Test
    void ofARecordThatIsGoneOnlyATraceTheCrmKeepsIsFollowed() {
        RecordRef record = created(deal());
        somebodyDeletes(record);
        assertEquals(Optional.empty(), crm().survivor(record));
    }

    @Test
    void aDeletedRecordIsGoneForReadingAndWriting() {
        RecordRef record = created(deal());
        String version = version(record);
        somebodyDeletes(record);
        assertRefused(ProblemCode.RECORD_GONE, () -> crm().read(record));
        assertRefused(
                ProblemCode.RECORD_GONE, () -> crm().update(record, version, stored("name", new Value.Text("Back"))));
    }

    @Test
    void aThrottledCallSaysHowLongToWait() {
        assumeFalse(differences().contains(Difference.NOTHING_IS_THROTTLED));
        RecordRef record = created(deal());
        throttleNextCall(Duration.ofSeconds(17));
        Problem problem = assertRefused(ProblemCode.THROTTLED, () -> crm().read(record));
        assertEquals(Optional.of(Duration.ofSeconds(17)), problem.retryAfter());
    }

    @Test
    void anUnknownCurrencyIsRefusedNamingTheField() {
        RecordRef record = created(deal());
        String version = version(record);
        Problem problem = assertRefused(
                ProblemCode.CURRENCY_UNKNOWN,
                () -> crm().update(record, version, stored("currency", new Value.Text("XAU"))));
        assertEquals(Optional.of("currency"), problem.field());
    }

    @Test
    void aDealIsWonLostAndReopened() {
        RecordRef record = created(deal());
        for (Status status : List.of(Status.WON, Status.ACCEPTED, Status.LOST, Status.PENDING)) {
            Snapshot now = done(crm().update(record, version(record), stored("status", new Value.Stage(status))));
            assertMeans(new Value.Stage(status), "status", now);
            assertMeans(new Value.Stage(status), "status", crm().read(record));
        }
    }

    @Test
    void theOtherColumnsOfAClosingArriveToo() {
        RecordRef record = created(deal());
        Map<String, JsonNode> values = new LinkedHashMap<>(stored("status", new Value.Stage(Status.WON)));
        values.putAll(stored("notes", new Value.Text("signed today")));
        Snapshot now = done(crm().update(record, version(record), values));
        assertMeans(new Value.Text("signed today"), "notes", now);
        assertMeans(new Value.Stage(Status.WON), "status", now);
    }

    @Test
    void aRecordThatIsCreatedClosedEndsClosed() {
        assertMeans(
                new Value.Stage(Status.LOST),
                "status",
                crm().read(created(with("status", new Value.Stage(Status.LOST)))));
    }

    @Test
    void theSellerIsToldWhateverTheVersion() {
        RecordRef record = created(deal());
        somebodyEdits(record, column("name"), "Renamed");
        Snapshot now = crm().tell(record, told("Held")).orElseThrow();
        assertEquals(
                "Held",
                now.values().get(map().columns().told().status().orElseThrow()).asText());
        assertMeans(new Value.Text("Renamed"), "name", now);
        assertEquals(now.version(), crm().read(record).version());
    }

    @Test
    void theDeadlineIsShownAndTakenAway() {
        RecordRef record = created(deal());
        String column = map().columns().told().deadline().orElseThrow();
        Instant end = Instant.parse("2026-12-06T10:00:00Z");
        Snapshot shown = crm().tell(record, Map.of(column, TextNode.valueOf(end.toString())))
                .orElseThrow();
        assertEquals(end, Instant.parse(shown.values().get(column).asText()));
        crm().tell(record, Map.of(column, NullNode.getInstance()));
        assertTrue(crm().read(record).values().get(column).isNull());
    }

    @Test
    void theSellersReasonForAClosingIsReadWithTheRecord() {
        RecordRef record = created(deal());
        String column = map().columns().asked().closeReason().orElseThrow();
        assertTrue(crm().read(record).values().get(column).isNull());
        somebodyEdits(record, column, "Budget not adequate");
        assertEquals(
                "Budget not adequate", crm().read(record).values().get(column).asText());
    }

    @Test
    void tellingIsLeftOutWhereTheCrmHasNoColumnForIt() {
        RecordRef record = created(deal());
        Crm crm = crmWithoutToldColumns();
        String version = crm.read(record).version().orElseThrow();
        assertEquals(Optional.empty(), crm.tell(record, told("Held")));
        assertEquals(Optional.of(version), crm.read(record).version());
    }

    @Test
    void aRecordIsReadWithoutTheToldColumns() {
        RecordRef record = created(deal());
        assertMeans(
                new Value.Text("Datacentre move"),
                "name",
                crmWithoutToldColumns().read(record));
    }

    @Test
    void aTableIsDescribedWithEveryMappedColumn() {
        assertEquals(Optional.empty(), CrmCheck.of(FieldMaps.of(map()), false, crm()::describe));
        assertEquals(Set.of(), missing(crm().describe(map().table()).columns().keySet()));
    }

    private Set<String> missing(Set<String> described) {
        return map().paths(Side.CRM).stream()
                .filter(path -> !path.contains("/") && !described.contains(path))
                .collect(Collectors.toSet());
    }

    @Test
    void theLimitsOfMappedTextsAreKnown() {
        assertTrue(crm().limits(map().table()).get(column("name")).maxLength().isPresent());
        assertTrue(map().paths(Side.CRM).containsAll(crm().limits(map().table()).keySet()));
    }

    /** A deal in progress with name, value, currency, date and referral, but without notes. */
    protected final Map<String, JsonNode> deal() {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        values.putAll(stored("referralId", new Value.Text(REFERRAL)));
        values.putAll(stored("name", new Value.Text("Datacentre move")));
        values.putAll(stored("dealValue", new Value.Amount(new BigDecimal("125000.50"))));
        values.putAll(stored("currency", new Value.Text("EUR")));
        values.putAll(stored("closeDate", new Value.Day(LocalDate.of(2027, 3, 31))));
        values.putAll(stored("status", new Value.Stage(Status.ACCEPTED)));
        return values;
    }

    protected final Map<String, JsonNode> with(String field, Value value) {
        Map<String, JsonNode> values = deal();
        values.putAll(stored(field, value));
        return values;
    }

    protected final Map<String, JsonNode> stored(String field, Value value) {
        return field(field).stored(Side.CRM, value);
    }

    protected final RecordRef created(Map<String, JsonNode> values) {
        return made(REFERRAL, Optional.empty(), values);
    }

    private RecordRef made(String referralId, Optional<RecordRef> customer, Map<String, JsonNode> values) {
        RecordRef name = name(referralId);
        return crm().itself(name, done(crm().create(name, customer, values)));
    }

    private RecordRef name(String referralId) {
        return crm().nameOfNew(
                        map().table(),
                        UUID.nameUUIDFromBytes(referralId.getBytes(StandardCharsets.UTF_8))
                                .toString(),
                        referralId);
    }

    private static Value solutions(String... ids) {
        return new Value.Items(new TreeSet<>(Set.of(ids)));
    }

    protected final String version(RecordRef record) {
        return crm().read(record).version().orElseThrow();
    }

    protected final String column(String field) {
        return field(field).crm().getFirst();
    }

    protected static Snapshot done(Written written) {
        return assertInstanceOf(Written.Done.class, written).now();
    }

    protected static Problem assertRefused(ProblemCode code, Executable call) {
        Problem problem = assertThrows(Failure.class, call).problem();
        assertEquals(code, problem.code(), problem::toString);
        assertEquals(Optional.of(RemoteSystem.CRM), problem.system());
        return problem;
    }

    protected final void assertMeans(Value expected, String field, Snapshot shown) {
        assertEquals(Optional.of(expected), field(field).on(Side.CRM, shown.values()), field);
    }

    private Field field(String name) {
        return map().field(name).orElseThrow();
    }

    private Map<String, JsonNode> told(String status) {
        Map<String, JsonNode> columns = new LinkedHashMap<>();
        columns.put(map().columns().told().audit(), TextNode.valueOf("The customer's country is missing"));
        map().columns().told().status().ifPresent(column -> columns.put(column, TextNode.valueOf(status)));
        map().columns().told().problem().ifPresent(column -> columns.put(column, NullNode.getInstance()));
        return columns;
    }

    private Customer customer(String name, String postalCode, String country) {
        Map<String, JsonNode> columns = new LinkedHashMap<>();
        put(columns, "customerPostalCode", postalCode);
        put(columns, "customerCountry", country);
        return new Customer(name, postalCode, country, columns);
    }

    /** An account's own column is the last step of the path through the record. */
    private void put(Map<String, JsonNode> columns, String field, String text) {
        if (!text.isEmpty()) {
            columns.put(column(field).substring(column(field).indexOf('/') + 1), TextNode.valueOf(text));
        }
    }
}
