package dev.cosell.sandbox.dataverse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.sandbox.dataverse.Environment.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTest {
    private final Environment crm = new Environment();

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void aChangeSetIsOneTransactionWhoseRequestsRefertoEachOther(String lineEnd) {
        String set = changeSet(
                part(1, "POST accounts", "{\"name\": \"Contoso\"}"),
                part(2, "POST /api/data/v9.2/contacts", "{\"lastname\": \"Vega\"}"),
                part(3, "PATCH $1", "{\"primarycontactid@odata.bind\": \"$2\"}"),
                part(4, "PUT $2/parentcustomerid_account/$ref", "{\"@odata.id\": \"$1\"}"));
        Reply reply = batch((set + get("accounts?$select=name")).replace("\n", lineEnd))
                .expect(200);
        assertTrue(reply.header("Content-Type").startsWith("multipart/mixed; boundary=batchresponse_"));
        assertTrue(reply.text().contains("--changesetresponse_"));
        assertEquals(4, reply.text().split("HTTP/1.1 204 No Content", -1).length - 1, reply.text());
        assertTrue(reply.text().contains("Content-ID: 2\r\n"));
        assertTrue(reply.text().contains("OData-EntityId: " + Environment.ROOT + "accounts("));
        assertTrue(reply.text().contains("\"name\":\"Contoso\""));
        var account = crm.get("accounts").json().at("/value/0");
        var contact = crm.get("contacts").json().at("/value/0");
        assertEquals(account.get("_primarycontactid_value"), contact.get("contactid"));
        assertEquals(contact.get("_parentcustomerid_value"), account.get("accountid"));
    }

    @Test
    void aFailedChangeSetLeavesNothingBehind() {
        String set = changeSet(
                part(1, "POST accounts", "{\"name\": \"Contoso\"}"),
                part(2, "POST contacts", "{\"lastname\": \"" + "x".repeat(51) + "\"}"));
        Reply reply = batch(set).expect(400);
        assertTrue(reply.text().contains("Content-ID: 2\r\n"), reply.text());
        assertTrue(reply.text().contains("HTTP/1.1 400 Bad Request"));
        assertTrue(reply.text().contains("0x80044331"));
        assertEquals("0", crm.get("accounts/$count").text());
        assertTrue(crm.deliveries.isEmpty());
    }

    @Test
    void theFirstFailureEndsABatch() {
        Reply reply = batch(post("{\"name\": \"First\"}") + get("nosuch") + post("{\"name\": \"Second\"}"))
                .expect(400);
        assertTrue(reply.text().contains("HTTP/1.1 404 Not Found"));
        assertFalse(reply.text().contains("204"));
        assertEquals("1", crm.get("accounts/$count").text());
    }

    @Test
    void aBatchGoesOnAfterAnErrorWhenAsked() {
        Reply reply = batch(
                        post("{\"name\": \"First\"}") + get("nosuch") + post("{\"name\": \"Second\"}"),
                        "Prefer",
                        "odata.continue-on-error")
                .expect(200);
        assertTrue(reply.text().contains("HTTP/1.1 404 Not Found"));
        assertEquals("2", crm.get("accounts/$count").text());
    }

    @Test
    void aForwardReferenceIsRefused() {
        Reply reply = batch(changeSet(part(1, "PATCH $2", "{}"), part(2, "POST accounts", "{\"name\": \"x\"}")))
                .expect(400);
        assertTrue(reply.text().contains("Content-ID Reference: '$2' does not exist in the batch context."));
    }

    @Test
    void readsAreNotAllowedInAChangeSetNorBatchesInABatch() {
        assertTrue(
                batch(changeSet(part(1, "GET accounts", ""))).expect(400).text().contains("not allowed"));
        assertTrue(batch(get("$batch")).expect(400).text().contains("not allowed"));
    }

    @Test
    void aBatchHasAtMostAThousandRequests() {
        batch(get("accounts").repeat(1001)).expect(400);
        batch(get("accounts").repeat(1000)).expect(200);
    }

    @Test
    void aBatchNeedsItsBoundaryAndPost() {
        crm.call("POST", "$batch", "", "Content-Type", "application/json").expect(400);
        crm.get("$batch").expect(405);
    }

    private Reply batch(String parts, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "Content-Type";
        all[1] = "multipart/mixed;boundary=batch_AAA";
        System.arraycopy(headers, 0, all, 2, headers.length);
        String lineEnd = parts.contains("\r\n") ? "\r\n" : "\n";
        return crm.call("POST", "$batch", parts + "--batch_AAA--" + lineEnd, all);
    }

    private static String get(String address) {
        return "--batch_AAA\nContent-Type: application/http\nContent-Transfer-Encoding: binary\n\nGET " + address
                + " HTTP/1.1\nAccept: application/json\n\n";
    }

    private static String post(String body) {
        return get("").replace("GET ", "POST " + Environment.ROOT + "accounts") + body + "\n";
    }

    private static String part(int contentId, String line, String body) {
        return "--changeset_B\nContent-Type: application/http\nContent-Transfer-Encoding: binary\nContent-ID: "
                + contentId + "\n\n" + line + " HTTP/1.1\nContent-Type: application/json\n\n" + body + "\n";
    }

    private static String changeSet(String... parts) {
        return "--batch_AAA\nContent-Type: multipart/mixed; boundary=changeset_B\n\n" + String.join("", parts)
                + "--changeset_B--\n";
    }
}
