package dev.cosell.launcher.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.launcher.JsonClient;
import dev.cosell.launcher.crm.RecordView;
import dev.cosell.launcher.soak.Edit.Side;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The check of the soak finds what it is there to find. */
class VerdictTest {
    private static final String DEAL = "Deal 1";
    private static final String REFERRAL = "r-1";

    private final Book book = new Book();
    private final List<JsonNode> referrals = new ArrayList<>();
    private final List<RecordView> records = new ArrayList<>();
    private final Map<String, JsonNode> shown = new HashMap<>();

    VerdictTest() {
        book.received(DEAL, REFERRAL);
        referrals.add(referral(DEAL, REFERRAL, "partner", 100));
        records.add(record(DEAL));
    }

    @Test
    void aDealThatNobodyEditedIsInOrder() {
        assertEquals(List.of(), violations());
    }

    @Test
    void anEditThatStandsIsInOrder() {
        saved(Side.CRM, "100");

        assertEquals(List.of(), violations());
        assertEquals(0, verdict().gaveWay());
    }

    @Test
    void aNumberIsTheSameHoweverItIsWritten() {
        ((ObjectNode) referrals.getFirst().path("details")).put("dealValue", new BigDecimal("1E+2"));
        saved(Side.CRM, "100");

        assertEquals(List.of(), violations());
    }

    @Test
    void anEditThatIsGoneIsFound() {
        saved(Side.CRM, "100");
        saved(Side.CRM, "200");

        assertFound("dealValue \"200\", typed in the CRM is gone");
    }

    @Test
    void aValueThatNobodyTypedIsFound() {
        saved(Side.CRM, "300");

        assertFound("dealValue is \"100\", which nobody typed");
    }

    @Test
    void anEditThatGaveWayWithoutAWordIsFound() {
        saved(Side.CRM, "200");
        saved(Side.PARTNER_CENTER, "100");

        assertFound("\"200\", typed in the CRM gave way to \"100\", and the timeline does not name it");
    }

    @Test
    void anEditThatGaveWayAndIsNamedIsInOrder() {
        saved(Side.CRM, "200");
        saved(Side.PARTNER_CENTER, "100");
        shown.put(REFERRAL, timeline("dealValue", "200.00"));

        assertEquals(List.of(), violations());
        assertEquals(1, verdict().gaveWay());
    }

    @Test
    void theNameOfAnotherFieldIsNoName() {
        saved(Side.CRM, "200");
        saved(Side.PARTNER_CENTER, "100");
        shown.put(REFERRAL, timeline("notes", "200"));

        assertFound("the timeline does not name it");
    }

    @Test
    void whatTheSameSideTypedOverIsNobodysLoss() {
        saved(Side.CRM, "200");
        saved(Side.CRM, "100");

        assertEquals(List.of(), violations());
    }

    @Test
    void aSecondRecordIsFound() {
        records.add(record(DEAL));

        assertFound("expected 1 records, found 2");
    }

    @Test
    void aSecondReferralIsFound() {
        referrals.add(referral(DEAL, "r-2", "partner", 100));

        assertFound("expected 1 referrals, found 2");
    }

    @Test
    void aDealThatNeverArrivedIsFound() {
        records.clear();

        assertFound("expected 1 records, found 0");
    }

    @Test
    void aSecondHalfOfMicrosoftsIsFound() {
        book.found(new Deal(DEAL, Optional.of(REFERRAL), Optional.of("o-1"), true));
        referrals.add(referral(DEAL, "m-1", "msft", 100));
        assertEquals(List.of(), violations());

        referrals.add(referral(DEAL, "m-2", "msft", 100));

        assertFound("expected 1 halves of Microsoft's, found 2");
    }

    @Test
    void aDealThatNobodyBeganIsFound() {
        records.add(record("Somebody else's"));

        assertFound("nobody began the deal \"Somebody else's\"");
    }

    @Test
    void aSoakInWhichNothingHappenedProvesNothing() {
        Map<Part, Integer> all = Map.of(Part.FUNCTIONS, 1, Part.STORAGE, 2, Part.SYSTEMS, 1);

        assertEquals(List.of(), Verdict.lacks(book, all));
        assertEquals(
                List.of("expected people to begin deals, found none: nothing is proven"),
                Verdict.lacks(new Book(), all));
        assertEquals(
                List.of("expected storage to be killed, found that it never was: nothing is proven of it"),
                Verdict.lacks(book, Map.of(Part.FUNCTIONS, 1, Part.SYSTEMS, 1)));
    }

    private void saved(Side side, String value) {
        book.saved(new Edit(DEAL, Field.VALUE, side, value));
    }

    private Verdict verdict() {
        return new Verdict(book, referrals, records, shown);
    }

    private List<String> violations() {
        return verdict().violations();
    }

    private void assertFound(String part) {
        assertTrue(
                violations().stream().anyMatch(line -> line.contains(part)),
                () -> violations().toString());
    }

    private static JsonNode referral(String name, String id, String organization, int value) {
        ObjectNode referral = JsonClient.JSON
                .createObjectNode()
                .put("id", id)
                .put("name", name)
                .put("organizationId", organization)
                .put("engagementId", "e-1");
        referral.putObject("details").put("dealValue", value);
        return referral;
    }

    private static JsonNode timeline(String field, String before) {
        ObjectNode deal = JsonClient.JSON.createObjectNode();
        deal.putArray("timeline")
                .addObject()
                .put("did", "wrote")
                .putArray("changes")
                .addObject()
                .put("field", field)
                .put("before", before)
                .put("after", "100");
        return deal;
    }

    private static RecordView record(String name) {
        return new RecordView(
                "o-1",
                name,
                "100.00",
                2,
                "USD",
                "2027-01-01",
                "",
                2000,
                RecordView.Stage.ACTIVE,
                Set.of(),
                REFERRAL,
                "",
                "",
                "a-1",
                "",
                "");
    }
}
