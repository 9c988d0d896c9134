package dev.cosell.launcher;

import static dev.cosell.launcher.RunningStack.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.launcher.RunningStack.Deal;
import dev.cosell.launcher.crm.CrmProduct;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What sellers are promised, with the packaged functions between two whole systems. */
abstract class BothWaysContract extends EndToEnd {
    BothWaysContract(CrmProduct crm) {
        super(crm);
    }

    @Test
    void aReferralBecomesOneRecordAlthoughItsWebhookComesTwice() {
        sides.disturbEvents("webhooks", "duplicate", 1);

        Deal deal = running.arrived(sides.receive(running.referral("Comes twice")));
        running.rest();

        assertEquals(1, sides.crm().recordsOf(deal.referralId()).size());
        assertEquals("Comes twice", sides.crm().record(deal.recordId()).name());
    }

    @Test
    void anEditInTheCrmCostsOneReadAndOneWriteAndItsEchoNothing() {
        Deal deal = running.acceptedDeal();
        running.rest();
        Instant since = sides.now();

        running.editInCrm(deal, 2000);
        until("the value to cross", () -> running.valueInPartnerCenter(deal) == 2000);
        running.rest();

        assertEquals(2, sides.calls(since).size(), () -> sides.calls(since).toString());
        assertEquals(1, running.reads(since, sides.crm().system()));
        assertEquals(1, running.writes(since, "partnerCenter"));
    }

    @Test
    void anEditInThePortalCostsOneReadAndOneWriteAndItsEchoNothing() {
        Deal deal = running.acceptedDeal();
        running.rest();
        Instant since = sides.now();

        running.editInPortal(deal, 3000);
        until("the value to cross", () -> running.valueInCrm(deal) == 3000);
        running.rest();

        int comparing = Differences.readsBeforeAWrite(crm);
        assertEquals(
                2 + comparing,
                sides.calls(since).size(),
                () -> sides.calls(since).toString());
        assertEquals(1, running.reads(since, "partnerCenter"));
        assertEquals(comparing, running.reads(since, sides.crm().system()));
        assertEquals(1, running.writes(since, sides.crm().system()));
    }

    @Test
    void editsOfDifferentFieldsAtOnceBothSurvive() {
        Deal deal = running.acceptedDeal();

        sides.editReferral(deal.referralId(), Map.of("details", Map.of("notes", "from the portal")));
        running.editInCrm(deal, 4000);

        until(
                "both edits on both sides",
                () -> running.valueInPartnerCenter(deal) == 4000
                        && sides.crm().record(deal.recordId()).notes().equals("from the portal"));
        running.rest();
        assertEquals(4000, running.valueInCrm(deal));
        assertEquals(
                "from the portal",
                sides.referral(deal.referralId()).at("/details/notes").asText());
    }

    @Test
    void twentyEditsOfOneRecordCostAtMostTwoWrites() {
        Deal deal = running.acceptedDeal();
        running.rest();
        Instant since = sides.now();

        for (int i = 1; i <= 20; i++) {
            running.editInCrm(deal, 5000 + i);
        }
        until("the last value to cross", () -> running.valueInPartnerCenter(deal) == 5020);
        running.rest();

        assertTrue(
                running.writes(since, "partnerCenter") <= 2,
                () -> sides.calls(since).toString());
    }

    @Test
    void s12_theConnectorKnowsOfNoOtherCrm() {
        for (CrmProduct other : CrmProduct.values()) {
            if (other != crm) {
                String prefix = other.name() + "_";
                assertTrue(running.stack().settings().keySet().stream().noneMatch(name -> name.startsWith(prefix)));
                assertEquals(
                        0,
                        sides.control()
                                .get("/_sandbox/calls?system=" + other.word())
                                .path("total")
                                .asInt());
            }
        }
    }

    @Test
    void s86_theLogNamesDealsByIdAndHoldsNothingOfACustomerOrAPerson() throws IOException {
        ObjectNode referral = (ObjectNode) running.referral("Confidential deal");
        ((ObjectNode) referral.path("customerProfile"))
                .put("name", "Quillfeather Holdings")
                .putArray("team")
                .addObject()
                .put("firstName", "Zephyrine")
                .put("lastName", "Quillfeather")
                .put("email", "zephyrine@quillfeather.example")
                .put("phoneNumber", "+1 425 555 0175");
        Deal deal = running.arrived(sides.receive(referral));
        running.rest();

        String log = Files.readString(running.stack().logs().resolve("functions.log"));
        assertTrue(log.contains(deal.referralId()), "the log should name the deal by its id");
        for (String personal : List.of("Quillfeather", "quillfeather", "Zephyrine", "555 0175", "Confidential")) {
            assertFalse(log.contains(personal), personal);
        }
    }

    @Test
    void aSharedOpportunityBecomesOneReferralThatNamesItsRecord() {
        String record = running.opportunity("Shared by a seller", true);
        until(
                "the referral's id on the record",
                () -> sides.crm().referralOf(record).isPresent());
        running.rest();

        String referral = sides.crm().referralOf(record).orElseThrow();
        assertEquals(
                record, sides.referral(referral).path("externalReferenceId").asText());
        assertEquals(
                1,
                sides.referrals().stream()
                        .filter(each ->
                                each.path("externalReferenceId").asText().equals(record))
                        .count());
    }

    @Test
    void anOpportunityIsSharedByARequestThatNamesIt() {
        String record = running.opportunity("Shared by request", false);

        running.stack()
                .functions()
                .send("POST", "/api/co-sell-referrals", RunningStack.json(Map.of("recordId", record)));

        until(
                "the referral's id on the record",
                () -> sides.crm().referralOf(record).isPresent());
    }
}
