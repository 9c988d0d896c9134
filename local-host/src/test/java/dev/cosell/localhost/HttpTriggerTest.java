package dev.cosell.localhost;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.localhost.fixture.Gate;
import dev.cosell.localhost.http.Keys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpTriggerTest {
    private static final Keys KEYS = new Keys("the-master", "the-function-key");
    private static final String OPEN = "\"authLevel\":\"ANONYMOUS\"";
    private static final RecordedLog LOG = new RecordedLog();

    @TempDir
    static Path directory;

    private static LocalHost host;
    private static HttpClient client;

    @BeforeAll
    static void start() throws IOException {
        FixtureApp app = FixtureApp.in(directory)
                .file(
                        "host.json",
                        "{\"version\":\"2.0\",\"functionTimeout\":\"00:00:02\",\"extensions\":{\"http\":"
                                + "{\"maxOutstandingRequests\":3}}}")
                .http("Echo", "echo", OPEN)
                .http("Keyed", "echo", "\"authLevel\":\"FUNCTION\"")
                .http("Top", "echo", "\"authLevel\":\"ADMIN\"")
                .http("Plain", "plain", OPEN + ",\"methods\":[\"POST\"]")
                .http("List", "echo", OPEN + ",\"methods\":[\"GET\"],\"route\":\"Deals/all\"")
                .http("Show", "name", OPEN + ",\"methods\":[\"GET\"],\"route\":\"deals/{id}\"")
                .http("Count", "number", OPEN + ",\"methods\":[\"POST\"],\"route\":\"deals/{id:int}\"")
                .http("Files", "name", OPEN + ",\"route\":\"%FolderRoute%/{*id}\"")
                .http("Bytes", "bytes", OPEN)
                .http("Fails", "fails", OPEN)
                .http("Classes", "classes", OPEN)
                .http("Waits", "waits", OPEN)
                .http("Off", "echo", OPEN);
        host = LocalHost.start(HostOptions.of(app.directory())
                .withKeys(KEYS)
                .withLog(LOG)
                .withSettings(Map.of(
                        "FolderRoute",
                        "files",
                        "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT",
                        "1000",
                        "AzureWebJobs.Off.Disabled",
                        "true")));
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterAll
    static void stop() {
        client.close();
        host.close();
    }

    @Test
    void aFunctionWithoutRouteAnswersUnderItsName() throws Exception {
        HttpResponse<String> answer = get("/api/echo");
        assertEquals(200, answer.statusCode());
        assertEquals("Echo", answer.headers().firstValue("X-Function").orElseThrow());
    }

    @Test
    void headerNamesArriveInLowerCaseOnly() throws Exception {
        String body = send(request("/api/Echo").header("X-Sent", "one")).body();
        assertTrue(body.contains("x-sent one"), body);
        assertTrue(body.contains("X-Sent null"), body);
    }

    @Test
    void repeatedQueryValuesAreJoinedAndEmptyOnesDropped() throws Exception {
        String body = get("/api/Echo?a=1&b=&a=2&c=x%20y%2B").body();
        assertTrue(body.contains("query {a=1,2, c=x y+}"), body);
    }

    @Test
    void theTraceParentOfTheRequestReachesTheContext() throws Exception {
        String body =
                send(request("/api/Echo").header("traceparent", "00-aa-bb-01")).body();
        assertTrue(body.contains("trace 00-aa-bb-01"), body);
    }

    @Test
    void aBodyArrivesAndItsAbsenceIsEmpty() throws Exception {
        assertTrue(post("/api/Echo", "text").body().contains("body Optional[text]"));
        assertTrue(get("/api/Echo").body().contains("body Optional.empty"));
        assertEquals("got text", post("/api/Plain", "text").body());
    }

    @Test
    void aChunkedBodyArrivesEmptyAsOnTheRealHost() throws Exception {
        var chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[] {'a', 'b'}));
        String body = send(request("/api/Echo").POST(chunked)).body();
        assertTrue(body.contains("body Optional.empty"), body);
    }

    @Test
    void aBodyAboveTheLimitIsRefused() throws Exception {
        assertEquals(200, post("/api/Echo", "x".repeat(1000)).statusCode());
        assertEquals(413, post("/api/Echo", "x".repeat(1001)).statusCode());
    }

    @Test
    void textWithoutContentTypeIsPlainText() throws Exception {
        HttpResponse<String> answer = post("/api/Plain", "text");
        assertEquals(202, answer.statusCode());
        assertEquals(
                "text/plain; charset=utf-8",
                answer.headers().firstValue("Content-Type").orElseThrow());
    }

    @Test
    void bytesTravelBothWays() throws Exception {
        HttpRequest request = request("/api/Bytes")
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(new byte[] {1, (byte) 0xff, 3}))
                .build();
        HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
        assertArrayEquals(new byte[] {3, (byte) 0xff, 1}, answer.body());
        assertEquals("image/png", answer.headers().firstValue("Content-Type").orElseThrow());
    }

    @Test
    void bytesOfAnotherContentTypeCannotBeBound() throws Exception {
        var image = request("/api/Bytes").header("Content-Type", "image/png").POST(BodyPublishers.ofString("x"));
        assertEquals(500, send(image).statusCode());
    }

    @Test
    void aLiteralBeatsAParameter() throws Exception {
        assertEquals(
                "List", get("/api/deals/ALL").headers().firstValue("X-Function").orElseThrow());
        assertEquals("Show 17", get("/api/deals/17").body());
    }

    @Test
    void aPathParameterIsDecodedButItsSlashIsNot() throws Exception {
        assertEquals("Show a b%2Fc+d", get("/api/deals/a%20b%2Fc+d").body());
    }

    @Test
    void theMethodChoosesAmongFunctionsOfOnePath() throws Exception {
        assertEquals("number 18", post("/api/deals/17", "").body());
    }

    @Test
    void aWrongMethodOrAnUnknownPathIsNotFound() throws Exception {
        assertEquals(404, get("/api/Plain").statusCode());
        assertEquals(404, post("/api/deals/letters", "").statusCode());
        assertEquals(404, get("/api/nothing").statusCode());
        assertEquals(404, get("/Echo").statusCode());
    }

    @Test
    void aCatchAllTakesTheRestAndSettingsResolveInRoutes() throws Exception {
        assertEquals("Files a/b.txt", get("/api/files/a/b.txt").body());
    }

    @Test
    void aFunctionNeedsItsKeyOrTheMasterKey() throws Exception {
        HttpResponse<String> without = get("/api/Keyed");
        assertEquals(401, without.statusCode());
        assertEquals("", without.body());
        assertEquals(200, get("/api/Keyed?code=the-function-key").statusCode());
        assertEquals(200, get("/api/Keyed?code=the-master").statusCode());
        assertEquals(200, keyed("/api/Keyed", "the-function-key").statusCode());
    }

    @Test
    void aKeyInTheHeaderIsLookedAtBeforeTheQuery() throws Exception {
        assertEquals(401, keyed("/api/Keyed?code=the-function-key", "wrong").statusCode());
    }

    @Test
    void onlyTheMasterKeyOpensAnAdminFunction() throws Exception {
        assertEquals(401, keyed("/api/Top", "the-function-key").statusCode());
        assertEquals(200, keyed("/api/Top", "the-master").statusCode());
    }

    @Test
    void anExceptionIsAnEmptyServerErrorAndIsLogged() throws Exception {
        HttpResponse<String> answer = get("/api/Fails");
        assertEquals(500, answer.statusCode());
        assertEquals("", answer.body());
        assertTrue(LOG.causes().stream().anyMatch(cause -> "on purpose".equals(cause.getMessage())));
    }

    @Test
    void theAppSeesOnlyItsPackage() throws Exception {
        assertEquals(
                "jackson false, host false, context loader is mine true",
                get("/api/Classes").body());
    }

    @Test
    void aFunctionThatOutlivesTheTimeoutIsInterruptedAndFails() throws Exception {
        Gate.close("http");
        assertEquals(500, get("/api/Waits").statusCode());
        assertTrue(LOG.causes().stream()
                .anyMatch(cause -> cause.getMessage().contains("PT2S exceeded by function Waits")));
    }

    @Test
    void requestsBeyondTheOutstandingLimitAreTurnedAway() throws Exception {
        Semaphore gate = Gate.close("http");
        var waiting = IntStream.range(0, 3)
                .mapToObj(i -> client.sendAsync(request("/api/Waits").build(), BodyHandlers.discarding()))
                .toList();
        await().until(() -> gate.getQueueLength() == 3);
        assertEquals(429, get("/api/Echo").statusCode());
        gate.release(3);
        waiting.forEach(CompletableFuture::join);
        assertEquals(200, get("/api/Echo").statusCode());
    }

    @Test
    void aDisabledFunctionIsNotThere() throws Exception {
        assertEquals(404, get("/api/Off").statusCode());
    }

    @Test
    void theRootAnswersWithoutAKey() throws Exception {
        assertEquals(200, get("/").statusCode());
    }

    @Test
    void theStatusNeedsTheMasterKey() throws Exception {
        assertEquals(401, keyed("/admin/host/status", "the-function-key").statusCode());
        HttpResponse<String> status = keyed("/admin/host/status", "the-master");
        assertEquals(200, status.statusCode());
        assertTrue(status.body().contains("\"state\":\"Running\""));
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(host.baseUrl() + path));
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return send(request(path));
    }

    private static HttpResponse<String> keyed(String path, String key) throws Exception {
        return send(request(path).header("x-functions-key", key));
    }

    private static HttpResponse<String> post(String path, String body) throws Exception {
        return send(request(path).POST(BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
