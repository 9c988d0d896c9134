package dev.cosell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cosell.store.Secrets;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people fill in is read; the sign-in is kept where nobody but the app has a right, if there is such a place. */
class SecretPlacesTest {
    private static final URI FILLED = URI.create("https://filled.example/");
    private static final URI OWN = URI.create("https://own.example/");

    private final Map<String, String> given = new HashMap<>(Map.of(
            "COSELL_STORAGE", "UseDevelopmentStorage=true",
            "PARTNER_CENTER_TENANT_ID", "tenant",
            "PARTNER_CENTER_CLIENT_ID", "client",
            "DYNAMICS_URL", "https://contoso.crm4.dynamics.com",
            "DYNAMICS_WEBHOOK_SECRET", "hook",
            "PUBLIC_URL", "https://app.example"));
    private final Map<URI, Vault> vaults = Map.of(FILLED, new Vault(), OWN, new Vault());

    /** A vault in memory. */
    private record Vault(Map<String, String> kept) implements Secrets {
        Vault() {
            this(new HashMap<>());
        }

        @Override
        public Optional<String> read(String name) {
            return Optional.ofNullable(kept.get(name));
        }

        @Override
        public void write(String name, String value) {
            kept.put(name, value);
        }
    }

    @Test
    void withBothVaultsTheSignInIsWrittenToItsOwnAndSecretsAreReadFromTheOther() {
        given.put("KEY_VAULT_URL", FILLED.toString());
        given.put("SIGN_IN_VAULT_URL", OWN.toString());
        vaults.get(FILLED).write("client-secret", "secret");

        places().signIn().orElseThrow().write("token", "newest");

        assertEquals(Map.of("client-secret", "secret"), vaults.get(FILLED).kept());
        assertEquals(Map.of("token", "newest"), vaults.get(OWN).kept());
        assertEquals(Optional.of("secret"), places().secrets().orElseThrow().read("client-secret"));
        assertEquals(Optional.empty(), places().secrets().orElseThrow().read("token"));
    }

    @Test
    void aSignInThatIsStillAmongTheOthersIsFoundUntilThereIsANewerOne() {
        given.put("KEY_VAULT_URL", FILLED.toString());
        given.put("SIGN_IN_VAULT_URL", OWN.toString());
        vaults.get(FILLED).write("token", "old");
        Secrets signIn = places().signIn().orElseThrow();
        assertEquals(Optional.of("old"), signIn.read("token"));

        signIn.write("token", "new");

        assertEquals(Optional.of("new"), signIn.read("token"));
        assertEquals("old", vaults.get(FILLED).kept().get("token"));
    }

    @Test
    void withOneVaultBothAreThere() {
        given.put("KEY_VAULT_URL", FILLED.toString());

        assertEquals(Optional.of(vaults.get(FILLED)), places().secrets());
        assertEquals(Optional.of(vaults.get(FILLED)), places().signIn());
    }

    @Test
    void withAVaultForTheSignInAloneTheOtherSecretsAreSettings() {
        given.put("SIGN_IN_VAULT_URL", OWN.toString());

        assertEquals(Optional.empty(), places().secrets());
        assertEquals(Optional.of(vaults.get(OWN)), places().signIn());
    }

    @Test
    void onOneComputerBothAreInTheFolder(@TempDir Path folder) {
        given.put("SECRETS_FOLDER", folder.toString());

        places().signIn().orElseThrow().write("token", "newest");

        assertEquals(Optional.of("newest"), places().secrets().orElseThrow().read("token"));
    }

    private SecretPlaces places() {
        return SecretPlaces.of(Settings.read(name -> Optional.ofNullable(given.get(name))), vaults::get);
    }
}
