package dev.cosell.setup.dynamics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.setup.Finding;
import dev.cosell.setup.Finding.State;
import dev.cosell.setup.SetUpFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the administrator of a Dynamics 365 environment is promised. */
class DynamicsSetUpTest {
    private static final String OPPORTUNITY = "EntityDefinitions(LogicalName='opportunity')";

    private final LocalEnvironment bought = LocalEnvironment.asBought();
    private final LocalEnvironment withMicrosofts = LocalEnvironment.withMicrosoftsSolution();

    @Test
    void aCheckChangesNothingAndTellsEverythingThatWouldBeMade() {
        List<Finding> checked = bought.check();

        assertEquals(List.of(), bought.changes);
        List<Finding> applied = bought.apply();
        assertEquals(named(checked, State.MISSING), named(applied, State.MADE));
        assertEquals(Set.of(), named(applied, State.MISSING));
    }

    @Test
    void s17_aSecondApplyChangesNothing() {
        for (LocalEnvironment environment : List.of(bought, withMicrosofts)) {
            environment.apply();
            environment.changes.clear();

            List<Finding> again = environment.apply();

            assertEquals(List.of(), environment.changes);
            assertTrue(again.stream()
                    .map(Finding::state)
                    .allMatch(state -> state == State.THERE || state == State.LEFT_OUT));
        }
    }

    @Test
    void anEnvironmentWithoutMicrosoftsSolutionGetsItsColumnsUnderItsNamesInASolutionOfTheirOwn() {
        bought.apply();

        assertEquals(columns(bought, "opportunity"), columnsOf(0));
        assertEquals(columns(bought, "lead"), columnsOf(1));
        assertTrue(components(bought, "CosellMicrosoftNames") >= 10);
        assertTrue(components(bought, "CosellConnector") > 30);
        assertEquals(
                299600000,
                bought.get("GlobalOptionSetDefinitions(Name='msft_coselltype')")
                        .at("/Options/0/Value")
                        .asInt());
    }

    /** Lookups lead to tables of Microsoft's. */
    private static Set<String> columnsOf(int map) {
        Set<String> columns = new TreeSet<>();
        WantedTable.of(LocalEnvironment.MAPS).get(map).columns().forEach((name, column) -> {
            if (column.type() != WantedColumn.Type.LOOKUP) {
                columns.add(name);
            }
        });
        return columns;
    }

    @Test
    void besideMicrosoftsSolutionItsColumnsAreUsedAndNoneIsMadeTwice() {
        JsonNode before =
                withMicrosofts.get(OPPORTUNITY + "/Attributes(LogicalName='msft_microsoftpartnercenterhelp')");

        List<Finding> applied = withMicrosofts.apply();

        assertEquals(
                before, withMicrosofts.get(OPPORTUNITY + "/Attributes(LogicalName='msft_microsoftpartnercenterhelp')"));
        assertFalse(applied.stream()
                .filter(finding -> finding.state() == State.MADE)
                .anyMatch(finding ->
                        finding.name().contains("msft_") && finding.kind().equals(ColumnItem.KIND)));
        assertEquals(
                0,
                withMicrosofts
                        .get("solutions?$filter=uniquename%20eq%20%27CosellMicrosoftNames%27")
                        .path("value")
                        .size());
    }

    @Test
    void aColumnOfAnotherKindIsToldAndLeftAlone() {
        withMicrosofts.control(
                "PATCH", "columns/opportunity/msft_microsoftpartnercentersolutions", "{\"maxLength\": 100}");

        Finding finding = one(withMicrosofts.apply(), "opportunity.msft_microsoftpartnercentersolutions");

        assertEquals(State.DIFFERENT, finding.state());
        assertEquals("expected String of 4000 characters, found String of 100 characters", finding.detail());
        assertFalse(withMicrosofts.changes.stream().anyMatch(change -> change.contains("solutions)")));
    }

    @Test
    void anOptionThatAChoiceLacksIsToldAndNoneIsAdded() {
        bought.as(
                "POST",
                "publishers",
                Dataverse.object()
                        .put("uniquename", "other")
                        .put("friendlyname", "Other")
                        .put("customizationprefix", "msft")
                        .put("customizationoptionvalueprefix", 20000));
        var choice = Dataverse.object().put("Name", "msft_coselltype");
        choice.set("DisplayName", new Labels(1033).of("Co-sell Type"));
        choice.putArray("Options").addObject().put("Value", 1).set("Label", new Labels(1033).of("ip co-sell"));
        bought.as("POST", "GlobalOptionSetDefinitions", choice);

        Finding finding = one(bought.apply(), "msft_coselltype");

        assertEquals(
                "expected the options [IP Co-sell, Services Co-sell], found none called [Services Co-sell]",
                finding.detail());
        assertEquals(
                1,
                bought.get("GlobalOptionSetDefinitions(Name='msft_coselltype')")
                        .path("Options")
                        .size());
    }

