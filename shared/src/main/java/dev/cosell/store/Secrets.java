package dev.cosell.store;

import java.util.Optional;

/**
 * Where secrets are kept, by name. Names are ours alone, never from outside: letters, digits and dashes.
 *
 * <p>Both throw {@link dev.cosell.problem.Failure}: {@code UNAVAILABLE} if the place does not answer, {@code MISCONFIGURED}
 * if it may not be used. No failure quotes a secret.
 */
public interface Secrets {
    /** The newest value; nothing if there is none. */
    Optional<String> read(String name);

    /** Keeps a newer value in place of the one before. */
    void write(String name, String value);
}
