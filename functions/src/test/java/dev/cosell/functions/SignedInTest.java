package dev.cosell.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.operate.RequestForm;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedInTest {
    private static final Optional<String> ON = Optional.of("True");
    private static final String PRINCIPAL = "x-ms-client-principal";
    private static final Map<String, String> ADA = new Call()
            .signedIn("ada@contoso.com", "Cosell.Operator", "Somebody.Elses")
            .headers();

    @Test
    void s24_whoIsSignedInIsNamedWhateverTheRequestSays() {
        Call call = new Call().signedIn("ada@contoso.com").body("{\"by\":\"Grace\"}");

        assertEquals(
                "ada@contoso.com",
                Http.command(call.request(), RequestForm.ASK).path("by").asText());
    }

    @Test
    void s24_theRolesAreThoseOfThisAppAmongTheClaims() {
        assertEquals(Optional.of(new SignedIn("ada@contoso.com", Set.of(Role.OPERATOR))), SignedIn.of(ADA, ON));
    }

    @Test
    void aHeaderThatAnybodyCanSendNamesNobodyWhereThePlatformSignsNobodyIn() {
        assertEquals(Optional.empty(), SignedIn.of(ADA, Optional.of("False")));
        assertEquals(Optional.empty(), SignedIn.of(ADA, Optional.empty()));
        assertEquals(
                Optional.empty(),
                SignedIn.of(new Call().signedIn(" ", "Cosell.Operator").headers(), ON));
        assertEquals(Optional.empty(), SignedIn.of(Map.of(PRINCIPAL, ADA.get(PRINCIPAL)), ON));
    }

    /** The platform renames claims, and says in {@code role_typ} what it calls them. */
    @ParameterizedTest
    @ValueSource(strings = {"http://schemas.microsoft.com/ws/2008/06/identity/claims/role", "urn:contoso:role"})
    void aRenamedClaimIsARoleToo(String name) throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode principal = (ObjectNode) json.readTree(Base64.getDecoder().decode(ADA.get(PRINCIPAL)));
        principal.put("role_typ", name);
        principal.withArray("claims").forEach(claim -> ((ObjectNode) claim).put("typ", name));

        assertEquals(
                Set.of(Role.OPERATOR), rolesOf(Base64.getEncoder().encodeToString(json.writeValueAsBytes(principal))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "no Base64!", "e30=", "W10=", "bm8gSlNPTg==", "eyJjbGFpbXMiOlt7InR5cCI6InJvbGVzIn1dfQ=="})
    void whatNobodyCanReadGivesNoRole(String principal) {
        assertEquals(Set.of(), rolesOf(principal));
    }

    private static Set<Role> rolesOf(String principal) {
        return SignedIn.of(Map.of("x-ms-client-principal-name", "ada@contoso.com", PRINCIPAL, principal), ON)
                .orElseThrow()
                .roles();
    }

    @Test
    void aCommandThatNamesNobodyStaysAsItIs() {
        Call call = new Call().signedIn("ada@contoso.com").body("{\"force\":true}");

        assertEquals(
                "{\"force\":true}",
                Http.command(call.request(), RequestForm.SYNC).toString());
    }
}
