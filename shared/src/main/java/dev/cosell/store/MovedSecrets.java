package dev.cosell.store;

import java.util.Optional;

/**
 * Secrets that moved: what is not in the new place yet is read in the old one, for which the right to read is enough, since
 * only the new one is written to.
 *
 * @param now the new place
 * @param before the old one, asked for what the new one lacks
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
