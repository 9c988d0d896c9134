package dev.cosell.crm.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.crm.file.CsvDirectory.Change;
import dev.cosell.fieldmap.CrmProduct;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.port.Customer;
import dev.cosell.sync.port.CustomerKeys;
import dev.cosell.sync.port.RecordChanges;
import dev.cosell.sync.port.RecordPage;
import dev.cosell.sync.port.RecordQuery;
import dev.cosell.sync.port.Written;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is peculiar to files: the people who edit them, and the spreadsheets they do it with. */
class FileCrmTest {
    private static final FieldMaps MAPS = FieldMapFile.of(CrmProduct.FILE, Optional.empty());
    private static final String DEALS = "opportunities";
    private static final RecordRef DEAL = new RecordRef(DEALS, id(1));

    @TempDir
    private Path directory;

    private CsvFiles files;
    private FileCrm crm;

    @BeforeEach
    void files() {
        files = new CsvFiles(directory);
        crm = files.adapter(MAPS);
    }

    // --- What people may do ---

    @Test
    void columnsAndRowsThatNobodyKnowsStayWhereAndAsTheyAre() {
        files.saves(
                DEALS,
                CsvFiles.template(DEALS).strip() + ",our own\n" + row(Map.of("id", id(1), "name", "One"), ",\"=1,5\"")
                        + row(Map.of(), ",") + row(Map.of("id", id(2), "name", "Two"), ",x"));
        String before = files.text(DEALS);
        update(DEAL, Map.of("notes", "agreed"));
        assertEquals(before, files.text(DEALS).replace("agreed", ""));
    }

    @Test
    void aNewRowGetsItsIdWhenItIsFirstListed() {
        files.enters(DEALS, Map.of("name", "Typed by a seller", "shared", "yes"));
        RecordPage page =
                crm.records(new RecordQuery(DEALS, Optional.of(true), Optional.empty(), 10), Optional.empty());
        RecordRef record = page.entries().getFirst().record();
        assertEquals("Typed by a seller", crm.read(record).values().get("name").asText());
        assertEquals(
                page, crm.records(new RecordQuery(DEALS, Optional.of(true), Optional.empty(), 10), Optional.empty()));
    }

    @Test
    void aNewRowIsAChange() {
        String position = crm.changes(DEALS, Optional.empty()).orElseThrow().position();
        files.enters(DEALS, Map.of("name", "Typed by a seller", "shared", "yes"));
        RecordChanges changes = crm.changes(DEALS, Optional.of(position)).orElseThrow();
        assertEquals(1, changes.changes().size());
        assertTrue(changes.changes().getFirst().shared());
        assertEquals(
                List.of(),
                crm.changes(DEALS, Optional.of(changes.position()))
                        .orElseThrow()
                        .changes());
    }

    @Test
    void aPositionThatNobodyGaveIsNotKnown() {
        assertEquals(Optional.empty(), crm.changes(DEALS, Optional.of("../../../etc/passwd")));
        assertEquals(Optional.empty(), crm.changes(DEALS, Optional.of("0".repeat(32))));
    }

    @Test
    void aCustomerMayBeWrittenByItsName() {
        files.enters("accounts", Map.of("name", "Contoso GmbH", "country", "DE"));
        files.enters(DEALS, Map.of("id", id(1), "account", "contoso gmbh"));
        Map<String, JsonNode> shown = crm.read(DEAL).values();
        assertEquals("DE", shown.get("account/country").asText());
        assertEquals(
                crm.customers()
                        .account(shown.get("account").asText())
                        .orElseThrow()
                        .name(),
                "Contoso GmbH");
    }

    @Test
    void aNameThatTwoCustomersHaveIsUnknownAndSaysWhere() {
        files.enters("accounts", Map.of("name", "Contoso GmbH"));
        files.enters("accounts", Map.of("name", "Contoso GmbH"));
        files.enters(DEALS, Map.of("id", id(1), "account", "Contoso GmbH"));
        Problem problem = refused(ProblemCode.INVALID_VALUE, () -> crm.read(DEAL));
        assertTrue(problem.detail().startsWith("opportunities.csv, row 2, column account: expected"), problem.detail());
    }

