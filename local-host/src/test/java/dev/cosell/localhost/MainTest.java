package dev.cosell.localhost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    @TempDir
    Path directory;

    @Test
    void theProcessPrintsItsAddressAnswersAndEndsOnSigterm() throws Exception {
        FixtureApp.in(directory).http("Echo", "echo", "\"authLevel\":\"FUNCTION\",\"route\":\"%Route%\"");
        Process process = start(directory.toString(), "--port", "0");
        try (BufferedReader out =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                HttpClient client = HttpClient.newHttpClient()) {
            String address = out.readLine();
            HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/api/from-environment"))
                    .header("x-functions-key", "key-from-environment")
                    .build();
            assertEquals(200, client.send(request, BodyHandlers.discarding()).statusCode());
            process.destroy();
            assertTrue(process.waitFor(20, TimeUnit.SECONDS), "ends");
            assertEquals(128 + 15, process.exitValue(), "as any process that SIGTERM ended");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aPackageThatCannotStartEndsTheProcessWithOne() throws Exception {
        Process process = start(directory.toString());
        assertTrue(process.waitFor(20, TimeUnit.SECONDS), "ends");
        assertEquals(1, process.exitValue());
        String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(errors.contains("host.json not found"), errors);
    }

    @Test
    void theEnvironmentWinsOverTheSettingsFile() throws IOException {
        Path file = Files.writeString(directory.resolve("s.json"), "{\"A\":\"file\",\"B\":\"file\"}");
        HostOptions options = Main.options(
                new String[] {"app", "--settings", file.toString(), "--port", "8071"}, Map.of("A", "environment"));
        assertEquals(Map.of("A", "environment", "B", "file"), options.settings());
        assertEquals(8071, options.port());
        assertEquals(Path.of("app"), options.packageDirectory());
    }

    @Test
    void aWrongArgumentIsNamed() {
        assertRefused("Unexpected argument '--prot'", "app", "--prot");
        assertRefused("--port must be 0 to 65535; found '70000'", "app", "--port", "70000");
        assertRefused("A value is missing after '--port'", "app", "--port");
        assertRefused("The package directory is missing");
    }

    private static void assertRefused(String message, String... arguments) {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> Main.options(arguments, Map.of()));
        assertEquals(message, refusal.getMessage());
    }

    private static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("Route", "from-environment");
        builder.environment().put("LOCAL_HOST_FUNCTION_KEY", "key-from-environment");
        return builder.start();
    }
}
