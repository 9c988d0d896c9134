package dev.cosell.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cosell.operate.RequestForm;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SignedInTest {
    private static final Map<String, String> ADA = Map.of("x-ms-client-principal-name", "ada@contoso.com");

    @Test
    void s24_whoIsSignedInIsNamedWhateverTheRequestSays() {
        Call call = new Call()
                .header("x-ms-client-principal-name", "ada@contoso.com")
                .body("{\"by\":\"Grace\"}");

        assertEquals(
                "ada@contoso.com",
                Http.command(call.request(), RequestForm.ASK).path("by").asText());
    }

    @Test
    void aHeaderThatAnybodyCanSendNamesNobodyWhereThePlatformSignsNobodyIn() {
        assertEquals(Optional.of("ada@contoso.com"), SignedIn.name(ADA, Optional.of("True")));
        assertEquals(Optional.empty(), SignedIn.name(ADA, Optional.of("False")));
        assertEquals(Optional.empty(), SignedIn.name(ADA, Optional.empty()));
        assertEquals(Optional.empty(), SignedIn.name(Map.of("x-ms-client-principal-name", " "), Optional.of("True")));
    }

    @Test
    void aCommandThatNamesNobodyStaysAsItIs() {
        Call call = new Call()
                .header("x-ms-client-principal-name", "ada@contoso.com")
                .body("{\"force\":true}");

        assertEquals(
                "{\"force\":true}",
                Http.command(call.request(), RequestForm.SYNC).toString());
    }
}
