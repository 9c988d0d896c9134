package dev.cosell.localhost;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.localhost.app.StartFailure;
import dev.cosell.localhost.fixture.FaultyFunctions;
import dev.cosell.localhost.fixture.Greeter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartTest {
    private static final String OPEN = "\"authLevel\":\"ANONYMOUS\"";
    private static final String HTTP_BINDINGS =
            "{\"type\":\"httpTrigger\",\"direction\":\"in\",\"name\":\"request\",\"authLevel\":\"ANONYMOUS\"},"
                    + "{\"type\":\"http\",\"direction\":\"out\",\"name\":\"$return\"}";

    @TempDir
    Path directory;

    private FixtureApp app;

    @BeforeEach
    void newApp() throws IOException {
        app = FixtureApp.in(directory);
    }

    @Test
    void aDirectoryThatIsNoPackageIsRefused() {
        StartFailure failure =
                assertThrows(StartFailure.class, () -> LocalHost.start(HostOptions.of(directory.resolve("elsewhere"))));
        assertTrue(failure.getMessage().contains("host.json not found"), failure.getMessage());
    }

    @Test
    void allFaultsAreReportedTogether() throws IOException {
        app.http("Reserved", "echo", OPEN + ",\"route\":\"admin/x\"")
                .http("Wrong", "echo", OPEN + ",\"route\":\"x/{y:datetime}\"")
                .queue("Lost", "takes", "%Missing%")
                .timer("Odd", "ticks", "every day", false)
                .file("host.json", "{\"version\":\"2.0\",\"extensions\":{\"queues\":{\"batchSize\":33,\"new\":1}}}");
        assertFaults(
                Map.of("Work", "UseDevelopmentStorage=true"),
                "Reserved: route 'admin/x'",
                "Wrong: route 'api/x/{y:datetime}' has constraint 'datetime'",
                "Lost: function.json bindings[0] queueName: '%Missing%' does not resolve to a value.",
                "Odd: schedule 'every day' is neither",
                "batchSize must be a whole number from 1 to 32; found 33",
                "queues new is not supported");
    }

    @Test
    void aParameterThatCannotBeBoundIsNamedWithItsTypeAndWhatIsSupported() throws IOException {
        app.function(
                "Deals",
                FaultyFunctions.class,
                "takesRecord",
                "{\"type\":\"queueTrigger\",\"direction\":\"in\",\"name\":\"message\",\"queueName\":\"deals\","
                        + "\"connection\":\"Work\"}");
        assertFaults(
                Map.of("Work", "UseDevelopmentStorage=true"),
                "function Deals: parameter 'deal' has @QueueTrigger type " + FaultyFunctions.Deal.class.getName(),
                "supported: String, Optional<String>, byte[]");
    }

    @Test
    void aBindingNameOutsideTheRouteIsRefused() throws IOException {
        app.function("Names", FaultyFunctions.class, "wrongName", HTTP_BINDINGS);
        assertFaults(Map.of(), "Names: parameter 'name' has @BindingName named 'unknown'");
    }

    @Test
    void anHttpFunctionMustReturnAResponse() throws IOException {
        app.function("Texts", FaultyFunctions.class, "returnsText", HTTP_BINDINGS);
        assertFaults(Map.of(), "Texts: returns String with an http output $return");
    }

    @Test
    void aFunctionWithoutInjectorNeedsAPlainConstructor() throws IOException {
        app.function("Greet", Greeter.class, "greet", HTTP_BINDINGS);
        assertFaults(Map.of(), "needs a public constructor without arguments");
    }

    @Test
    void theInjectorOfTheAppMakesTheFunctions() throws Exception {
        app.injector().function("Greet", Greeter.class, "greet", HTTP_BINDINGS);
        try (LocalHost host = LocalHost.start(quiet());
                HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(host.baseUrl() + "/api/Greet"))
                    .build();
            assertEquals(
                    "hello from the injector",
                    client.send(request, BodyHandlers.ofString()).body());
        }
    }

    @Test
    void unknownTriggersAndRetryPoliciesAreRefused() throws IOException {
        app.function("Blobs", FaultyFunctions.class, "takesRecord", "{\"type\":\"blobTrigger\",\"name\":\"blob\"}")
                .file("Again/function.json", "{\"retry\":{},\"bindings\":[]}");
        assertFaults(
                Map.of(), "type 'blobTrigger' (blob) is not supported", "Again: function.json retry is not supported");
    }

    @Test
    void aMissingClassOrJarIsNamed() throws IOException {
        app.file(
                "Ghost/function.json",
                "{\"scriptFile\":\"../absent.jar\",\"entryPoint\":\"no.such.Ghost.run\",\"bindings\":[" + HTTP_BINDINGS
                        + "]}");
        assertFaults(
                Map.of(),
                "scriptFile must be a jar in the package; found absent.jar",
                "class no.such.Ghost is neither");
    }

    @Test
    void twoFunctionsOnOneRouteAreRefused() throws IOException {
        app.http("One", "name", OPEN + ",\"route\":\"deals/{id}\"")
                .http("Two", "name", OPEN + ",\"route\":\"Deals/{id}\"");
        assertFaults(Map.of(), "functions One and Two share a method");
    }

    @Test
    void aManagedIdentityConnectionSaysThatItIsNotSupported() throws IOException {
        app.queue("Work", "takes", "deals");
        assertFaults(
                Map.of("Work__queueServiceUri", "https://example.invalid"),
                "managed identity connections are not supported by the local host");
    }

    @Test
    void aMissingOrBrokenConnectionSaysWhatIsExpected() throws IOException {
        app.queue("Work", "takes", "deals");
        assertFaults(Map.of(), "connection 'Work' has no setting; expected Work or AzureWebJobsWork");
        assertFaults(Map.of("Work", "secret-nonsense"), "no storage connection string");
        StartFailure failure = assertThrows(
                StartFailure.class, () -> LocalHost.start(quiet().withSettings(Map.of("Work", "secret-nonsense"))));
        assertTrue(!failure.getMessage().contains("secret-nonsense"), "the value may be a key");
    }

    @Test
    void closingTwiceIsFineAndThePortIsFreeAgain() throws IOException {
        app.http("Echo", "echo", OPEN);
        LocalHost first = LocalHost.start(quiet());
        int port = first.baseUrl().getPort();
        first.close();
        first.close();
        assertDoesNotThrow(() -> LocalHost.start(quiet().withPort(port)).close());
    }

    private HostOptions quiet() {
        return HostOptions.of(directory).withLog(new RecordedLog());
    }

    private void assertFaults(Map<String, String> settings, String... expected) {
        StartFailure failure = assertThrows(StartFailure.class, () -> LocalHost.start(quiet().withSettings(settings)));
        List.of(expected).forEach(text -> assertTrue(failure.getMessage().contains(text), failure::getMessage));
    }
}
