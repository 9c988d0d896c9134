package dev.cosell.crm.dynamics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.Fingerprint;
import dev.cosell.sync.pair.RecordRef;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

final class DynamicsEventTest {
    private static final FieldMaps MAPS = FieldMapFile.dynamics();
    private static final String ID = "0f3c1a2b-4d5e-6f70-8192-a3b4c5d6e7f8";
    private static final String HELP = "msft_microsoftpartnercenterhelp";
    private static final long MARCH_31 = Instant.parse("2027-03-31T00:00:00Z").toEpochMilli();

    @Test
    void anUpdateSaysWhatRecordAndWhichMappedColumns() {
        DynamicsEvent event = parse(new EventBody("Update", ID)
                .plain("name", TextNode.valueOf("Deal"))
                .plain("opportunityid", TextNode.valueOf(ID))
                .plain("somebodyscolumn", TextNode.valueOf("private"))
                .date("modifiedon", 1763803800000L)
                .bytes());
        assertEquals("Update", event.message());
        assertEquals(new RecordRef("opportunity", ID), event.record());
        assertEquals(
                Map.of(
                        "name",
                        Fingerprint.of(TextNode.valueOf("Deal")),
                        "opportunityid",
                        Fingerprint.of(TextNode.valueOf(ID))),
                event.fingerprints());
        assertFalse(event.cut());
    }

    @Test
    void escapedSlashesAreTheSameEvent() {
        EventBody body = new EventBody("Update", ID)
                .date("estimatedclosedate", MARCH_31)
                .money("estimatedvalue", new BigDecimal("2154.3200"))
                .option("statecode", 0);
        assertEquals(parse(body.bytes()), parse(body.escaped()));
    }

    @Test
    void moneyOptionsOfTheStateFlagsAndNullAreTheFormsThatAreRead() {
        Map<String, String> fingerprints = parse(new EventBody("Update", ID)
                        .money("estimatedvalue", new BigDecimal("2154.3200"))
                        .option("statecode", 0)
                        .option("statuscode", 2)
                        .plain("msft_microsoftpartnercenterreferralsync", BooleanNode.TRUE)
                        .plain("description", NullNode.getInstance())
                        .bytes())
                .fingerprints();
        assertEquals(fingerprint(DecimalNode.valueOf(new BigDecimal("2154.32"))), fingerprints.get("estimatedvalue"));
        assertEquals(fingerprint(IntNode.valueOf(0)), fingerprints.get("statecode"));
        assertEquals(fingerprint(IntNode.valueOf(2)), fingerprints.get("statuscode"));
        assertEquals(fingerprint(BooleanNode.TRUE), fingerprints.get("msft_microsoftpartnercenterreferralsync"));
        assertEquals(fingerprint(NullNode.getInstance()), fingerprints.get("description"));
    }

    @Test
    void aCurrencyOrChoiceThatIsNotKnownEqualsNothing() {
        byte[] body = currencyAndHelp();
        Map<String, String> fingerprints = parse(body).fingerprints();
        assertEquals(Fingerprint.UNKNOWN, fingerprints.get("transactioncurrencyid"));
        assertEquals(Fingerprint.UNKNOWN, fingerprints.get(HELP));
    }

    @Test
    void whatTheAdapterAlreadyKnowsIsRecognisedWithoutACall() {
        FakeDataverse dataverse = new FakeDataverse();
        DynamicsCrm crm = dataverse.adapter();
        RecordRef record = new RecordRef("opportunity", ID);
        crm.create(
                record,
                Optional.empty(),
                Map.of("transactioncurrencyid", TextNode.valueOf("EUR"), HELP, TextNode.valueOf("General Or Other")));
        Map<String, JsonNode> read = crm.read(record).values();
        int calls = dataverse.calls.size();
        DynamicsEvent event = DynamicsEvent.parse(currencyAndHelp(), Map.of(), MAPS, crm.names());
        assertEquals(calls, dataverse.calls.size());
        assertEquals(
                fingerprint(read.get("transactioncurrencyid")),
                event.fingerprints().get("transactioncurrencyid"));
        assertEquals(fingerprint(read.get(HELP)), event.fingerprints().get(HELP));
    }

    @Test
    void aTimeOfDayInADateColumnEqualsNothing() {
        byte[] body = new EventBody("Update", ID)
                .date("estimatedclosedate", MARCH_31 + 1)
                .bytes();
        assertEquals(Fingerprint.UNKNOWN, parse(body).fingerprints().get("estimatedclosedate"));
    }

    @Test
    void aCutEventStillNamesItsRecord() {
        byte[] body = new EventBody("Update", ID).without("InputParameters").bytes();
        DynamicsEvent event = DynamicsEvent.parse(
                body, Map.of("x-ms-dynamics-msg-size-exceeded", "true"), MAPS, DynamicsEvent.Names.NONE);
        assertEquals(new RecordRef("opportunity", ID), event.record());
        assertEquals(Map.of(), event.fingerprints());
        assertTrue(event.cut());
    }

