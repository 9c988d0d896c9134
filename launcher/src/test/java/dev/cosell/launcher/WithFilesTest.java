package dev.cosell.launcher;

import static dev.cosell.launcher.RunningStack.until;
import static dev.cosell.launcher.crm.CrmProduct.FILE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.launcher.RunningStack.Deal;
import dev.cosell.launcher.demo.Sides;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** CSV files in place of a CRM, end to end: what is particular to them. The rest is promised where it costs less. */
class WithFilesTest {
    private final RunningStack running = RunningStack.with(FILE);
    private final Sides sides = running.sides();

    @Test
    void aReferralBecomesOneRowAlthoughItsWebhookComesTwice() {
        sides.disturbEvents("webhooks", "duplicate", 1);

        Deal deal = running.arrived(sides.receive(running.referral("Comes twice, \"quoted\"")));
        running.rest();

        assertEquals(1, sides.crm().recordsOf(deal.referralId()).size());
        assertEquals(
                "Comes twice, \"quoted\"", sides.crm().record(deal.recordId()).name());
    }

    @Test
    void whatASellerTypesIntoARowCrosses() {
        Deal deal = running.arrived(sides.receive(running.referral("Typed into")));

        running.editInCrm(deal, 2000);

        until("the value to cross", () -> running.valueInPartnerCenter(deal) == 2000);
    }

    @Test
    void aNewRowThatIsSharedBecomesOneReferralThatNamesIt() {
        String record = running.opportunity("A row of its own", true);
        until(
                "the referral's id in the row",
                () -> sides.crm().referralOf(record).isPresent());

        List<JsonNode> named = sides.referrals().stream()
                .filter(each -> each.path("externalReferenceId").asText().equals(record))
                .toList();
        assertEquals(1, named.size());
        assertEquals(
                sides.crm().referralOf(record).orElseThrow(),
                named.getFirst().path("id").asText());
    }

    @Test
    void whoHasTheFileOpenIsWaitedForAndLosesNothing() throws IOException {
        Deal deal = running.arrived(sides.receive(running.referral("Open in a spreadsheet")));
        Path lock = Files.createFile(Path.of(sides.crm().address(), ".~lock.opportunities.csv#"));

        running.editInPortal(deal, 3000);
        until("the connector to wait for the file", () -> timeline(deal).contains("NET-05"));
        assertEquals(1000, running.valueInCrm(deal));
        Files.delete(lock);

        until("the value in the row", () -> running.valueInCrm(deal) == 3000);
    }

    @Test
    void itIsSoundAndAsksForNothingThatFilesDoNotHave() {
        JsonNode health = running.stack().functions().get("/api/health");
        JsonNode doctor = running.stack().functions().get("/api/doctor");

        assertTrue(health.path("ready").asBoolean(), health::toString);
        assertTrue(doctor.path("findings").size() > 10, doctor::toString);
        doctor.path("findings")
                .forEach(finding ->
                        assertNotEquals("failed", finding.path("state").asText(), finding::toString));
    }

    private String timeline(Deal deal) {
        return running.stack()
                .functions()
                .get("/api/referrals/" + deal.referralId())
                .path("timeline")
                .toString();
    }

    @AfterAll
    static void nothingIsLeftRunning() {
        RunningStack.stop(FILE);
    }
}
