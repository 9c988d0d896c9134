package dev.cosell.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.port.Claims;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every {@link Claims} promises. */
public abstract class ClaimsContract {
    private static final Claim CLAIM = Claim.engagement("eng-1");

    private Claims claims;

    /** New and empty. */
    protected abstract Claims claims();

    @BeforeEach
    void fresh() {
        claims = claims();
    }

    @Test
    void nobodyOwnsWhatNobodyClaimed() {
        assertEquals(Optional.empty(), claims.owner(CLAIM));
    }

    @Test
    void theFirstClaimantBecomesTheOwner() {
        assertEquals("pair-1", claims.claim(CLAIM, "pair-1"));
        assertEquals(Optional.of("pair-1"), claims.owner(CLAIM));
    }

    @Test
    void theSecondClaimantIsToldWhoWasEarlier() {
        claims.claim(CLAIM, "pair-1");

        assertEquals("pair-1", claims.claim(CLAIM, "pair-2"));
        assertEquals(Optional.of("pair-1"), claims.owner(CLAIM));
    }

    @Test
    void claimingTwiceIsFine() {
        claims.claim(CLAIM, "pair-1");

        assertEquals("pair-1", claims.claim(CLAIM, "pair-1"));
    }

    @ParameterizedTest
    @MethodSource("dev.cosell.store.HostileIds#all")
    void anyNameCanBeClaimed(String name) {
        claims.claim(Claim.customer(name + "x"), "another");

        assertEquals("pair-1", claims.claim(Claim.customer(name), "pair-1"));
        assertEquals(Optional.of("pair-1"), claims.owner(Claim.customer(name)));
    }
}