    @Test
    void whatSomebodyChangedAfterwardsStaysAndWhatTheyTookAwayComesBack() {
        bought.apply();
        String step =
                updateStep(bought, "contact").path("sdkmessageprocessingstepid").asText();
        bought.as(
                "PATCH",
                "sdkmessageprocessingsteps(" + step + ")",
                Dataverse.object().put("filteringattributes", "emailaddress1,mobilephone"));

        Finding finding = one(bought.apply(), "Update of contact");

        assertEquals(State.COMPLETED, finding.state());
        assertEquals(
                "emailaddress1,firstname,jobtitle,lastname,mobilephone,telephone1",
                updateStep(bought, "contact").path("filteringattributes").asText());
    }

    @Test
    void withoutLeadsNothingIsAddedToLeads() {
        bought.setUp(FieldMaps.of(LocalEnvironment.MAPS.deals())).apply(finding -> {});

        assertEquals(Set.of(), columns(bought, "lead"));
    }

    @Test
    void theKeysIndexIsBuiltInTheBackgroundAndOneThatFailedIsTold() {
        bought.apply();
        assertEquals(
                "its index is being built in the background; check again later",
                one(bought.check(), "opportunity.msft_microsoftpartnercenterreferralidentifier", ReferralKey.KIND)
                        .detail());

        for (String name : List.of("one", "two")) {
            bought.control(
                    "POST",
                    "records/opportunity",
                    "{\"name\": \"" + name + "\", \"msft_microsoftpartnercenterreferralidentifier\": \"same\"}");
        }
        bought.passes(Duration.ofMinutes(1));

        Finding failed =
                one(bought.check(), "opportunity.msft_microsoftpartnercenterreferralidentifier", ReferralKey.KIND);
        assertEquals(State.DIFFERENT, failed.state());
        assertTrue(failed.detail().contains("on two records"), failed.detail());
    }

    @Test
    void aLeadThatIsADealCanBeMergedIntoAnother() {
        bought.apply();
        bought.passes(Duration.ofMinutes(1));
        String deal = lead("{\"lastname\": \"deal\", \"msft_microsoftpartnercenterreferralidentifier\": \"r-1\"}");
        String other = lead("{\"lastname\": \"other\"}");

        var merge = Dataverse.object().put("PerformParentingChecks", false);
        merge.putObject("Target")
                .put("@odata.type", "Microsoft.Dynamics.CRM.lead")
                .put("leadid", other);
        merge.putObject("Subordinate")
                .put("@odata.type", "Microsoft.Dynamics.CRM.lead")
                .put("leadid", deal);
        bought.as("POST", "Merge", merge);

        assertEquals(
                "r-1",
                bought.get("leads(" + other + ")")
                        .path("msft_microsoftpartnercenterreferralidentifier")
                        .asText());
        assertEquals(
                State.LEFT_OUT,
                one(bought.check(), "lead.msft_microsoftpartnercenterreferralidentifier", ReferralKey.KIND)
                        .state());
    }

    private String lead(String values) {
        return bought.control("POST", "records/lead", values).path("id").asText();
    }

    @Test
    void aKeyThatSomebodyPutOnLeadsIsToldAndNotTakenAway() {
        bought.apply();
        var key = Dataverse.object().put("SchemaName", "cosell_somebodys");
        key.set("DisplayName", new Labels(1033).of("Somebody's"));
        key.putArray("KeyAttributes").add("msft_microsoftpartnercenterreferralidentifier");
        bought.as("POST", "EntityDefinitions(LogicalName='lead')/Keys", key);

        Finding finding = one(bought.check(), "lead.msft_microsoftpartnercenterreferralidentifier", ReferralKey.KIND);

        assertEquals(State.DIFFERENT, finding.state());
        assertTrue(finding.detail().contains("cosell_somebodys"), finding.detail());
    }

    @Test
    void aFormWhosePublishingFailedIsPublishedByTheNextRunAndNotChangedAgain() {
        bought.failsToPublishOnce();
        SetUpFailure failure = assertThrows(SetUpFailure.class, bought::apply);
        assertTrue(failure.getMessage().contains("PublishXml"), failure.getMessage());
        assertEquals(
                State.MISSING,
                one(bought.check(), "opportunity form \"Opportunity\"").state());
        bought.changes.clear();

        bought.apply();

        assertEquals(List.of("POST PublishXml"), bought.changes);
        assertTrue(bought.get("systemforms?$filter=name%20eq%20%27Opportunity%27")
                .at("/value/0/formxml")
                .asText()
                .contains("cosell_syncstatus"));
    }

    @Test
    void aManagedFormThatNobodyMayChangeIsLeftOutAndTheRestIsMade() {
        String form = bought.get("systemforms?$filter=name%20eq%20%27Opportunity%27")
                .at("/value/0/formid")
                .asText();
        bought.control("PATCH", "records/systemform/" + form, "{\"iscustomizable\": {\"Value\": false}}");

        List<Finding> applied = bought.apply();

        assertEquals(
                State.LEFT_OUT, one(applied, "opportunity form \"Opportunity\"").state());
        assertEquals(State.MADE, one(applied, "lead form \"Lead\"").state());
        assertTrue(bought.changes.contains("POST PublishXml"));
    }

