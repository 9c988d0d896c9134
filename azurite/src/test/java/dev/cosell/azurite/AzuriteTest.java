package dev.cosell.azurite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class AzuriteTest {
    @Test
    void startsAnswersAndLeavesNothingBehind() throws Exception {
        Azurite azurite = Azurite.start();
        try (azurite;
                HttpClient client = HttpClient.newHttpClient()) {
            URI tables = URI.create("http://127.0.0.1:" + azurite.tablePort() + "/devstoreaccount1/Tables");
            int status = client.send(HttpRequest.newBuilder(tables).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            assertEquals(403, status, "an unsigned request is answered, and refused");
        }
        assertFalse(ProcessHandle.of(azurite.pid()).map(ProcessHandle::isAlive).orElse(false), "process gone");
        assertFalse(Files.exists(azurite.data()), "temporary directory gone");
    }
}
