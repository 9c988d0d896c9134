package dev.cosell.sandbox.dataverse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an administrator does to definitions, and what the environment insists on. */
class CustomizingTest {
    private static final String LEAD = "EntityDefinitions(LogicalName='lead')";
    private static final String MARA = "as/mara.lindqvist@fabrikam.example/api/data/v9.2/";
    private static final String TEXT = """
            {"@odata.type": "Microsoft.Dynamics.CRM.StringAttributeMetadata", "SchemaName": "%s", "MaxLength": %d,
             "DisplayName": {"LocalizedLabels": [{"Label": "Shoe size", "LanguageCode": 1033}]}}
            """;

    private final Environment crm = new Environment();

    @BeforeEach
    void aPublisherAndItsSolution() {
        String publisher = made("publishers", """
                {"uniquename": "shoes", "friendlyname": "Shoes", "customizationprefix": "sho",
                 "customizationoptionvalueprefix": 12345}
                """);
        made("solutions", """
                {"uniquename": "Shoes", "friendlyname": "Shoes", "version": "1.0",
                 "publisherid@odata.bind": "/publishers(%s)"}
                """.formatted(publisher));
    }

    @Test
    void aColumnIsThereAtOnceAndIsNotMadeTwice() {
        as("POST", LEAD + "/Attributes", TEXT.formatted("sho_Size", 5)).expect(204);

        String lead = crm.lead("Boots");
        crm.call("PATCH", "leads(" + lead + ")", "{\"sho_size\": \"42\"}").expect(204);
        crm.call("PATCH", "leads(" + lead + ")", "{\"sho_size\": \"123456\"}").expect(400, "0x80044331");
        as("POST", LEAD + "/Attributes", TEXT.formatted("sho_size", 5)).expect(400, "0x80047013");
    }

    @Test
    void aNameWithoutAPublishersPrefixIsRefused() {
        as("POST", LEAD + "/Attributes", TEXT.formatted("foot_size", 5)).expect(400);
        as("POST", LEAD + "/Attributes", TEXT.formatted("size", 5)).expect(400);
    }

    @Test
    void whatADefinitionNeedsIsInsistedOn() {
        as("POST", LEAD + "/Attributes", TEXT.formatted("sho_size", 0)).expect(400);
        as("POST", LEAD + "/Attributes", TEXT.formatted("sho_size", 5).replace("Shoe size", ""))
                .expect(400);
        as("POST", LEAD + "/Attributes", TEXT.formatted("sho_size", 5).replace("String", "Boolean"))
                .expect(400);
        as("POST", "publishers", "{\"uniquename\": \"shoes\", \"friendlyname\": \"x\"}")
                .expect(400, "0x80040237");
        as("POST", "publishers", """
                        {"uniquename": "x", "friendlyname": "x", "customizationprefix": "mscrmx",
                         "customizationoptionvalueprefix": 12345}
                        """).expect(400);
    }

    @Test
    void aProgramsUserMayNotCustomise() {
        crm.call("POST", LEAD + "/Attributes", TEXT.formatted("sho_size", 5)).expect(403, "0x80040220");
    }

    @Test
    void aChoiceGivesItsOptionsToAColumn() {
        String choice = made("GlobalOptionSetDefinitions", """
                {"@odata.type": "Microsoft.Dynamics.CRM.OptionSetMetadata", "Name": "sho_width",
                 "DisplayName": {"LocalizedLabels": [{"Label": "Width", "LanguageCode": 1033}]},
                 "Options": [{"Value": 123450000, "Label": {"LocalizedLabels": [{"Label": "Wide", "LanguageCode": 1033}]}}]}
                """);
        as("POST", LEAD + "/Attributes", """
                        {"@odata.type": "Microsoft.Dynamics.CRM.PicklistAttributeMetadata", "SchemaName": "sho_Width",
                         "DisplayName": {"LocalizedLabels": [{"Label": "Width", "LanguageCode": 1033}]},
                         "GlobalOptionSet@odata.bind": "/GlobalOptionSetDefinitions(%s)"}
                        """.formatted(choice)).expect(204);

        String lead = "leads(" + crm.lead("Boots") + ")";
        crm.call("PATCH", lead, "{\"sho_width\": 123450000}").expect(204);
        crm.call("PATCH", lead, "{\"sho_width\": 1}").expect(400, "0x8004431A");
    }

