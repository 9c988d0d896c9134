package dev.cosell.setup.dynamics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.http.Answer;
import dev.cosell.http.Call;
import dev.cosell.setup.SetUpFailure;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The administrator's sign-in, as far as it goes without a person. */
class AdminSignInTest {
    private static final String CODE = """
            {"device_code": "d", "user_code": "ABCD", "verification_uri": "https://microsoft.com/devicelogin",
             "expires_in": 900, "interval": 1, "message": "Open https://microsoft.com/devicelogin and enter ABCD"}
            """;

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final List<Call> calls = new ArrayList<>();
    private final Thread asker = Thread.currentThread();

    @Test
    void theCodeIsShownAndTheTokenIsForTheEnvironmentAlone() {
        AdminSignIn signIn = signIn(new Answer(
                200,
                Map.of("content-type", "application/json"),
                "{\"token_type\": \"Bearer\", \"access_token\": \"t0ken\", \"expires_in\": 3600}"
                        .getBytes(StandardCharsets.UTF_8)));

        assertEquals("t0ken", signIn.token());
        assertEquals("t0ken", signIn.token());
        assertTrue(told.toString(StandardCharsets.UTF_8).contains("enter ABCD"));
        assertEquals(
                List.of(
                        "https://login.microsoftonline.com/organizations/oauth2/v2.0/devicecode",
                        "https://login.microsoftonline.com/organizations/oauth2/v2.0/token"),
                calls.stream()
                        .map(call -> call.uri().toString().replaceFirst("\\?.*", ""))
                        .toList());
        assertTrue(new String(calls.getLast().body(), StandardCharsets.UTF_8)
                .contains("https%3A%2F%2Ffabrikam.crm4.dynamics.com%2Fuser_impersonation"));
    }

    @Test
    void aRefusalIsToldInThePlatformsWords() {
        AdminSignIn signIn = signIn(new Answer(
                400,
                Map.of("content-type", "application/json"),
                "{\"error\": \"access_denied\", \"error_description\": \"AADSTS50105: not assigned to a role\"}"
                        .getBytes(StandardCharsets.UTF_8)));

        SetUpFailure refused = assertThrows(SetUpFailure.class, signIn::token);

        assertTrue(refused.getMessage().contains("AADSTS50105"), refused.getMessage());
    }

    private AdminSignIn signIn(Answer answer) {
        return new AdminSignIn(
                URI.create("https://fabrikam.crm4.dynamics.com"),
                "organizations",
                "51f81489-12ee-4a9e-aaae-a2591f45987d",
                true,
                call -> {
                    // The library looks at the future that it gives back, and no network is as fast as this one.
                    while (asker.getState() != Thread.State.WAITING) {
                        Thread.onSpinWait();
                    }
                    calls.add(call);
                    return call.uri().getPath().endsWith("/devicecode")
                            ? new Answer(
                                    200,
                                    Map.of("content-type", "application/json"),
                                    CODE.getBytes(StandardCharsets.UTF_8))
                            : answer;
                },
                new PrintStream(told, true, StandardCharsets.UTF_8));
    }
}