    @Test
    void aCellThatCannotBeReadHoldsItsOwnRecordAlone() {
        files.enters(DEALS, Map.of("id", id(1), "value", "1.234"));
        files.enters(DEALS, Map.of("id", id(2), "value", "5000"));
        assertTrue(refused(ProblemCode.INVALID_VALUE, () -> crm.read(DEAL))
                .detail()
                .contains("row 2, column value"));
        assertEquals(
                5000,
                crm.read(new RecordRef(DEALS, id(2))).values().get("value").asInt());
        Map<RecordRef, Snapshot> listed = crm
                .records(new RecordQuery(DEALS, Optional.empty(), Optional.empty(), 10), Optional.empty())
                .entries()
                .stream()
                .collect(Collectors.toMap(RecordPage.Entry::record, RecordPage.Entry::snapshot));
        assertFalse(listed.get(DEAL).values().containsKey("value"), "an unreadable cell must be unknown, not empty");
    }

    @Test
    void theSellerIsToldAlsoOnARowThatCannotBeRead() {
        files.enters(DEALS, Map.of("id", id(1), "value", "1.234"));
        crm.tell(DEAL, Map.of("sync_problem", TextNode.valueOf("correct the value")));
        assertEquals("correct the value", files.row(DEAL).get("sync_problem"));
        assertEquals("1.234", files.row(DEAL).get("value"));
    }

    @Test
    void whatIsOnlyToldHoldsNothingUp() {
        files.enters(DEALS, Map.of("id", id(1), "deadline", "next week"));
        assertFalse(crm.read(DEAL).values().containsKey("deadline"));
    }

    @Test
    void anAccountIsMadeAlsoWhereNobodyKeepsWebAddresses() {
        files.drops("accounts", List.of("website"));
        CustomerKeys keys = new CustomerKeys(List.of(), List.of(), List.of("wingtip.example"));
        Customer wingtip = new Customer("Wingtip Toys", "", "", Map.of());
        RecordRef account = crm.customers().createAccount(id(7), wingtip, keys);
        assertEquals("Wingtip Toys", files.row(account).get("name"));
    }

    @Test
    void aColumnThatSomebodyTookAwayIsUnknownAndClearsNothing() {
        files.enters(DEALS, Map.of("id", id(1), "notes", "agreed"));
        files.drops(DEALS, List.of("notes"));
        assertFalse(crm.read(DEAL).values().containsKey("notes"));
    }

    // --- What must not be lost ---

    @Test
    void aFileThatIsMissingIsNotTakenForAnEmptyOne() throws IOException {
        Files.delete(directory.resolve("opportunities.csv"));
        Problem problem = refused(ProblemCode.FILE_BROKEN, () -> crm.read(DEAL));
        assertTrue(problem.detail().startsWith("opportunities.csv: expected this file in"), problem.detail());
        refused(ProblemCode.FILE_BROKEN, () -> crm.changes(DEALS, Optional.empty()));
        assertFalse(Files.exists(directory.resolve("opportunities.csv")));
    }

    @Test
    void aBrokenFileIsLeftAsItIs() {
        files.saves(DEALS, files.text(DEALS) + "half a row");
        String before = files.text(DEALS);
        refused(ProblemCode.FILE_BROKEN, () -> create(id(1)));
        assertEquals(before, files.text(DEALS));
    }

    @Test
    void whatSomebodySavesWhileAChangeIsMadeIsNotOverwritten() {
        files.enters(DEALS, Map.of("id", id(1), "name", "Before"));
        CsvDirectory worked = new CsvDirectory(directory, Duration.ZERO, Duration.ZERO);
        refused(
                ProblemCode.LOCKED,
                () -> worked.change(DEALS, now -> {
                    files.saves(DEALS, files.text(DEALS).replace("Before", "By a person"));
                    return Change.to(now.with(now.row(id(1)).orElseThrow(), Map.of("notes", "ours")), "");
                }));
        assertEquals("By a person", files.row(DEAL).get("name"));
        assertEquals("", files.row(DEAL).get("notes"));
    }

    @Test
    void aFileThatLibreOfficeHasOpenIsWrittenLater() throws IOException {
        files.enters(DEALS, Map.of("id", id(1)));
        Path open = Files.writeString(directory.resolve(".~lock.opportunities.csv#"), "");
        assertTrue(refused(ProblemCode.LOCKED, () -> update(DEAL, Map.of("notes", "ours")))
                .detail()
                .contains("LibreOffice"));
        Files.delete(open);
        update(DEAL, Map.of("notes", "ours"));
        assertEquals("ours", files.row(DEAL).get("notes"));
    }

