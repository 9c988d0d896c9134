package dev.cosell.http;

import dev.cosell.problem.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Keeps a token until shortly before it expires. However many threads want one, one of them signs in and all others
 * wait for what it gets, its failure included: an outage of the identity platform must not queue up a sign-in each.
 */
public final class CachedToken implements TokenSource {
    /** Long enough for the longest call to arrive with a token that is still good. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private final SignIn signIn;
    private final InstantSource clock;
    private final AtomicReference<CompletableFuture<Kept>> latest =
            new AtomicReference<>(CompletableFuture.completedFuture(Kept.NOTHING));

    public CachedToken(SignIn signIn, InstantSource clock) {
        this.signIn = signIn;
        this.clock = clock;
    }

    @Override
    public String token() {
        CompletableFuture<Kept> known = latest.get();
        if (usable(known)) {
            return valueOf(known);
        }
        CompletableFuture<Kept> mine = new CompletableFuture<>();
        if (!latest.compareAndSet(known, mine)) {
            return token();
        }
        try {
            mine.complete(kept(signIn.signIn()));
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
        }
        return valueOf(mine);
    }

    /** A sign-in under way is newer than the token that was refused, so it is left alone. */
    @Override
    public void refused() {
        latest.updateAndGet(known -> known.isDone() ? CompletableFuture.completedFuture(Kept.NOTHING) : known);
    }

    private boolean usable(CompletableFuture<Kept> known) {
        return !known.isDone()
                || !known.isCompletedExceptionally()
                        && clock.instant().isBefore(known.join().renewAt());
    }

    /** A token that lives for less than twice the margin is renewed after half its life. */
    private Kept kept(IssuedToken token) {
        Duration half = Duration.between(clock.instant(), token.expiresAt()).dividedBy(2);
        return new Kept(token.value(), token.expiresAt().minus(half.compareTo(MARGIN) < 0 ? half : MARGIN));
    }

    private static String valueOf(CompletableFuture<Kept> kept) {
        try {
            return kept.join().value();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Failure failure) {
                throw new Failure(failure.problem(), failure);
            }
            throw e;
        }
    }

    private record Kept(String value, Instant renewAt) {
        static final Kept NOTHING = new Kept("", Instant.MIN);

        @Override
        public String toString() {
            return "token to be renewed at " + renewAt;
        }
    }
}
