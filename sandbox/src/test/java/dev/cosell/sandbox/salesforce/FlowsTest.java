package dev.cosell.sandbox.salesforce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Outbound messages and callouts of record-triggered flows. */
class FlowsTest {
    private static final String OUTBOUND = "http://soap.sforce.com/2005/09/outbound";
    private static final String SOBJECT = "urn:sobject.enterprise.soap.sforce.com";
    private static final byte[] ACK = ("<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\">"
                    + "<soapenv:Body><notificationsResponse xmlns=\"" + OUTBOUND + "\"><Ack>true</Ack>"
                    + "</notificationsResponse></soapenv:Body></soapenv:Envelope>")
            .getBytes(StandardCharsets.UTF_8);

    private final Org org = new Org();

    private void messages(String more) {
        org.control("POST", "outbound-messages", """
                {"object": "Lead", "url": "http://localhost:1/events?secret=s", "fields": ["LastName", "CreatedDate",
                 "Company", "Email", "IsConverted"] %s}
                """.formatted(more)).expect(201);
    }

    private static Document xml(Org.Sent message) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            return factory.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(message.body().get()));
        } catch (Exception bad) {
            throw new AssertionError("not XML: " + message.text(), bad);
        }
    }

    private static String text(Document document, String namespace, String name) {
        return document.getElementsByTagNameNS(namespace, name).item(0).getTextContent();
    }

    @Test
    void aSaveIsToldWithTheChosenFields() {
        messages("");
        String id = org.create("Lead", "{\"LastName\": \"Vega <& Co>\", \"Company\": \"Fabrikam\"}");
        Org.Sent message = org.sent.getFirst();
        assertEquals("http://localhost:1/events?secret=s", message.target().toString());
        assertEquals("text/xml; charset=utf-8", message.headers().get("Content-Type"));
        assertEquals(id, message.subject());
        Document soap = xml(message);
        String organization = org.salesforce.credentials().get("organizationId");
        assertEquals(organization, text(soap, OUTBOUND, "OrganizationId"));
        assertTrue(text(soap, OUTBOUND, "ActionId").startsWith("04k"));
        assertEquals("", text(soap, OUTBOUND, "SessionId"));
        assertEquals(
                Org.HOST + "/services/Soap/c/67.0/" + organization.substring(0, 15),
                text(soap, OUTBOUND, "EnterpriseUrl"));
        Element record =
                (Element) soap.getElementsByTagNameNS(OUTBOUND, "sObject").item(0);
        assertEquals("sf:Lead", record.getAttributeNS("http://www.w3.org/2001/XMLSchema-instance", "type"));
        NodeList children = record.getElementsByTagNameNS(SOBJECT, "*");
        List<String> names = IntStream.range(0, children.getLength())
                .mapToObj(number -> children.item(number).getLocalName())
                .toList();
        assertEquals(List.of("Id", "Company", "CreatedDate", "IsConverted", "LastName"), names);
        assertEquals("Vega <& Co>", text(soap, SOBJECT, "LastName"));
        assertEquals("2026-11-22T10:11:12.000Z", text(soap, SOBJECT, "CreatedDate"));
    }

    @Test
    void aLaterAttemptTellsTheLatestState() {
        messages(", \"listening\": \"created\"");
        String id = org.lead("Vega");
        org.call("PATCH", "sobjects/Lead/" + id, "{\"LastName\": \"Soler\"}").expect(204);
        assertEquals(1, org.sent.size());
        assertEquals("Soler", text(xml(org.sent.getFirst()), SOBJECT, "LastName"));
        org.call("DELETE", "sobjects/Lead/" + id, "").expect(204);
        assertEquals(1, org.sent.size());
        Document bare = xml(org.sent.getFirst());
        assertEquals(id, text(bare, SOBJECT, "Id"));
        assertEquals(0, bare.getElementsByTagNameNS(SOBJECT, "LastName").getLength());
    }

    @Test
    void manySavesOfOneTransactionShareMessagesOfAHundred() {
        messages("");
        String many = IntStream.range(0, 120)
                .mapToObj(number -> "{\"attributes\": {\"type\": \"Lead\"}, \"LastName\": \"L%d\", \"Company\": \"F\"}"
                        .formatted(number))
                .collect(Collectors.joining(","));
        org.call("POST", "composite/sobjects", "{\"records\": [" + many + "]}").expect(200);
        List<Integer> sizes = org.sent.stream()
                .map(message -> xml(message)
                        .getElementsByTagNameNS(OUTBOUND, "Notification")
                        .getLength())
                .toList();
        assertEquals(List.of(100, 20), sizes);
        NodeList ids = xml(org.sent.getFirst()).getElementsByTagNameNS(OUTBOUND, "Id");
        assertTrue(ids.item(0).getTextContent().startsWith("04l"));
        assertNotEquals(ids.item(0).getTextContent(), ids.item(1).getTextContent());
    }

    @Test
    void onlyAnAckEndsTheAttempts() {
        messages("");
        org.lead("Vega");
        var retry = org.sent.getFirst().retry();
        assertTrue(retry.acknowledged(200, ACK));
        assertFalse(retry.acknowledged(500, ACK));
        assertFalse(retry.acknowledged(200, "OK".getBytes(StandardCharsets.UTF_8)));
        assertFalse(retry.acknowledged(
                200,
                new String(ACK, StandardCharsets.UTF_8).replace("true", "false").getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void pausesDoubleUpToTwoHoursAndEndAfterADay() {
        messages("");
        org.lead("Vega");
        var retry = org.sent.getFirst().retry();
        assertEquals(15_000, retry.delayMillis(1, 503));
        assertEquals(30_000, retry.delayMillis(2, 0));
        assertEquals(7_200_000, retry.delayMillis(12, 500));
        assertEquals(7_200_000, retry.delayMillis(99, 500));
        org.pass(Duration.ofHours(24));
        assertEquals(-1, retry.delayMillis(13, 500));
    }

    @Test
    void aFlowHearsOnlyWhatItListensTo() {
        messages(", \"listening\": \"updated\", \"condition\": \"Company = 'Contoso'\"");
        String id = org.lead("Vega");
        org.call("PATCH", "sobjects/Lead/" + id, "{\"LastName\": \"A\"}").expect(204);
        org.account("Contoso");
        assertTrue(org.sent.isEmpty());
        org.call("PATCH", "sobjects/Lead/" + id, "{\"Company\": \"Contoso\"}").expect(204);
        assertEquals(1, org.sent.size());
    }

    @Test
    void withoutThePermissionTheIntegrationUserRaisesNone() {
        messages("");
        org.control("PATCH", "settings", "{\"integrationUserSendsMessages\": false}")
                .expect(200);
        String id = org.lead("Vega");
        assertTrue(org.sent.isEmpty());
        org.control("PATCH", "records/Lead/" + id, "{\"LastName\": \"Soler\"}").expect(200);
        assertEquals(1, org.sent.size());
    }

    @Test
    void whatWasRolledBackIsNotTold() {
        messages("");
        org.call("POST", "composite/sobjects", """
                {"allOrNone": true, "records": [
                  {"attributes": {"type": "Lead"}, "LastName": "V", "Company": "F"}, {"attributes": {"type": "Lead"}}]}
                """).expect(200);
        org.call("POST", "sobjects/Lead", "{}").expect(400);
        assertTrue(org.sent.isEmpty());
    }

    @Test
    void aCalloutPostsTheJsonItWasGiven() {
        org.control("POST", "callouts", """
                {"object": "Opportunity", "url": "http://localhost:1/events", "headers": {"x-secret": "s"},
                 "body": {"object": "Opportunity", "ids": ["{!$Record.Id}"], "name": "Deal {!$Record.Name}"}}
                """).expect(201);
        String id = org.opportunity("Anchor");
        Org.Sent callout = org.sent.getFirst();
        assertEquals("s", callout.headers().get("x-secret"));
        assertEquals(
                Org.parse("{\"object\":\"Opportunity\",\"ids\":[\"%s\"],\"name\":\"Deal Anchor\"}".formatted(id)),
                Org.parse(callout.text()));
        assertEquals(-1, callout.retry().delayMillis(1, 503));
    }

    @Test
    void aFlowIsRemoved() {
        messages("");
        String id =
                org.control("GET", "flows", "").expect(200).json().at("/0/id").asText();
        org.control("DELETE", "flows/" + id, "").expect(204);
        org.lead("Vega");
        assertTrue(org.sent.isEmpty());
    }

    @Test
    void aFlowThatCannotRunIsNotActivated() {
        org.control("POST", "outbound-messages", "{\"object\": \"Lead\"}").expect(400);
        org.control("POST", "outbound-messages", "{\"object\": \"Nonsense\", \"url\": \"http://localhost:1/\"}")
                .expect(400);
        org.control(
                        "POST",
                        "outbound-messages",
                        "{\"object\": \"Lead\", \"url\": \"http://localhost:1/\", \"fields\": [\"No\"]}")
                .expect(400);
        org.control(
                        "POST",
                        "callouts",
                        "{\"object\": \"Lead\", \"url\": \"http://localhost:1/\", \"condition\": \"=\"}")
                .expect(400);
        org.control(
                        "POST",
                        "callouts",
                        "{\"object\": \"Lead\", \"url\": \"http://localhost:1/\", \"condition\": \"No = 1\"}")
                .expect(400);
    }
}
