package dev.cosell.operate.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.MovedSecrets;
import dev.cosell.store.Secrets;
import dev.cosell.sync.memory.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Several instances renew one sign-in, and lose none. */
class RefreshTokensTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final Place place = new Place();

    /** A vault that can be away. */
    private static final class Place implements Secrets {
        private final Map<String, String> kept = new HashMap<>();
        private boolean away;
        private int writes;
        private Runnable beforeWriting = () -> {};

        @Override
        public Optional<String> read(String name) {
            answer();
            return Optional.ofNullable(kept.get(name));
        }

        @Override
        public void write(String name, String value) {
            answer();
            Runnable first = beforeWriting;
            beforeWriting = () -> {};
            first.run();
            writes++;
            kept.put(name, value);
        }

        private void answer() {
            if (away) {
                throw Problem.of(ProblemCode.UNAVAILABLE, "the vault is away").failure();
            }
        }
    }

    @Test
    void aRenewedTokenIsTriedFirstAndTheOneBeforeItIsKeptUntilItWorked() {
        RefreshTokens tokens = instance();
        tokens.signedIn("first");
        clock.advance(Duration.ofDays(1));
        tokens.renewed("first", "second");

        assertEquals(List.of("second", "first"), tokens.tokens());
        assertEquals(List.of("second", "first"), instance().tokens(), "a new instance finds both");

        clock.advance(Duration.ofDays(1));
        tokens.renewed("second", "third");
        assertEquals(List.of("third", "second"), instance().tokens());
    }

    @Test
    void whatIsInUseIsKnownAlsoWhileThePlaceIsAway() {
        RefreshTokens tokens = instance();
        tokens.signedIn("first");
        clock.advance(Duration.ofDays(1));
        tokens.renewed("first", "second");
        assertEquals(List.of("second", "first"), tokens.known().toList());

        place.away = true;
        assertEquals(List.of("second", "first"), tokens.known().toList());
        assertEquals(List.of(), instance().known().toList(), "and nobody fails for it");
    }

    @Test
    void anInstanceOfAnOlderSignInNeverReplacesANewerOne() {
        RefreshTokens old = instance();
        old.signedIn("old user");
        clock.advance(Duration.ofDays(1));
        RefreshTokens desk = instance();
        desk.signedIn("new user");

        old.renewed("old user", "old user again");

        assertEquals(List.of("new user"), old.tokens());
        assertEquals(List.of("new user"), instance().tokens());
    }

    @Test
    void aSignInThatComesWhileAnOlderOneIsBeingWrittenStands() {
        RefreshTokens old = instance();
        old.signedIn("old user");
        clock.advance(Duration.ofDays(1));
        place.beforeWriting = () -> instance().signedIn("new user");

        old.renewed("old user", "old user again");

        assertEquals(List.of("new user"), old.tokens());
        assertEquals(List.of("new user"), instance().tokens());
    }

    @Test
    void aNewTokenInTheSettingsTakesThePlaceOfWhatWasRenewedFromTheOneBefore() {
        new RefreshTokens(Optional.of(place), Optional.of("setting"), clock).renewed("setting", "renewed");

        assertEquals(
                List.of("renewed", "setting"),
                new RefreshTokens(Optional.of(place), Optional.of("setting"), clock).tokens());
        assertEquals(
                List.of("replaced"), new RefreshTokens(Optional.of(place), Optional.of("replaced"), clock).tokens());
    }

    @Test
    void whatNobodyCanReadOfRenewedTokensCostsOnlyThem() {
        instance().signedIn("first");
        place.kept.put(RefreshTokens.RENEWED, "{");
        assertEquals(List.of("first"), instance().tokens());
    }

    @Test
    void instancesThatRenewAtOnceBothGoOn() {
        instance().signedIn("first");
        clock.advance(Duration.ofDays(1));
        RefreshTokens one = instance();
        RefreshTokens other = instance();
        one.renewed("first", "ones");
        other.renewed("first", "others");

        assertTrue(one.tokens().contains("ones"), one.tokens().toString());
        assertTrue(other.tokens().contains("ones"), "what is kept is good for all");
    }

    @Test
    void aRenewedTokenIsWrittenTwiceADayNotEachHour() {
        RefreshTokens tokens = instance();
        tokens.signedIn("t0");
        for (int hour = 1; hour <= 48; hour++) {
            clock.advance(Duration.ofHours(1));
            tokens.renewed("t" + (hour - 1), "t" + hour);
            assertEquals("t" + hour, tokens.tokens().getFirst());
        }
        assertTrue(place.writes <= 5, "writes: " + place.writes);
    }

    @Test
    void whileTheVaultIsAwayTheTokenInMemoryGoesOn() {
        RefreshTokens tokens = instance();
        tokens.signedIn("first");
        clock.advance(Duration.ofDays(1));
        tokens.renewed("first", "second");
        place.away = true;

        assertEquals("second", tokens.tokens().getFirst());
        tokens.renewed("second", "third");
        assertEquals("third", tokens.tokens().getFirst());
        assertThrows(Failure.class, instance()::tokens);
    }

    @Test
    void aSignInOfBeforeItHadAPlaceOfItsOwnGoesOnAndIsRenewedThere() {
        instance().signedIn("first");
        clock.advance(Duration.ofDays(1));
        instance().renewed("first", "second");
        Map<String, String> old = Map.copyOf(place.kept);
        Place own = new Place();
        RefreshTokens moved = new RefreshTokens(Optional.of(new MovedSecrets(own, place)), Optional.empty(), clock);
        assertEquals(List.of("second", "first"), moved.tokens());

        clock.advance(Duration.ofDays(1));
        moved.renewed("second", "third");
        assertEquals(
                List.of("third", "second"),
                new RefreshTokens(Optional.of(new MovedSecrets(own, place)), Optional.empty(), clock).tokens());

        moved.signedIn("new user");
        assertEquals(List.of("new user"), new RefreshTokens(Optional.of(own), Optional.empty(), clock).tokens());
        assertEquals(old, place.kept, "nothing is written where it was before");
    }

    @Test
    void whatSomebodyPutIntoTheVaultByHandIsAToken() {
        place.kept.put(RefreshTokens.NAME, "by hand");
        assertEquals(List.of("by hand"), instance().tokens());
    }

    @Test
    void theSettingIsUsedUntilSomebodySignsIn() {
        RefreshTokens tokens = new RefreshTokens(Optional.of(place), Optional.of("setting"), clock);
        assertEquals(List.of("setting"), tokens.tokens());
        tokens.signedIn("signed in");
        assertEquals(List.of("signed in"), tokens.tokens());
    }

    @Test
    void withoutAPlaceNothingIsKeptAndThatIsSaid() {
        RefreshTokens tokens = new RefreshTokens(Optional.empty(), Optional.of("setting"), clock);
        tokens.renewed("setting", "newer");
        assertEquals(List.of("newer", "setting"), tokens.tokens());
        assertFalse(tokens.canKeep());
        Failure failure = assertThrows(Failure.class, () -> tokens.signedIn("token"));
        assertEquals(ProblemCode.MISCONFIGURED, failure.problem().code());
    }

    private RefreshTokens instance() {
        return new RefreshTokens(Optional.of(place), Optional.empty(), clock);
    }
}
