package dev.cosell.sandbox;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real, independent Salesforce client (npm {@code jsforce}) works with the simulated organisation, over HTTPS. */
class JsforceTest {
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void jsforceFindsEveryPromiseKept(@TempDir Path data, @TempDir Path keys) throws Exception {
        try (Fixture fixture = new Fixture(data)) {
            Sandbox sandbox = fixture.sandbox();
            String key = fixture.control("POST", "salesforce/connected-app-keys", "")
                    .json()
                    .get("privateKey")
                    .asText();
            Path keyFile = Files.writeString(keys.resolve("key.pem"), key);
            var app = sandbox.description().at("/credentials/salesforce");
            String output = new NodeClient("jsforce")
                    .check(
                            Map.of("NODE_EXTRA_CA_CERTS", sandbox.trustedRoots().toString()),
                            sandbox.address("salesforce").toString(),
                            app.get("consumerKey").asText(),
                            app.get("consumerSecret").asText(),
                            app.get("username").asText(),
                            keyFile.toString());
            assertTrue(output.contains("kept: an error carries the service's code and fields"), output);
        }
    }
}