    @Test
    void whatACrashLeftBesideTheFileHarmsNothing() throws IOException {
        Path own = Files.createDirectories(directory.resolve(CsvDirectory.OWN));
        Path old = Files.writeString(own.resolve("opportunities.csv." + UUID.randomUUID()), "id,na");
        Path ofAnother = Files.writeString(own.resolve("accounts.csv." + UUID.randomUUID()), "id,na");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        Files.writeString(own.resolve("lock"), "a worker that is no more");
        assertInstanceOf(Written.Done.class, create(id(1)));
        assertFalse(Files.exists(own.resolve("lock")));
        assertEquals(Set.of(ofAnother), copies(), "what another worker may be writing now stays");
        assertEquals(Optional.of(DEAL), crm.find(id(1)));
    }

    @Test
    void aChangeThatDoesNotComeAboutLeavesNoCopy() {
        files.enters(DEALS, Map.of("id", id(1), "name", "Before"));
        CsvDirectory worked = new CsvDirectory(directory, Duration.ZERO, Duration.ZERO);
        refused(
                ProblemCode.UNAVAILABLE,
                () -> worked.change(DEALS, now -> {
                    delete(directory.resolve("opportunities.csv"));
                    return Change.to(now.with(now.row(id(1)).orElseThrow(), Map.of("notes", "ours")), "");
                }));
        assertEquals(Set.of(), copies());
    }

