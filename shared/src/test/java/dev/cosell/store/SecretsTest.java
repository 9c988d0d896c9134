package dev.cosell.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.exception.ResourceNotFoundException;
import com.azure.core.http.HttpResponse;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.models.KeyVaultSecret;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {
    private final SecretClient vault = mock(SecretClient.class);

    @Test
    void aVaultGivesTheNewestAndNothingWhereNobodyWrote() {
        when(vault.getSecret("known")).thenReturn(new KeyVaultSecret("known", "s3cret"));
        when(vault.getSecret("unknown"))
                .thenThrow(new ResourceNotFoundException("no such secret", mock(HttpResponse.class)));
        VaultSecrets secrets = new VaultSecrets(() -> vault);

        assertEquals(Optional.of("s3cret"), secrets.read("known"));
        assertEquals(Optional.empty(), secrets.read("unknown"));
        secrets.write("known", "newer");
        verify(vault).setSecret("known", "newer");
    }

    @ParameterizedTest
    @CsvSource({"403, MISCONFIGURED", "401, MISCONFIGURED", "503, UNAVAILABLE", "429, UNAVAILABLE"})
    void aVaultThatRefusesIsToldApartFromOneThatIsAwayAndNeitherQuotesASecret(int status, ProblemCode code) {
        HttpResponse answer = mock(HttpResponse.class);
        when(answer.getStatusCode()).thenReturn(status);
        when(vault.setSecret(anyString(), anyString()))
                .thenThrow(new HttpResponseException("the answer quotes s3cret", answer));

        Problem problem = assertThrows(Failure.class, () -> new VaultSecrets(() -> vault).write("name", "s3cret"))
                .problem();

        assertEquals(code, problem.code());
        assertFalse(problem.toString().contains("s3cret"), problem.toString());
        assertTrue(problem.detail().contains("HTTP " + status), problem.detail());
    }

    @Test
    void aRefusalNamesTheVaultAndTheRoleThatWhatWasAskedForNeeds() {
        HttpResponse answer = mock(HttpResponse.class);
        when(answer.getStatusCode()).thenReturn(403);
        when(vault.getVaultUrl()).thenReturn("https://kv.example");
        when(vault.getSecret(anyString())).thenThrow(new HttpResponseException(answer));
        when(vault.setSecret(anyString(), anyString())).thenThrow(new HttpResponseException(answer));
        VaultSecrets secrets = new VaultSecrets(() -> vault);

        assertEquals(
                "expected the vault https://kv.example to give the secret name, found HTTP 403; the app's identity needs"
                        + " the role Key Vault Secrets User there",
                assertThrows(Failure.class, () -> secrets.read("name"))
                        .problem()
                        .detail());
        assertEquals(
                "expected the vault https://kv.example to take the secret name, found HTTP 403; the app's identity needs"
                        + " the role Key Vault Secrets Officer there",
                assertThrows(Failure.class, () -> secrets.write("name", "s3cret"))
                        .problem()
                        .detail());
    }

    @Test
    void aVaultThatCannotBeReachedIsAway() {
        when(vault.getSecret("name")).thenThrow(new IllegalStateException("no route to host"));
        Failure away = assertThrows(Failure.class, () -> new VaultSecrets(() -> vault).read("name"));
        assertEquals(ProblemCode.UNAVAILABLE, away.problem().code());
    }

    @Test
    void aFileIsItsOwnersAloneAndReplacedAsAWhole(@TempDir Path folder) throws IOException {
        Path kept = folder.resolve("kept");
        FolderSecrets secrets = new FolderSecrets(kept);
        assertEquals(Optional.empty(), secrets.read("name"));
        secrets.write("name", "first");
        secrets.write("name", "second");

        assertEquals(Optional.of("second"), secrets.read("name"));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)));
        try (var files = Files.list(kept)) {
            assertEquals(List.of(kept.resolve("name")), files.toList(), "nothing is left beside it");
        }
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(kept.resolve("name"))));
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamedWithoutTheSecret(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        Problem problem = assertThrows(Failure.class, () -> new FolderSecrets(file).write("name", "s3cret"))
                .problem();
        assertEquals(ProblemCode.MISCONFIGURED, problem.code());
        assertFalse(problem.toString().contains("s3cret"), problem.toString());
    }
}
