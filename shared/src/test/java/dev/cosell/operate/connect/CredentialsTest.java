package dev.cosell.operate.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cosell.http.IssuedToken;
import dev.cosell.http.SignIn;
import dev.cosell.http.SignInBySecret;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.Secrets;
import dev.cosell.sync.memory.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A secret that is replaced while the app runs. */
class CredentialsTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
    private Optional<String> kept = Optional.empty();
    private boolean away;
    private String good = "first";
    private final List<String> shown = new ArrayList<>();
    private final Credentials credentials = new Credentials(
            Optional.of(new Secrets() {
                @Override
                public Optional<String> read(String name) {
                    if (away) {
                        throw Problem.of(ProblemCode.UNAVAILABLE, "away").failure();
                    }
                    return kept;
                }

                @Override
                public void write(String name, String value) {
                    throw new AssertionError("client secrets are written by people");
                }
            }),
            clock);
    private final SignIn signIn = new SignInBySecret(
            credentials.named("client-secret", Optional.of("first")), secret -> () -> use(secret.orElseThrow()));

    @Test
    void theSettingIsUsedUntilThePlaceHasASecret() {
        assertEquals("token by first", signIn.signIn().value());
        kept = Optional.of("second");
        good = "second";
        clock.advance(Duration.ofMinutes(5));
        assertEquals("token by second", signIn.signIn().value());
        assertEquals(List.of("first", "second"), shown);
    }

    @Test
    void aRefusedSecretIsReadAnewAtOnceAndTriedOnce() {
        signIn.signIn();
        kept = Optional.of("second");
        good = "second";
        assertEquals("token by second", signIn.signIn().value());
        assertEquals(List.of("first", "first", "second"), shown);
    }

    @Test
    void whatIsInUseIsKnownSoThatItCanBeLeftOutOfWhatIsSentAway() {
        kept = Optional.of("second");
        good = "second";
        signIn.signIn();

        assertEquals(List.of("second"), credentials.known().toList());
    }

    @Test
    void aSecretThatIsStillTheSameIsNotTriedTwice() {
        good = "another";
        assertThrows(Failure.class, signIn::signIn);
        assertEquals(List.of("first"), shown);
    }

    @Test
    void whileThePlaceIsAwayWhatWasReadLastIsUsed() {
        kept = Optional.of("second");
        good = "second";
        signIn.signIn();
        away = true;
        clock.advance(Duration.ofHours(1));
        assertEquals("token by second", signIn.signIn().value());
    }

    @Test
    void aRefusedSecretIsKeptAsLongAsThePlaceThatMayHaveANewOneIsAway() {
        kept = Optional.of("second");
        good = "second";
        signIn.signIn();
        away = true;
        good = "nobody's";
        assertThrows(Failure.class, signIn::signIn);
        credentials.forget();
        good = "second";
        assertEquals("token by second", signIn.signIn().value());
    }

    private IssuedToken use(String secret) {
        shown.add(secret);
        if (!secret.equals(good)) {
            throw Problem.of(ProblemCode.SIGN_IN_REFUSED, "AADSTS7000215").failure();
        }
        return new IssuedToken("token by " + secret, clock.instant().plusSeconds(3600));
    }
}
