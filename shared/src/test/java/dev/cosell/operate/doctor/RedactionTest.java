package dev.cosell.operate.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private final Redaction redaction =
            new Redaction(List.of("hunter2-hunter2", "AccountName=acme;AccountKey=c2VjcmV0a2V5;EndpointSuffix=x"));

    @ParameterizedTest
    @CsvSource({
        "found hunter2-hunter2 there,found [secret] there",
        "key c2VjcmV0a2V5!,key [secret]!",
        "by Mara.L+x@crm.example today,by [e-mail] today",
        "by jörg.müller@bücher.example today,by [e-mail] today",
        "call +47 22 33 44 55 now,call [telephone] now",
        "call 030/1234-5678 now,call [telephone] now",
        "call (0171) 123 4567 now,call [telephone] now",
        "call (425) 555-0100 now,call [telephone] now",
        "secret Zx8Q~q1w2E3r4.T5y6-U7i8_o9P0aSdFgHjKlZxY end,secret [secret] end",
        "token 0.AXoAbc-def.AgABAwEAAADe_wQ-x1.y2-z3AAAAAAAAA end,token [secret] end",
        "Bearer abc.def,Bearer [secret]",
        "https://a.example/b?code=x&y=z end,https://a.example/b?[query] end",
        "token eyJhbGciOi.eyJzdWIi.c2ln end,token [secret] end"
    })
    void whatNobodyElseShouldReadIsTakenOut(String text, String told) {
        assertEquals(told, redaction.of(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the code of Entra and its password policy",
                "acme is at https://acme.table.core.windows.net, suffix x",
                "organisation 0c000000-0000-4000-8000-000000000001 at https://x.crm.example/api",
                "AADSTS7000215: found 2026-03-02T10:00:00Z; 12 of 100000 calls",
                "00000000-0000-4000-8000-000000000001 and 01234567-8901-4abc-8000-000000000001 at 02.03.2026 10:00",
                "dev.cosell.operate.doctor.DeployedFunctions of cosell-connector-staging-2.azurewebsites.net"
            })
    void whatHelpsStays(String text) {
        assertEquals(text, redaction.of(text));
    }

    @Test
    void everyTextOfADocumentIsLookedAt() throws Exception {
        ObjectMapper json = new ObjectMapper();

        assertEquals(
                json.readTree("{\"a\": [\"[secret]\", 1, {\"b\": \"[e-mail]\"}]}"),
                redaction.of(json.readTree("{\"a\": [\"hunter2-hunter2\", 1, {\"b\": \"x@y.example\"}]}")));
    }
}
