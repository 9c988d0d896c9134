package dev.cosell.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageConnectionTest {
    private static final String SECRET = "c2VjcmV0";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UseDevelopmentStorage=true",
                "DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=" + SECRET,
                "TableEndpoint=https://t;QueueEndpoint=https://q;SharedAccessSignature=" + SECRET
            })
    void aConnectionStringIsTakenAsItStands(String text) {
        assertEquals(
                new StorageConnection.ByConnectionString(text), resolve(Map.of(StorageConnection.DEFAULT_NAME, text)));
    }

    @Test
    void thePrefixedNameComesFirstAsInTheHost() {
        assertEquals(
                new StorageConnection.ByConnectionString("UseDevelopmentStorage=true"),
                StorageConnection.resolve(
                        "Data",
                        settings(Map.of(
                                "AzureWebJobsData",
                                "UseDevelopmentStorage=true",
                                "Data",
                                "AccountName=acme;AccountKey=" + SECRET))));
    }

    @Test
    void anAccountNameMeansManagedIdentityInThePublicCloud() {
        assertEquals(
                new StorageConnection.ByIdentity(
                        URI.create("https://acme.table.core.windows.net"),
                        URI.create("https://acme.queue.core.windows.net"),
                        Optional.of("client-1")),
                resolve(Map.of(
                        "AzureWebJobsStorage__accountName",
                        "acme",
                        "AzureWebJobsStorage__credential",
                        "managedidentity",
                        "AzureWebJobsStorage__clientId",
                        "client-1")));
    }

    @Test
    void addressesMayBeGivenOneByOne() {
        assertEquals(
                new StorageConnection.ByIdentity(
                        URI.create("https://acme.table.core.usgovcloudapi.net"),
                        URI.create("https://acme.queue.core.usgovcloudapi.net/"),
                        Optional.empty()),
                resolve(Map.of(
                        "AzureWebJobsStorage__tableServiceUri",
                        "https://acme.table.core.usgovcloudapi.net",
                        "AzureWebJobsStorage__queueServiceUri",
                        "https://acme.queue.core.usgovcloudapi.net/",
                        "AzureWebJobsStorage__clientId",
                        " ")));
    }

    @Test
    void nothingAtAllNamesEveryWayToSayIt() {
        Problem problem = refused(Map.of("AzureWebJobsStorage", ""));

        assertEquals(ProblemCode.MISCONFIGURED, problem.code());
        assertTrue(problem.detail().contains("AzureWebJobsStorage__tableServiceUri"), problem.detail());
        assertTrue(problem.detail().contains("AzureWebJobsStorage__accountName"), problem.detail());
    }

    @Test
    void allFaultsAreNamedTogether() {
        String detail = refused(Map.of(
                        "AzureWebJobsStorage__tableServiceUri",
                        "http://acme.table.core.windows.net",
                        "AzureWebJobsStorage__credential",
                        "password"))
                .detail();

        assertTrue(detail.contains("AzureWebJobsStorage__tableServiceUri: expected an address like https://"), detail);
        assertTrue(detail.contains("AzureWebJobsStorage__queueServiceUri: expected"), detail);
        assertTrue(detail.contains("AzureWebJobsStorage__credential: expected managedidentity"), detail);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"AccountKey=" + SECRET, "@Microsoft.KeyVault(SecretUri=https://v/secrets/" + SECRET + ")", SECRET
            })
    void aBrokenConnectionStringIsNeverPrinted(String text) {
        String detail = refused(Map.of("AzureWebJobsStorage", text)).detail();

        assertFalse(detail.contains(SECRET), detail);
        assertTrue(detail.startsWith("AzureWebJobsStorage: expected"), detail);
    }

    @Test
    void aConnectionStringIsNotPrintedEither() {
        StorageConnection connection = resolve(Map.of("AzureWebJobsStorage", "AccountName=acme;AccountKey=" + SECRET));

        assertInstanceOf(StorageConnection.ByConnectionString.class, connection);
        assertFalse(connection.toString().contains(SECRET));
    }

    private static StorageConnection resolve(Map<String, String> values) {
        return StorageConnection.resolve(StorageConnection.DEFAULT_NAME, settings(values));
    }

    private static Problem refused(Map<String, String> values) {
        return assertThrows(Failure.class, () -> resolve(values)).problem();
    }

    private static Function<String, Optional<String>> settings(Map<String, String> values) {
        return name -> Optional.ofNullable(values.get(name));
    }
}
