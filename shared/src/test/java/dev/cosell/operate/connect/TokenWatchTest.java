package dev.cosell.operate.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.http.SignIn;
import dev.cosell.http.TokenClaims;
import dev.cosell.operate.notice.Notice;
import dev.cosell.operate.notice.Notices;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.memory.MemoryState;
import dev.cosell.sync.memory.MemoryStore;
import dev.cosell.sync.memory.SettableClock;
import dev.cosell.sync.port.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A sign-in that is refused is told of, whatever happens in between; one that is good is left alone. */
class TokenWatchTest {
    private static final SignIn REFUSED = () -> {
        throw Problem.of(ProblemCode.SIGN_IN_REFUSED, "AADSTS50173").failure();
    };

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final MemoryState row = new MemoryState();
    private final MemoryStore store = new MemoryStore(clock);
    private final Account account = new Account(row, clock);
    private final List<Notice> told = new ArrayList<>();

    @Test
    void aRefusedSignInIsToldOnceAndPausesPartnerCenter() {
        assertEquals(
                "account=refused problem=AUTH-01 alarms=0",
                watch(REFUSED, told::add).run());
        watch(REFUSED, told::add).run();

        assertEquals(1, told.size());
        assertEquals("refused", account.report().path("state").asText());
        assertTrue(store.current(RemoteSystem.PARTNER_CENTER, Lane.PEOPLE).isPresent());
    }

    @Test
    void aCrashWhilePeopleAreToldLosesNoWord() {
        Notices crashing = notice -> {
            throw new IllegalStateException("crash");
        };
        assertThrows(IllegalStateException.class, () -> watch(REFUSED, crashing).run());

        watch(REFUSED, told::add).run();

        assertEquals(1, told.size());
    }

    @Test
    void aLookWithAnOldTokenSaysNothingAboutTheSignInThatTookItsPlace() {
        SignIn overtaken = () -> {
            clock.advance(Duration.ofSeconds(1));
            account.signedIn(new TokenClaims("audience", "tenant", "kim@partner.example", List.of("mfa"), true));
            return REFUSED.signIn();
        };

        assertEquals(
                "account=signed in anew alarms=0", watch(overtaken, told::add).run());

        assertEquals("ok", account.report().path("state").asText());
        assertEquals(List.of(), told);
        assertEquals(Optional.empty(), store.current(RemoteSystem.PARTNER_CENTER, Lane.PEOPLE));
    }

    private TokenWatch watch(SignIn signIn, Notices notices) {
        Alarms alarms = new Alarms(new MemoryState(), notices, clock);
        return new TokenWatch(signIn, account, List::of, alarms, store, () -> {}, clock);
    }
}
