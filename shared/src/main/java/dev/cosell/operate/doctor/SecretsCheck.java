package dev.cosell.operate.doctor;

import dev.cosell.operate.connect.RefreshTokens;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Whether the sign-in can be kept: the vault or folder answers, and what is renewed reaches it. Writing is not tried, since a
 * vault keeps every version for ever; the app writes there twice a day by itself, and that shows.
 */
public final class SecretsCheck implements Check {
    public static final String NAME = "secrets";

    /** Three times the writing of a renewed sign-in. */
    private static final Duration LATE = Duration.ofHours(36);

    private final RefreshTokens tokens;
    private final InstantSource clock;

    public SecretsCheck(RefreshTokens tokens, InstantSource clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> look() {
        if (!tokens.canKeep()) {
            return List.of(Finding.warning(
                    NAME,
                    misconfigured(
                            "expected KEY_VAULT_URL or SECRETS_FOLDER, found neither: a renewed sign-in is not kept")));
        }
        Optional<Instant> keptAt = tokens.keptAt();
        if (keptAt.filter(at -> !at.equals(Instant.EPOCH) && at.plus(LATE).isBefore(clock.instant()))
                .isPresent()) {
            return List.of(Finding.warning(
                            NAME,
                            misconfigured(
                                    "expected the renewed sign-in to be written twice a day, found it written last at "
                                            + keptAt.get()))
                    .advising(
                            "The app may read secrets and not write them; after a restart it goes on with an old sign-in, which ends.",
                            "Give the app's identity the role Key Vault Secrets Officer on the vault of SIGN_IN_VAULT_URL, or, if that is"
                                    + " empty, of KEY_VAULT_URL; or its user the right to write"
                                    + " into the folder."));
        }
        return List.of(Finding.ok(
                NAME,
                keptAt.map(at -> at.equals(Instant.EPOCH)
                                ? "a sign-in that somebody put there is kept"
                                : "the sign-in was written last at " + at)
                        .orElse("secrets can be read; nobody has signed in yet")));
    }

    private static Problem misconfigured(String detail) {
        return Problem.of(ProblemCode.MISCONFIGURED, detail);
    }
}
