package dev.cosell.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cosell.problem.Failure;
import dev.cosell.problem.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedTokensTest {
    private static final String NEXT = "opportunities?$select=name&$skiptoken=%3Cä";

    private final LocalStorage local = new LocalStorage();
    private final SealedTokens tokens = new SealedTokens(local.storage());

    @Test
    void whatWasSealedOpens() {
        assertEquals(NEXT, tokens.open("list", tokens.seal("list", NEXT)));
        assertEquals("", tokens.open("", tokens.seal("", "")));
    }

    @Test
    void anotherInstanceOpensItToo() {
        String sealed = tokens.seal("list", NEXT);

        assertEquals(NEXT, new SealedTokens(local.another()).open("list", sealed));
    }

    @Test
    void itOpensForItsOwnListOnly() {
        refused("another list", tokens.seal("list", NEXT));
    }

    @Test
    void anotherInstallationsTokenIsNone() {
        refused("list", new SealedTokens(new LocalStorage().storage()).seal("list", NEXT));
    }

    @Test
    void aTextThatWasTamperedWithIsNone() {
        byte[] sealed = Base64.getUrlDecoder().decode(tokens.seal("list", NEXT));
        sealed[sealed.length - 1] ^= 1;
        refused("list", Base64.getUrlEncoder().withoutPadding().encodeToString(sealed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AA", "accounts?$select=name", "' or true", "____"})
    void anythingElseIsNone(String token) {
        refused("list", token);
        refused(
                "list",
                Base64.getUrlEncoder().encodeToString(("x".repeat(40) + token).getBytes(StandardCharsets.UTF_8)));
        refused("list", "A".repeat(20_000));
    }

    private void refused(String context, String token) {
        Failure failure = assertThrows(Failure.class, () -> tokens.open(context, token));
        assertEquals(ProblemCode.REQUEST_UNREADABLE, failure.problem().code());
    }
}
