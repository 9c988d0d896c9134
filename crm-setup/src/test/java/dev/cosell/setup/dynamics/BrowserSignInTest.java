package dev.cosell.setup.dynamics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.http.Answer;
import dev.cosell.http.Call;
import dev.cosell.setup.SetUpFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The administrator's sign-in in a browser on this computer: authorization code with PKCE, which comes back by loopback. */
class BrowserSignInTest {
    private static final String TOKEN =
            "{\"token_type\": \"Bearer\", \"access_token\": \"t0ken\", \"expires_in\": 3600}";
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Thread asker = Thread.currentThread();
    private final HttpClient browser = HttpClient.newHttpClient();
    private final List<Map<String, String>> tokenRequests = new ArrayList<>();
    private final CompletableFuture<Map<String, String>> asked = new CompletableFuture<>();

    @Test
    void theCodeThatComesBackIsExchangedWithTheProofOfWhoAskedForIt() {
        AdminSignIn signIn =
                signIn(LONG, request -> comeBack(request, Map.of("code", "c0de", "state", state(request))));

        assertEquals("t0ken", signIn.token());
        assertEquals("t0ken", signIn.token());

        Map<String, String> request = asked.join();
        assertEquals("code", request.get("response_type"));
        assertEquals("S256", request.get("code_challenge_method"));
        assertTrue(request.get("redirect_uri").matches("http://localhost:\\d+"), request.get("redirect_uri"));
        assertTrue(
                request.get("scope").contains("https://fabrikam.crm4.dynamics.com/user_impersonation"),
                request.get("scope"));
        assertEquals(1, tokenRequests.size());
        Map<String, String> exchange = tokenRequests.getFirst();
        assertEquals("c0de", exchange.get("code"));
        assertEquals("authorization_code", exchange.get("grant_type"));
        assertEquals(request.get("redirect_uri"), exchange.get("redirect_uri"));
        assertEquals(request.get("code_challenge"), challengeOf(exchange.get("code_verifier")));
    }

    @Test
    void anAnswerToAnotherRequestIsRefusedAndItsCodeNotUsed() {
        AdminSignIn signIn = signIn(LONG, request -> comeBack(request, Map.of("code", "c0de", "state", "another")));

        SetUpFailure refused = assertThrows(SetUpFailure.class, signIn::token);

        assertTrue(refused.getMessage().toLowerCase().contains("state"), refused.getMessage());
        assertEquals(List.of(), tokenRequests);
    }

    @Test
    void aRefusalEndsTheWaitAndTheBrowserSaysWhy() throws InterruptedException {
        BlockingQueue<String> pages = new LinkedBlockingQueue<>();
        Map<String, String> refusal =
                Map.of("error", "access_denied", "error_description", "AADSTS65004: User declined to consent");
        AdminSignIn signIn = signIn(LONG, request -> {
            Map<String, String> answer = new HashMap<>(refusal);
            answer.put("state", state(request));
            pages.add(comeBack(request, answer));
        });

        SetUpFailure refused = assertThrows(SetUpFailure.class, signIn::token);

        assertTrue(refused.getMessage().endsWith("the page in the browser says why"), refused.getMessage());
        String page = pages.poll(LONG.toSeconds(), TimeUnit.SECONDS);
        assertTrue(page.contains("AADSTS65004"), page);
        assertEquals(List.of(), tokenRequests);
    }

    @Test
    void onceTheCodeHasComeNobodyListensAnyMore() {
        AdminSignIn signIn =
                signIn(LONG, request -> comeBack(request, Map.of("code", "c0de", "state", state(request))));
        signIn.token();
        Map<String, String> request = asked.join();

        UncheckedIOException nobody = assertThrows(
                UncheckedIOException.class,
                () -> comeBack(request, Map.of("code", "an0ther", "state", state(request))));

        assertTrue(nobody.getCause() instanceof ConnectException, nobody.toString());
        assertEquals(1, tokenRequests.size());
    }

    @Test
    void whoDoesNotSignInIsNotWaitedForWithoutEnd() {
        AdminSignIn signIn = signIn(Duration.ofSeconds(1), request -> {});

        SetUpFailure tooLate = assertThrows(SetUpFailure.class, signIn::token);

        assertTrue(tooLate.getMessage().contains("found none"), tooLate.getMessage());
        assertEquals(List.of(), tokenRequests);
    }

    @Test
    void whatTheBrowserAsksForBesidesDoesNotEndTheSignIn() {
        AdminSignIn signIn = signIn(LONG, request -> {
            send(HttpRequest.newBuilder(URI.create(request.get("redirect_uri") + "/favicon.ico")));
            comeBack(request, Map.of("code", "c0de", "state", state(request)));
        });

        assertEquals("t0ken", signIn.token());
    }

    /** @param person what the person at the browser does with the address that is shown, by its parameters */
    private AdminSignIn signIn(Duration patience, Consumer<Map<String, String>> person) {
        PrintStream shown = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8) {
            @Override
            public void println(String line) {
                URI address = URI.create(line.replaceFirst(".*: (?=https://)", ""));
                assertEquals("/organizations/oauth2/v2.0/authorize", address.getPath());
                asked.complete(parameters(address.getRawQuery()));
                // The library looks at the future that it gives back, and no person is as fast as this one.
                while (asker.getState() != Thread.State.WAITING) {
                    Thread.onSpinWait();
                }
                Thread.startVirtualThread(() -> person.accept(asked.join()));
            }
        };
        return new AdminSignIn(
                URI.create("https://fabrikam.crm4.dynamics.com"),
                "organizations",
                "51f81489-12ee-4a9e-aaae-a2591f45987d",
                false,
                patience,
                this::exchange,
                shown);
    }

    private Answer exchange(Call call) {
        tokenRequests.add(parameters(new String(call.body(), StandardCharsets.UTF_8)));
        return new Answer(200, Map.of("content-type", "application/json"), TOKEN.getBytes(StandardCharsets.UTF_8));
    }

    /** The page that ends a sign-in has the browser send a form. */
    private String comeBack(Map<String, String> request, Map<String, String> answer) {
        assertEquals("form_post", request.get("response_mode"));
        String form = answer.entrySet().stream()
                .map(member -> member.getKey() + "=" + URLEncoder.encode(member.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(URI.create(request.get("redirect_uri")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    /** Gives the page that the browser shows. */
    private String send(HttpRequest.Builder request) {
        try {
            return browser.send(request.timeout(LONG).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String state(Map<String, String> request) {
        return request.get("state");
    }

    private static String challengeOf(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Map<String, String> parameters(String query) {
        return Arrays.stream(query.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }
}