    @Test
    void theRoleIsOfTheRootBusinessUnitWhereverTheAdministratorWorks() {
        String root = bought.get("businessunits").at("/value/0/businessunitid").asText();
        String branch = bought.control(
                        "POST",
                        "records/businessunit",
                        "{\"name\": \"Branch\", \"parentbusinessunitid\": {\"table\": \"businessunit\", \"id\": \""
                                + root + "\"}}")
                .path("id")
                .asText();
        bought.control(
                "PATCH",
                "records/systemuser/" + bought.get("WhoAmI").path("UserId").asText(),
                "{\"businessunitid\": {\"table\": \"businessunit\", \"id\": \"" + branch + "\"}}");

        bought.apply();

        assertEquals(
                root,
                bought.get("roles?$filter=name%20eq%20%27Co-sell%20Connector%27")
                        .at("/value/0/_businessunitid_value")
                        .asText());
    }

    @Test
    void anEndpointThatSendsItsSecretElsewhereIsTold() {
        bought.apply();
        String endpoint =
                bought.get("serviceendpoints").at("/value/0/serviceendpointid").asText();
        bought.as(
                "PATCH",
                "serviceendpoints(" + endpoint + ")",
                Dataverse.object().put("authtype", 4));

        Finding finding = one(bought.apply(), LocalEnvironment.EVENTS.toString());

        assertEquals(State.DIFFERENT, finding.state());
        assertTrue(finding.detail().contains("expected the authentication HttpHeader, found WebhookKey"));
    }

    @Test
    void whatMayBeMissingIsLookedForInListsAndNeverByItsAddress() {
        bought.check();

        assertEquals(List.of(), bought.notFound);
    }

    @Test
    void sellersSeeTheSectionOnlyOnceItIsPublishedAndWhatWasOnTheFormIsStillThere() {
        bought.apply();

        String form = bought.get("systemforms?$filter=name%20eq%20%27Opportunity%27")
                .at("/value/0/formxml")
                .asText();
        assertTrue(form.contains("datafieldname=\"estimatedvalue\""), form);
        assertTrue(form.contains("cosell_syncstatus"), form);
        assertTrue(form.matches("(?s).*datafieldname=\"cosell_syncstatus\"[^>]*disabled=\"true\".*"), form);
        assertTrue(form.matches("(?s).*datafieldname=\"cosell_syncnow\"[^>]*disabled=\"false\".*"), form);
    }

    @Test
    void theConnectorsOwnIdentityMayNotSetTheCrmUp() {
        SetUpFailure refused = assertThrows(
                SetUpFailure.class, () -> bought.setUpByTheConnector().apply(finding -> {}));

        assertTrue(refused.getMessage().contains("found the application user \"# Co-sell Connector\""));
        assertEquals(List.of(), bought.changes);
    }

    @Test
    void aRunThatBrokeOffIsGoneOnWith() {
        List<Finding> before = new ArrayList<>();
        assertThrows(
                IllegalStateException.class,
                () -> bought.setUp().apply(finding -> {
                    before.add(finding);
                    if (before.size() == 12) {
                        throw new IllegalStateException("the power went");
                    }
                }));
        bought.changes.clear();

        List<Finding> after = bought.apply();

        assertEquals(Set.of(), named(after, State.DIFFERENT));
        assertTrue(after.stream().map(Finding::state).noneMatch(State::isToBeMade));
        assertEquals(State.THERE, after.get(1).state());
        assertTrue(bought.changes.contains("POST PublishXml"));
    }

    private static Set<String> named(List<Finding> findings, State state) {
        return findings.stream()
                .filter(finding -> finding.state() == state)
                .map(finding -> finding.kind() + " " + finding.name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Finding one(List<Finding> findings, String name) {
        return findings.stream()
                .filter(finding -> finding.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Finding one(List<Finding> findings, String name, String kind) {
        return one(
                findings.stream().filter(finding -> finding.kind().equals(kind)).toList(), name);
    }

    private static Set<String> columns(LocalEnvironment environment, String table) {
        return environment
                .get("EntityDefinitions(LogicalName='" + table + "')/Attributes?$select=LogicalName")
                .findValuesAsText("LogicalName")
                .stream()
                .filter(name -> name.matches("(msft|cosell)_.*"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static int components(LocalEnvironment environment, String solution) {
        String id = environment
                .get("solutions?$filter=uniquename%20eq%20%27" + solution + "%27")
                .at("/value/0/solutionid")
                .asText();
        return environment
                .get("solutioncomponents?$filter=_solutionid_value%20eq%20" + id)
                .path("value")
                .size();
    }

    private static JsonNode updateStep(LocalEnvironment environment, String table) {
        return environment
                .get("sdkmessageprocessingsteps")
                .path("value")
                .valueStream()
                .filter(step -> step.path("name").asText().equals("Co-sell Connector: Update of " + table))
                .findFirst()
                .orElseThrow();
    }
}
