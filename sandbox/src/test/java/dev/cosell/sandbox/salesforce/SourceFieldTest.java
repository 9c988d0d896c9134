package dev.cosell.sandbox.salesforce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project's fields come into the simulated organisation as they would into a real one. */
class SourceFieldTest {
    @TempDir
    Path project;

    @Test
    void everyFieldOfAProjectIsFoundUnderItsObject() throws IOException {
        declare("Opportunity", "Note__c", "<type>Text</type><length>40</length>");
        declare("Lead", "Due__c", "<type>DateTime</type>");
        assertEquals(
                List.of("Lead.Due__c", "Opportunity.Note__c"),
                SourceField.in(project).stream()
                        .map(field -> field.object() + "." + field.name())
                        .toList());
    }

    @Test
    void aTextHasItsLengthAndMayBeAnExternalId() throws IOException {
        JsonNode text = definition("<type>Text</type><length>40</length><externalId>true</externalId>"
                + "<unique>true</unique><label>A key</label>");
        assertEquals(
                Json.parseObject(
                        "{\"label\":\"A key\",\"type\":\"string\",\"length\":40,\"unique\":true,\"externalId\":true}"),
                text);
    }

    @Test
    void aPicklistHasItsValuesTheirLabelsAndItsDefault() throws IOException {
        JsonNode picklist =
                definition("<type>Picklist</type><valueSet><restricted>true</restricted><valueSetDefinition>"
                        + "<sorted>false</sorted>" + value("Yes", "Yes", true) + value("Later", "Not yet", false)
                        + "</valueSetDefinition></valueSet>");
        assertEquals(
                Json.parseObject(
                        "{\"type\":\"picklist\",\"length\":255,\"restricted\":true,\"default\":\"Yes\",\"values\":"
                                + "[\"Yes\",{\"value\":\"Later\",\"label\":\"Not yet\"}]}"),
                picklist);
    }

    @Test
    void aChildGoesWithItsParentAndALookupMayForbidItsTargetsDeletion() throws IOException {
        assertEquals(
                Json.parseObject("{\"type\":\"reference\",\"length\":18,\"references\":[\"Opportunity\"],"
                        + "\"relationship\":\"Any__r\",\"children\":\"Parts__r\",\"required\":true,"
                        + "\"onDelete\":\"cascade\",\"access\":\"createOnly\"}"),
                definition("<type>MasterDetail</type><referenceTo>Opportunity</referenceTo>"
                        + "<relationshipName>Parts</relationshipName>"));
        assertEquals(
                "restrict",
                definition("<type>Lookup</type><referenceTo>Account</referenceTo>"
                                + "<deleteConstraint>Restrict</deleteConstraint>")
                        .path("onDelete")
                        .asText());
    }

    @Test
    void theOrganisationTakesEveryKindOfField() throws IOException {
        declare("Lead", "A__c", "<type>Checkbox</type><defaultValue>false</defaultValue>");
        declare("Lead", "B__c", "<type>LongTextArea</type><length>4000</length>");
        declare("Lead", "C__c", "<type>Currency</type><precision>18</precision><scale>2</scale>");
        declare("Lead", "D__c", "<type>Url</type>");
        declare("Lead", "E__c", "<type>Date</type>");
        Org org = new Org();
        SourceField.in(project)
                .forEach(field -> org.control(
                        "PUT",
                        "fields/" + field.object() + "/" + field.name(),
                        field.definition().toString()));
        JsonNode described = org.get("sobjects/Lead/describe").json();
        assertEquals(
                List.of("boolean", "textarea", "currency", "url", "date"),
                described
                        .path("fields")
                        .valueStream()
                        .filter(field -> field.path("name").asText().matches("[A-E]__c"))
                        .map(field -> field.path("type").asText())
                        .toList());
    }

    @Test
    void whatIsNoFieldIsToldWithItsFile() throws IOException {
        declare("Lead", "Odd__c", "<type>Location</type>");
        assertTold("Odd__c.field-meta.xml", "expected a type of field that the sandbox has, found Location");
        declare("Lead", "Odd__c", "<type>Text</type>");
        assertTold("Odd__c.field-meta.xml", "expected length, found none");
        Files.writeString(file("Lead", "Odd__c"), "<CustomField>");
        assertTold("Odd__c.field-meta.xml", "expected XML");
        Files.writeString(file("Lead", "Odd__c"), "<CustomField><fullName>Other__c</fullName></CustomField>");
        assertTold("Odd__c.field-meta.xml", "expected the field's own name as fullName, found \"Other__c\"");
    }

    @Test
    void nothingOutsideAFileIsRead() throws IOException {
        Path secret = Files.writeString(project.resolve("secret"), "Text");
        Files.writeString(
                file("Lead", "Odd__c"),
                "<!DOCTYPE CustomField [<!ENTITY secret SYSTEM \"" + secret.toUri()
                        + "\">]><CustomField><fullName>Odd__c"
                        + "</fullName><type>&secret;</type><length>9</length></CustomField>");
        assertTold("Odd__c.field-meta.xml", "DOCTYPE");
    }

    private void assertTold(String... parts) {
        String told = assertThrows(IllegalArgumentException.class, () -> SourceField.in(project))
                .getMessage();
        for (String part : parts) {
            assertTrue(told.contains(part), told);
        }
    }

    private JsonNode definition(String elements) throws IOException {
        declare("Opportunity", "Any__c", elements);
        return SourceField.in(project).getFirst().definition();
    }

    private static String value(String name, String label, boolean isDefault) {
        return "<value><fullName>%s</fullName><default>%s</default><label>%s</label></value>"
                .formatted(name, isDefault, label);
    }

    private void declare(String object, String name, String elements) throws IOException {
        Files.writeString(
                file(object, name),
                "<CustomField xmlns=\"http://soap.sforce.com/2006/04/metadata\"><fullName>" + name + "</fullName>"
                        + elements + "</CustomField>");
    }

    private Path file(String object, String name) throws IOException {
        Path folder = Files.createDirectories(
                project.resolve("objects").resolve(object).resolve("fields"));
        return folder.resolve(name + ".field-meta.xml");
    }
}
