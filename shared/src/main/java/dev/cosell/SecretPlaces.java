package dev.cosell;

import dev.cosell.store.FolderSecrets;
import dev.cosell.store.MovedSecrets;
import dev.cosell.store.Secrets;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where secrets are kept, as the settings say.
 *
 * @param secrets that people put there, which are only read
 * @param signIn the guided sign-in, which is written; in a vault of its own if there is one. What the app kept among the
 *     others before it had that vault goes on from there
 */
record SecretPlaces(Optional<Secrets> secrets, Optional<Secrets> signIn) {
    /** @param vault opens the one at an address */
    static SecretPlaces of(Settings settings, Function<URI, Secrets> vault) {
        Optional<Secrets> secrets = settings.optional(Setting.KEY_VAULT_URL)
                .map(url -> vault.apply(URI.create(url)))
                .or(() -> settings.optional(Setting.SECRETS_FOLDER).map(folder -> new FolderSecrets(Path.of(folder))));
        Optional<Secrets> own = settings.optional(Setting.SIGN_IN_VAULT_URL).map(url -> vault.apply(URI.create(url)));
        Optional<Secrets> signIn = own.flatMap(now -> secrets.<Secrets>map(before -> new MovedSecrets(now, before)))
                .or(() -> own)
                .or(() -> secrets);
        return new SecretPlaces(secrets, signIn);
    }
}