    @Test
    void aDeletionNamesItsRecord() {
        DynamicsEvent event =
                parse(new EventBody("Delete", ID).without("InputParameters").bytes());
        assertEquals("Delete", event.message());
        assertEquals(new RecordRef("opportunity", ID), event.record());
    }

    @Test
    void theTargetNamesTheRecordWhereTheContextDoesNot() {
        byte[] body = new EventBody("Create", ID)
                .with("PrimaryEntityId", "00000000-0000-0000-0000-000000000000")
                .without("PrimaryEntityName")
                .bytes();
        assertEquals(new RecordRef("opportunity", ID), parse(body).record());
    }

    @Test
    void aChangedAccountIsAHintWithoutColumns() {
        byte[] body = new EventBody("Update", ID)
                .with("PrimaryEntityName", "account")
                .plain("name", TextNode.valueOf("Contoso"))
                .bytes();
        assertEquals(new RecordRef("account", ID), parse(body).record());
        assertEquals(Map.of(), parse(body).fingerprints());
    }

    @Test
    void whatIsNoEventIsRefusedNamingExpectedAndFound() {
        assertRefused("bytes that are not JSON", "<xml/>".getBytes(StandardCharsets.UTF_8));
        assertRefused("JSON ARRAY", "[]".getBytes(StandardCharsets.UTF_8));
        assertRefused("JSON MISSING", new byte[0]);
        assertRefused(
                "a MessageName",
                new EventBody("Update", ID).without("MessageName").bytes());
        assertRefused(
                "task",
                new EventBody("Update", ID).with("PrimaryEntityName", "task").bytes());
        assertRefused("the GUID of a row", new EventBody("Update", "../accounts").bytes());
        assertRefused("not JSON", "[".repeat(5000).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anEnormousBodyIsNotEvenParsed() {
        Problem problem = assertThrows(Failure.class, () -> parse(new byte[DynamicsEvent.MOST_BYTES + 1]))
                .problem();
        assertEquals(ProblemCode.TOO_LARGE, problem.code());
    }

    @Property(tries = 200)
    void aTextHasTheFingerprintOfItsReading(@ForAll String text) {
        assertEchoIsRecognised(
                "description",
                TextNode.valueOf(text),
                new EventBody("Update", ID).plain("description", TextNode.valueOf(text)));
    }

    @Property(tries = 200)
    void aSumHasTheFingerprintOfItsReading(
            @ForAll @BigRange(min = "-1000000000000", max = "1000000000000") @Scale(4) BigDecimal sum) {
        assertEchoIsRecognised(
                "estimatedvalue", DecimalNode.valueOf(sum), new EventBody("Update", ID).money("estimatedvalue", sum));
    }

    @Property(tries = 200)
    void aDayHasTheFingerprintOfItsReading(@ForAll @IntRange(min = -80_000, max = 80_000) int epochDay) {
        LocalDate day = LocalDate.ofEpochDay(epochDay);
        assertEchoIsRecognised(
                "estimatedclosedate",
                TextNode.valueOf(day.toString()),
                new EventBody("Update", ID)
                        .date(
                                "estimatedclosedate",
                                day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli()));
    }

    /** Writes a value through the adapter, reads it back, and compares with the event the write would raise. */
    private static void assertEchoIsRecognised(String column, JsonNode value, EventBody event) {
        FakeDataverse dataverse = new FakeDataverse();
        dataverse.columns.put("description", new FakeDataverse.Column("Memo", 1 << 20));
        DynamicsCrm crm = dataverse.adapter();
        RecordRef record = new RecordRef("opportunity", ID);
        crm.create(record, Optional.empty(), Map.of(column, value));
        assertEquals(
                fingerprint(crm.read(record).values().get(column)),
                parse(event.bytes()).fingerprints().get(column));
    }

    private static byte[] currencyAndHelp() {
        return new EventBody("Update", ID)
                .lookup("transactioncurrencyid", "transactioncurrency", FakeDataverse.EURO)
                .option(HELP, 299600001)
                .bytes();
    }

    private static DynamicsEvent parse(byte[] body) {
        return DynamicsEvent.parse(body, Map.of(), MAPS, DynamicsEvent.Names.NONE);
    }

    private static String fingerprint(JsonNode stored) {
        return Fingerprint.of(stored);
    }

    private static void assertRefused(String named, byte[] body) {
        Problem problem = assertThrows(Failure.class, () -> parse(body)).problem();
        assertEquals(ProblemCode.REQUEST_UNREADABLE, problem.code());
        assertTrue(problem.detail().contains("expected") && problem.detail().contains(named), problem.detail());
    }
}
