package dev.cosell.sandbox.dataverse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetadataTest {
    private static final String OPPORTUNITY = "EntityDefinitions(LogicalName='opportunity')";

    private final Environment crm = new Environment();

    @Test
    void setNamesAndLogicalNamesAreListed() {
        JsonNode all = crm.get("EntityDefinitions?$select=EntitySetName,LogicalName")
                .expect(200)
                .json()
                .get("value");
        assertTrue(all.findValuesAsText("EntitySetName")
                .containsAll(List.of("leads", "opportunities", "opportunitycloses")));
        assertFalse(all.get(0).has("ObjectTypeCode"));
        JsonNode one = crm.get("EntityDefinitions?$filter=EntitySetName eq 'leads'")
                .json()
                .get("value");
        assertEquals(1, one.size());
        assertEquals("leadid", one.at("/0/PrimaryIdAttribute").asText());
        assertEquals("fullname", one.at("/0/PrimaryNameAttribute").asText());
        assertTrue(one.at("/0/ChangeTrackingEnabled").asBoolean());
    }

    @Test
    void columnsTellTheirLimits() {
        JsonNode all = crm.get(OPPORTUNITY
                        + "/Attributes?$filter=LogicalName eq 'description' or LogicalName eq 'budgetamount'"
                        + " or LogicalName eq 'estimatedvalue_base' or LogicalName eq 'name'&$orderby=LogicalName")
                .expect(200)
                .json()
                .get("value");
        JsonNode memo = named(all, "description");
        assertEquals("Memo", memo.get("AttributeType").asText());
        assertEquals(2000, memo.get("MaxLength").asInt());
        assertEquals(4, named(all, "budgetamount").get("Precision").asInt());
        assertFalse(named(all, "estimatedvalue_base").get("IsValidForUpdate").asBoolean());
        assertEquals(
                "ApplicationRequired",
                named(all, "name").at("/RequiredLevel/Value").asText());
    }

    @Test
    void choicesShowTheirOptionsWhenCast() {
        String column = OPPORTUNITY + "/Attributes(LogicalName='msft_microsoftpartnercenterhelp')";
        JsonNode help = crm.get(column + "/Microsoft.Dynamics.CRM.PicklistAttributeMetadata?$select=LogicalName"
                        + "&$expand=OptionSet,GlobalOptionSet")
                .expect(200)
                .json();
        assertEquals(299600000, help.at("/OptionSet/Options/0/Value").asInt());
        assertEquals(
                "Workload Specific Value Proposition",
                help.at("/OptionSet/Options/0/Label/UserLocalizedLabel/Label").asText());
        assertEquals(6, help.at("/GlobalOptionSet/Options").size());
        crm.get(column + "/Microsoft.Dynamics.CRM.StateAttributeMetadata").expect(404);
        crm.get(OPPORTUNITY + "/Attributes(LogicalName='nosuch')").expect(404);
    }

    @Test
    void statusReasonsTellTheirState() {
        JsonNode status = crm.get(OPPORTUNITY + "/Attributes(LogicalName='statuscode')"
                        + "/Microsoft.Dynamics.CRM.StatusAttributeMetadata?$expand=OptionSet")
                .json();
        assertEquals(List.of("0", "0", "1", "2", "2"), status.get("OptionSet").findValuesAsText("State"));
        JsonNode state = crm.get(
                        OPPORTUNITY + "/Attributes/Microsoft.Dynamics.CRM.StateAttributeMetadata?$expand=OptionSet")
                .json();
        assertEquals(1, state.at("/value/0/OptionSet/Options/0/DefaultStatus").asInt());
    }

    @Test
    void globalChoicesAreFoundByName() {
        assertEquals(
                3, crm.get("GlobalOptionSetDefinitions").json().get("value").size());
        assertEquals(
                "IP Co-sell",
                crm.get("GlobalOptionSetDefinitions(Name='msft_coselltype')")
                        .json()
                        .at("/Options/0/Label/UserLocalizedLabel/Label")
                        .asText());
        crm.get("GlobalOptionSetDefinitions(Name='nosuch')").expect(404);
        crm.get("GlobalOptionSetDefinitions?$filter=Name eq 'msft_coselltype'").expect(400);
    }

    @Test
    void navigationPropertiesAreListedInTheirCase() {
        JsonNode all = crm.get(OPPORTUNITY + "/ManyToOneRelationships"
                        + "?$filter=ReferencingAttribute eq 'customerid' or ReferencingAttribute eq 'msft_partnerrole'")
                .json()
                .get("value");
        assertEquals(
                List.of("customerid_account", "customerid_contact", "msft_PartnerRole"),
                all.findValuesAsText("ReferencingEntityNavigationPropertyName"));
    }

    @Test
    void entitiesAreExpandedWithColumnsAndKeys() {
        JsonNode entity = crm.get(OPPORTUNITY + "?$select=LogicalName&$expand=Attributes($select=LogicalName),Keys")
                .expect(200)
                .json();
        assertTrue(entity.get("Attributes").findValuesAsText("LogicalName").contains("name"));
        assertEquals("Active", entity.at("/Keys/0/EntityKeyIndexStatus").asText());
        crm.get("EntityDefinitions(LogicalName='nosuch')").expect(404);
    }

    @Test
    void keysAndOptionalColumnsCanBeMissing() {
        assertEquals(
                "msft_microsoftpartnercenterreferralidentifier",
                crm.get(OPPORTUNITY + "/Keys")
                        .json()
                        .at("/value/0/KeyAttributes/0")
                        .asText());
        crm.get(OPPORTUNITY + "/Attributes(LogicalName='cosell_syncstatus')").expect(200);
        crm.control("PATCH", "options", "{\"alternateKeys\": false, \"optionalColumns\": false}")
                .expect(200);
        assertEquals(0, crm.get(OPPORTUNITY + "/Keys").json().get("value").size());
        crm.get(OPPORTUNITY + "/Attributes(LogicalName='cosell_syncstatus')").expect(404);
        crm.get("opportunities?$select=cosell_syncstatus").expect(400);
        crm.call("PATCH", "opportunities(" + crm.opportunity("Deal") + ")", "{\"cosell_syncstatus\": \"x\"}")
                .expect(400);
    }

    @Test
    void aKeyOverEqualValuesComesUpFailed() {
        crm.control("PATCH", "options", "{\"alternateKeys\": false}");
        for (int i = 0; i < 2; i++) {
            crm.create(
                    "leads",
                    "{\"subject\": \"x\", \"lastname\": \"y\", \"msft_microsoftpartnercenterreferralidentifier\": \"r\"}");
        }
        crm.control("PATCH", "options", "{\"alternateKeys\": true}");
        assertEquals(
                "Failed",
                crm.get("EntityDefinitions(LogicalName='lead')/Keys")
                        .json()
                        .at("/value/0/EntityKeyIndexStatus")
                        .asText());
        crm.get("leads(msft_microsoftpartnercenterreferralidentifier='r')").expect(400, "0x80060890");
    }

    private static JsonNode named(JsonNode all, String name) {
        for (JsonNode one : all) {
            if (one.get("LogicalName").asText().equals(name)) {
                return one;
            }
        }
        throw new AssertionError("no " + name + " in " + all);
    }
}
