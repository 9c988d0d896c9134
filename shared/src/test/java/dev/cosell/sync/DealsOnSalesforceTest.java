package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.cosell.crm.salesforce.SandboxSalesforce;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Status;
import dev.cosell.sandbox.salesforce.OrganizationSettings;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Crm;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The engine with the adapter of Salesforce, on the sandbox's Salesforce. */
class DealsOnSalesforceTest {
    private static final FieldMaps MAPS = FieldMapFile.salesforce();
    private static final String SYNC = "Sync_With_Partner_Center__c";

    private final SandboxSalesforce salesforce = new SandboxSalesforce();
    private final World world = world(salesforce, false);

    @Test
    void s01_anInboundReferralBecomesOneOpportunityWithAccountContactAndSolutions() {
        Pair pair = arrived(world);
        JsonNode deal = row(salesforce, pair);
        assertEquals(Phase.IN_STEP, pair.phase(), () -> pair.problem().toString());
        assertEquals("Move to Azure", deal.path("Name").asText());
        assertEquals("On Hold", deal.path("StageName").asText());
        assertEquals("USD", deal.path("CurrencyIsoCode").asText());
        assertEquals("In step", deal.path("CoSell_Sync_Status__c").asText());
        assertEquals(
                pair.referralId().orElseThrow(),
                deal.path("Referral_Identifier__c").asText());
        assertEquals(
                deal.path("Id").asText(),
                world.partnerCenter
                        .look(pair.referralId().orElseThrow())
                        .externalReferenceId()
                        .orElseThrow());
        assertEquals(1, rows(salesforce, "Account").size());
        assertEquals(
                List.of("kim@fabrikam.com"),
                rows(salesforce, "Contact").stream()
                        .map(row -> row.path("Email").asText())
                        .toList());
        assertEquals(1, rows(salesforce, "Microsoft_Solutions__c").size());
    }

    @Test
    void s12_noCallLeavesForAnythingButTheOrganisation() {
        arrived(world);
        assertTrue(
                salesforce.calls.stream().allMatch(call -> call.uri().getHost().equals("fabrikam.my.salesforce.test")));
    }

    @Test
    void anEditInPartnerCenterTakesAtMostThreeCalls() {
        Pair pair = arrived(world);
        salesforce.calls.clear();
        world.partnerCenter.edits(pair.referralId().orElseThrow(), Map.of(World.VALUE, IntNode.valueOf(31000)));
        world.settle();
        assertEquals(31000, row(salesforce, pair).path("Amount").asInt());
        assertTrue(salesforce.calls.size() <= 3, () -> salesforce.calls.size() + " calls");
    }

    @Test
    void anEditInSalesforceCrossesAndLeavingTheOnHoldStageAccepts() {
        Pair pair = arrived(world);
        edits(pair, "{\"StageName\": \"Needs Analysis\", \"Description\": \"called them\"}");
        String referral = pair.referralId().orElseThrow();
        assertEquals(
                Optional.of(Status.ACCEPTED), world.partnerCenter.look(referral).status());
        assertEquals(
                "called them",
                world.partnerCenter.look(referral).text(World.NOTES).orElseThrow());
        assertEquals("Needs Analysis", row(salesforce, pair).path("StageName").asText());
        edits(pair, "{\"StageName\": \"Closed Won\"}");
        assertEquals(Optional.of(Status.WON), world.partnerCenter.look(referral).status());
    }

    @Test
    void s37_aDealIsSharedWithOneCurrencyAndWithSeveral() {
        for (OrganizationSettings settings :
                List.of(OrganizationSettings.standard(), OrganizationSettings.international())) {
            SandboxSalesforce organization = new SandboxSalesforce(settings);
            World shared = world(organization, false);
            String currency = settings.multiCurrency() ? "EUR" : "USD";
            Pair pair = shared(organization, shared, settings.multiCurrency());
            assertEquals(Phase.IN_STEP, pair.phase(), () -> pair.problem().toString());
            assertEquals(
                    currency,
                    shared.partnerCenter
                            .look(pair.referralId().orElseThrow())
                            .text(World.CURRENCY)
                            .orElseThrow());
        }
    }

    @Test
    void aCloneIsHeldAsACopy() {
        Pair pair = arrived(world);
        JsonNode copy = salesforce.control(
                "POST", "records/Opportunity/" + pair.record().orElseThrow().id() + "/clone", "");
        RecordRef clone = new RecordRef("Opportunity", copy.path("Id").asText());
        world.asks(Subject.record(clone), "Create").settle();
        assertEquals(
                ProblemCode.CLAIMED_TWICE,
                world.pairOf(clone).problem().orElseThrow().code());
    }