    @Test
    void aKeyAddressesNothingUntilItsIndexIsBuilt() {
        as("POST", LEAD + "/Attributes", TEXT.formatted("sho_size", 5)).expect(204);
        as("POST", LEAD + "/Keys", """
                        {"SchemaName": "sho_bysize", "KeyAttributes": ["sho_size"],
                         "DisplayName": {"LocalizedLabels": [{"Label": "By size", "LanguageCode": 1033}]}}
                        """).expect(204);
        crm.call("PATCH", "leads(" + crm.lead("Boots") + ")", "{\"sho_size\": \"42\"}")
                .expect(204);

        crm.get("leads(sho_size='42')").expect(400, "0x80060890");
        assertEquals("Pending", keyStatus());
        crm.pass(Duration.ofMinutes(1));
        crm.get("leads(sho_size='42')").expect(200);
        assertEquals("Active", keyStatus());
    }

    @Test
    void changesAreTrackedOnlyWhereThatIsOnAndADefinitionIsReplacedAsAWhole() {
        as("PUT", LEAD, "{\"ChangeTrackingEnabled\": false}").expect(400);
        String definition = crm.get(LEAD).expect(200).text();
        as("PUT", LEAD, definition.replace("\"ChangeTrackingEnabled\":true", "\"ChangeTrackingEnabled\":false"))
                .expect(204);

        assertFalse(crm.get(LEAD).json().path("ChangeTrackingEnabled").asBoolean());
        crm.get("leads?$select=subject", "Prefer", "odata.track-changes").expect(400, "0x80072491");
    }

    @Test
    void aChangedFormIsSeenOnceItIsPublished() {
        String form = crm.get("systemforms?$filter=name eq 'Lead'")
                .json()
                .at("/value/0/formid")
                .asText();
        String xml = crm.get("systemforms(" + form + ")").json().path("formxml").asText();
        String changed = xml.replace("Information", "Shoes").replace("\"", "\\\"");
        as("PATCH", "systemforms(" + form + ")", "{\"formxml\": \"" + changed + "\"}")
                .expect(204);

        assertFalse(crm.get("systemforms(" + form + ")").text().contains("Shoes"));
        assertTrue(crm.get("systemforms(" + form + ")/Microsoft.Dynamics.CRM.RetrieveUnpublished()")
                .text()
                .contains("Shoes"));
        as(
                        "POST",
                        "PublishXml",
                        "{\"ParameterXml\": \"<importexportxml><entities><entity>lead</entity></entities></importexportxml>\"}")
                .expect(204);
        assertTrue(crm.get("systemforms(" + form + ")").text().contains("Shoes"));
        as("PATCH", "systemforms(" + form + ")", "{\"formxml\": \"" + changed.replace("subject", "sho_none") + "\"}")
                .expect(400);
    }

    @Test
    void aRoleGetsPrivilegesByTheNameOfTheirDepth() {
        String role = made(
                "roles",
                "{\"name\": \"Cobbler\", \"businessunitid@odata.bind\": \"/businessunits(%s)\"}"
                        .formatted(Seed.BUSINESS_UNIT));
        int given = privileges(role);
        String privilege = Introspection.id("prvReadLead");
        String add = "roles(" + role + ")/Microsoft.Dynamics.CRM.AddPrivilegesRole";
        String body = "{\"Privileges\": [{\"Depth\": \"%s\", \"PrivilegeId\": \"%s\"}]}";

        as("POST", add, body.formatted("Global", privilege)).expect(204);
        as("POST", add, body.formatted("Global", privilege)).expect(204);
        as("POST", add, body.formatted("8", privilege)).expect(400);

        assertEquals(given + 1, privileges(role));
    }

    @Test
    void whatAdministratorsMadeOutlivesARestart() {
        as("POST", LEAD + "/Attributes", TEXT.formatted("sho_size", 5)).expect(204);
        Dynamics again = new Dynamics(
                () -> URI.create("https://fabrikam.crm.dynamics.test"),
                request -> true,
                (service, target, headers, body, retry, subject) -> {},
                Clock.systemUTC(),
                Options.asBought());
        again.restore(crm.dynamics.state());

        assertEquals(crm.dynamics.state(), again.state());
    }

    @Test
    void withoutMicrosoftsSolutionItsTablesColumnsAndChoicesAreNotThere() {
        crm.control("PATCH", "options", "{\"microsoftsSolution\": false}").expect(200);

        crm.get("msft_partnerroles").expect(404);
        crm.get("opportunities?$select=msft_coselltype").expect(400);
        assertEquals(
                0, crm.get("GlobalOptionSetDefinitions").json().get("value").size());
    }

    private int privileges(String role) {
        return crm.get("roleprivilegescollection?$filter=roleid eq " + role)
                .expect(200)
                .json()
                .get("value")
                .size();
    }

    private String keyStatus() {
        return crm.get(LEAD + "/Keys?$filter=LogicalName eq 'sho_bysize'")
                .json()
                .at("/value/0/EntityKeyIndexStatus")
                .asText();
    }

    private String made(String set, String body) {
        return as("POST", set, body).expect(204).id();
    }

    private Environment.Reply as(String method, String path, String body) {
        return crm.control(method, MARA + path, body);
    }
}
