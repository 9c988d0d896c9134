package dev.cosell.store;

import java.util.Optional;

/**
 * Secrets that moved to another place: what is not there yet is read where it was before. Only the place of now is written
 * to, so that the right to read is enough for the other.
 *
 * @param now that counts
 * @param before that is asked for what the other lacks
 */
public record MovedSecrets(Secrets now, Secrets before) implements Secrets {
    @Override
    public Optional<String> read(String name) {
        return now.read(name).or(() -> before.read(name));
    }

    @Override
    public void write(String name, String value) {
        now.write(name, value);
    }
}