    @Test
    void whatSomebodySavedAMomentAgoIsNotReplacedYet() throws IOException {
        files.saves(DEALS, CsvFiles.template(DEALS) + row(Map.of("id", id(1)), ""));
        CsvDirectory patient = new CsvDirectory(directory, Duration.ZERO, Duration.ofHours(1));
        assertTrue(refused(ProblemCode.LOCKED, () -> note(patient, "first"))
                .detail()
                .contains("may be at it still"));
        Files.setLastModifiedTime(
                directory.resolve("opportunities.csv"),
                FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        note(patient, "first");
        assertEquals("first", files.row(DEAL).get("notes"));
        note(patient, "second");
        assertEquals("second", files.row(DEAL).get("notes"), "our own text is whole, however new it is");
    }

    @Test
    void aLockThatCannotBeReleasedHidesNothing() {
        CsvDirectory worked = new CsvDirectory(directory, Duration.ZERO, Duration.ZERO);
        Path lock = directory.resolve(CsvDirectory.OWN).resolve("lock");
        assertEquals("done", worked.holding(() -> {
            delete(lock);
            assertTrue(lock.resolve("in the way").toFile().mkdirs());
            return "done";
        }));
    }

    @Test
    void whoCouldOpenTheOldFileCanOpenTheNewOne() throws IOException {
        Path file = directory.resolve("opportunities.csv");
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("unix"));
        assumeTrue(Files.getAttribute(directory, "unix:uid").equals(0), "only root gives files away");
        Files.setAttribute(file, "unix:uid", 12_345);
        Files.setAttribute(file, "unix:gid", 12_346);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        create(id(1));
        assertEquals(12_345, Files.getAttribute(file, "unix:uid"));
        assertEquals(12_346, Files.getAttribute(file, "unix:gid"));
        assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @ParameterizedTest
    @CsvSource({"rw-rw----, true, false", "rw-rw-rw-, false, false", "rw-r--r--, false, true", "rw-------, false, true"
    })
    void aFileThatItsPeopleCouldNotOpenAnyMoreIsNotReplaced(String rights, boolean byGroup, boolean byOwner) {
        assertEquals(byGroup, FileRights.reliesOnGroup(PosixFilePermissions.fromString(rights)));
        assertEquals(byOwner, FileRights.reliesOnOwner(PosixFilePermissions.fromString(rights)));
    }

    @Test
    void workersTakeTurnsSoThatNoRowIsLost() {
        Set<String> ids = IntStream.range(0, 24).mapToObj(FileCrmTest::id).collect(Collectors.toSet());
        CompletableFuture.allOf(ids.stream()
                        .map(id -> CompletableFuture.runAsync(() -> create(id)))
                        .toArray(CompletableFuture[]::new))
                .join();
        assertEquals(
                ids, files.table(DEALS).records().map(files.table(DEALS)::id).collect(Collectors.toSet()));
    }

    @Test
    void aTextThatASpreadsheetWouldRunIsKeptFromItAndReadsBack() {
        create(id(1));
        update(DEAL, Map.of("notes", "=HYPERLINK(\"https://elsewhere.example\")"));
        assertTrue(files.row(DEAL).get("notes").startsWith("'="));
        assertEquals(
                "=HYPERLINK(\"https://elsewhere.example\")",
                crm.read(DEAL).values().get("notes").asText());
    }

    // --- Conditions ---

    @Test
    void recordsAreFilteredByAnExpression() {
        files.enters(DEALS, Map.of("id", id(1), "name", "Small", "value", "10"));
        files.enters(DEALS, Map.of("id", id(2), "name", "Big", "value", "9000"));
        files.enters(DEALS, Map.of("id", id(3), "name", "Unknown"));
        assertEquals(List.of(id(2)), matching("value > 5000"));
        assertEquals(List.of(id(1)), matching("name = 'Small' and $exists(value)"));
        refused(ProblemCode.INVALID_VALUE, () -> matching("value >"));
        refused(ProblemCode.INVALID_VALUE, () -> matching("name"));
        refused(ProblemCode.INVALID_VALUE, () -> matching("($f := function($x) { $f($x) }; $f(1))"));
    }

    @Test
    void allRecordsOfAQueryTogetherHaveOneDeadline() {
        Iterator<Instant> seconds =
                Stream.iterate(Instant.EPOCH, now -> now.plusSeconds(2)).iterator();
        Condition condition = Condition.parse("true", seconds::next);
        assertTrue(condition.holds(Map.of()));
        assertTrue(condition.holds(Map.of()));
        refused(ProblemCode.INVALID_VALUE, () -> condition.holds(Map.of()));
    }

    private List<String> matching(String filter) {
        return crm
                .records(new RecordQuery(DEALS, Optional.empty(), Optional.of(filter), 10), Optional.empty())
                .entries()
                .stream()
                .map(entry -> entry.record().id())
                .toList();
    }

    // --- The files that come with the connector ---

    @Test
    void theFilesHoldWhatTheMapNamesAndWhatCustomersNeed() {
        Set<String> named = MAPS.deals().paths(Side.CRM).stream()
                .map(path -> path.contains("/") ? path.substring(0, path.indexOf('/')) : path)
                .collect(Collectors.toSet());
        named.addAll(MAPS.deals().columns().needed());
        named.addAll(MAPS.deals().columns().forSellers());
        assertEquals(named, Set.copyOf(files.table(DEALS).columns()));
        Set<String> ofAccounts = MAPS.deals().paths(Side.CRM).stream()
                .filter(path -> path.startsWith("account/"))
                .map(path -> path.substring("account/".length()))
                .collect(Collectors.toSet());
        ofAccounts.addAll(Set.of("id", "website", "contact", "parent", "shipping_country"));
        assertEquals(ofAccounts, Set.copyOf(files.table("accounts").columns()));
    }

    /** What is written beside a file until it replaces it. */
    private Set<Path> copies() {
        try (Stream<Path> own = Files.list(directory.resolve(CsvDirectory.OWN))) {
            return own.filter(path -> path.getFileName().toString().contains(".csv."))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void note(CsvDirectory by, String text) {
        by.change(DEALS, now -> Change.to(now.with(now.row(id(1)).orElseThrow(), Map.of("notes", text)), ""));
    }

    private static String id(int number) {
        return "00000000-0000-0000-0000-%012d".formatted(number);
    }

    private Written create(String id) {
        return files.adapter(MAPS)
                .create(new RecordRef(DEALS, id), Optional.empty(), Map.of("name", TextNode.valueOf("Deal " + id)));
    }

    private Snapshot update(RecordRef record, Map<String, String> texts) {
        Map<String, JsonNode> values = texts.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, text -> TextNode.valueOf(text.getValue())));
        String version =
                files.table(DEALS).version(files.table(DEALS).row(record.id()).orElseThrow());
        return assertInstanceOf(Written.Done.class, crm.update(record, version, values))
                .now();
    }

    /** A line of the file of deals as a person's editor writes it. */
    private String row(Map<String, String> cells, String end) {
        return List.of(CsvFiles.template(DEALS).strip().split(",")).stream()
                        .map(column -> cells.getOrDefault(column, ""))
                        .collect(Collectors.joining(","))
                + end + "\n";
    }

    private static Problem refused(ProblemCode code, Executable call) {
        Problem problem = assertThrows(Failure.class, call).problem();
        assertEquals(code, problem.code(), problem::toString);
        return problem;
    }
}