    @Test
    void aCrashAfterAnyCallToSalesforceStillMakesOneOfEverything() {
        int calls = callsOfAnArrival();
        for (int crash = 1; crash <= calls; crash++) {
            SandboxSalesforce organization = new SandboxSalesforce();
            World crashing = world(organization, false);
            int[] left = {crash};
            organization.onAnswer(() -> {
                if (--left[0] == 0) {
                    throw new World.Crash();
                }
            });
            crashing.partnerCenter.arrives("Move to Azure");
            crashing.settleThroughCrashes();
            String at = "crash after call " + crash;
            for (String object : List.of("Opportunity", "Account", "Contact", "Microsoft_Solutions__c")) {
                assertEquals(1, rows(organization, object).size(), at + ": " + object);
            }
            Pair pair = crashing.store.pairs().getFirst();
            assertEquals(Phase.IN_STEP, pair.phase(), at);
            assertEquals(
                    rows(organization, "Opportunity").getFirst().path("Id").asText(),
                    pair.record().orElseThrow().id(),
                    at);
        }
    }

    @Test
    void s54_aLeadTheSellerConvertsGoesOnAsTheOpportunityItBecame() {
        World leads = world(salesforce, true);
        String referral = leads.partnerCenter.arrives(
                "Move to Azure", it -> it.put("type", "Independent").put("qualification", "Direct"));
        leads.settle();
        Pair pair = leads.pairOf(referral);
        RecordRef lead = pair.record().orElseThrow();
        assertEquals("Lead", lead.table());
        leads.partnerCenter.moves(referral, Status.ACCEPTED);
        leads.settle();
        assertEquals(
                ProblemCode.LEAD_TO_CONVERT,
                leads.pairOf(referral).held().get("status").code());
        salesforce.control("POST", "records/Lead/" + lead.id() + "/convert", "{}");
        leads.asks(Subject.record(lead), "Update").settle();
        Pair after = leads.pairOf(referral);
        assertEquals("Opportunity", after.record().orElseThrow().table());
        assertEquals(Phase.IN_STEP, after.phase(), () -> after.problem().toString());
        assertEquals(
                after.record().orElseThrow().id(),
                leads.partnerCenter.look(referral).externalReferenceId().orElseThrow());
    }

    // --- Arranging ---

    private int callsOfAnArrival() {
        SandboxSalesforce organization = new SandboxSalesforce();
        arrived(world(organization, false));
        return organization.calls.size();
    }

    private static Pair arrived(World world) {
        String referral = world.partnerCenter.arrives("Move to Azure");
        world.settle();
        return world.pairOf(referral);
    }

    private Pair edits(Pair pair, String columns) {
        RecordRef record = pair.record().orElseThrow();
        salesforce.control("PATCH", "records/" + record.table() + "/" + record.id(), columns);
        world.asks(Subject.record(record), "Update").settle();
        return world.pairOf(record);
    }

    private static Pair shared(SandboxSalesforce organization, World world, boolean ownCurrency) {
        String account = created(
                organization,
                "Account",
                "{\"Name\": \"Contoso\", \"" + (ownCurrency ? "BillingCountryCode" : "BillingCountry") + "\": \"DE\"}");
        String deal = created(organization, "Opportunity", """
                {"Name": "Deal", "Amount": 5000, "CloseDate": "2026-10-31", "StageName": "Qualification",
                 "AccountId": "%s", %s "%s": true, "Co_sell_Type__c": "IP Co-sell", "Customer_purchase_intent__c": "Yes"}
                """.formatted(
                        account, ownCurrency ? "\"CurrencyIsoCode\": \"EUR\"," : "", SYNC));
        String entry = rows(organization, "Microsoft_Solution_Detail__c")
                .getFirst()
                .path("Id")
                .asText();
        created(
                organization,
                "Microsoft_Solutions__c",
                "{\"Opportunity__c\": \"" + deal + "\", \"Solution__c\": \"" + entry + "\"}");
        RecordRef record = new RecordRef("Opportunity", deal);
        world.asks(Subject.record(record), Causes.SHARE).settle();
        return world.pairOf(record);
    }

    private static String created(SandboxSalesforce organization, String object, String columns) {
        return organization
                .control("POST", "records/" + object, columns)
                .path("Id")
                .asText();
    }

    private static JsonNode row(SandboxSalesforce organization, Pair pair) {
        RecordRef record = pair.record().orElseThrow();
        return organization.control("GET", "records/" + record.table() + "/" + record.id(), "");
    }

    private static List<JsonNode> rows(SandboxSalesforce organization, String object) {
        return StreamSupport.stream(
                        organization.control("GET", "records/" + object, "").spliterator(), false)
                .toList();
    }

    private static World world(SandboxSalesforce organization, boolean leads) {
        FieldMaps maps = leads ? MAPS : FieldMaps.of(MAPS.deals());
        Crm crm = organization.adapter(maps);
        return new World(1, maps, ports -> ports.with(crm), leads ? World.WITH_LEADS : SyncSettings.DEFAULT);
    }
}
