package dev.cosell.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both libraries against an identity platform that is not Microsoft's, with a certificate only we trust. */
class SignInTest {
    private static final TestAuthority AUTHORITY = new TestAuthority("CN=Test");
    private static final String PARTNER_CENTER = "https://api.partner.microsoft.com/.default";
    private static final String REFUSED = """
            {"error":"invalid_grant","error_description":"AADSTS70008: The refresh token has expired due to inactivity. \
            Trace ID: 1 Correlation ID: 2 Timestamp: 2026-03-01","error_codes":[70008]}""";

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final RefreshTokenInMemory store = new RefreshTokenInMemory("refresh-1");
    private HttpsServer platform;
    private TrustStore trust;
    private int status = 200;
    private String answer = """
            {"token_type":"Bearer","expires_in":3600,"ext_expires_in":3600,"access_token":"access-1",\
            "refresh_token":"refresh-2","scope":"https://api.partner.microsoft.com/.default"}""";

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        trust = new TrustStore(Optional.of(AUTHORITY.pemFile(folder)));
        platform = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        platform.setHttpsConfigurator(new HttpsConfigurator(AUTHORITY.serverAtLocalhost()));
        platform.createContext("/", this::handle);
        platform.start();
    }

    @AfterEach
    void stop() {
        platform.stop(0);
    }

    @Test
    void aRefreshTokenBecomesAnAccessTokenWithOneRequest() {
        IssuedToken token = refresh(Optional.of("s3cret")).signIn();

        assertEquals("access-1", token.value());
        assertTrue(token.expiresAt().isAfter(Instant.now().plus(Duration.ofMinutes(50))));
        assertEquals(1, requests.size(), requests.toString());
        assertTrue(requests.getFirst().startsWith("POST /contoso/oauth2/v2.0/token"), requests.toString());
        assertTrue(requests.getFirst().contains("refresh_token=refresh-1"));
        assertTrue(requests.getFirst().contains("api.partner.microsoft.com%2F.default"));
        assertTrue(requests.getFirst().contains("client_secret=s3cret"));
    }

    @Test
    void theRotatedRefreshTokenIsKept() {
        refresh(Optional.of("s3cret")).signIn();

        assertEquals(List.of("refresh-2", "refresh-1"), store.tokens());
    }

    @Test
    void aPublicClientSendsNoSecret() {
        assertEquals("access-1", refresh(Optional.empty()).signIn().value());
        assertFalse(requests.getFirst().contains("client_secret"));
    }

    @Test
    void aRefusedRefreshTokenIsReportedInThePlatformsWords() {
        status = 400;
        answer = REFUSED;

        assertRefused(
                ProblemCode.SIGN_IN_REFUSED,
                "AADSTS70008: The refresh token has expired due to inactivity.",
                refresh(Optional.of("s3cret")));
        assertEquals(List.of("refresh-1"), store.tokens());
    }

    @Test
    void s18_whatThePlatformsCodeMeansIsToldInPlainWords() {
        status = 400;
        answer = REFUSED;

        String detail = problem(refresh(Optional.of("s3cret"))).detail();

        assertTrue(detail.contains("In plain words: The refresh token has expired"), detail);
        assertTrue(detail.contains("Sign in to Partner Center again"), detail);
    }

    /** MSAL's own parser would wait minutes for some of them, and give no token for others. */
    @Test
    void whatIsNoAnswerOfThePlatformsIsNoTokenAndNoRefusal() {
        for (String other : List.of(
                "{}", "[]", "<html>", "{\"access_token\":\"a", "{\"value\":[" + "{},".repeat(200_000) + "{}]}")) {
            answer = other;

            assertRefused(ProblemCode.UNAVAILABLE, "expected ", refresh(Optional.of("s3cret")));
        }
    }

    @Test
    void whatElseThePlatformSaysBesideTheTokensIsNotRead() {
        answer = """
                {"access_token":"access-1","expires_in":3600,"refresh_token":"refresh-2","scope":"s","error_codes":[[{}]],\
                "id_token":"e30.eyJhdWQi.x","client_info":"eyJ1aWQ","token_type":"Bearer"}""";

        assertEquals("access-1", refresh(Optional.of("s3cret")).signIn().value());
        assertEquals(List.of("refresh-2", "refresh-1"), store.tokens());
    }

    @Test
    void aRefusalThatIsNoJsonCountsByItsStatus() {
        answer = "<html>Bad gateway</html>";
        for (int refusal : List.of(502, 400)) {
            status = refusal;

            assertRefused(
                    refusal == 502 ? ProblemCode.UNAVAILABLE : ProblemCode.SIGN_IN_REFUSED,
                    "",
                    refresh(Optional.of("s3cret")));
        }
    }

    @Test
    void nobodySignedInYet() {
        RefreshTokenSignIn nobody = new RefreshTokenSignIn(
                RemoteSystem.PARTNER_CENTER,
                app(Optional.empty()),
                PARTNER_CENTER,
                new RefreshTokenInMemory(),
                new JdkTransport(trust, (system, method, code) -> {}));

        assertRefused(ProblemCode.SIGN_IN_REFUSED, "expected a stored refresh token, found none: sign in once", nobody);
        assertEquals(List.of(), requests);
    }

    @Test
    void anOutageOfThePlatformPassesByItselfAndIsAskedOnce() {
        status = 503;
        answer = "{\"error\":\"temporarily_unavailable\",\"error_description\":\"later\"}";

        assertEquals(
                ProblemCode.UNAVAILABLE, problem(refresh(Optional.of("s3cret"))).code());
        assertEquals(1, requests.size());
    }

    @Test
    void aPlatformThatCannotBeReachedLeavesNoUnknownOutcome() {
        RefreshTokenSignIn signIn = refresh(Optional.of("s3cret"));
        platform.stop(0);

        Problem problem = problem(signIn);

        assertEquals(ProblemCode.UNAVAILABLE, problem.code(), problem.toString());
        assertFalse(problem.outcomeUnknown());
    }

    @Test
    void clientCredentialsBecomeAnAccessTokenWithOneRequest() {
        answer = "{\"token_type\":\"Bearer\",\"expires_in\":3600,\"access_token\":\"access-2\"}";

        IssuedToken token = clientSecret().signIn();

        assertEquals("access-2", token.value());
        assertEquals(1, requests.size(), requests.toString());
        assertTrue(requests.getFirst().startsWith("POST /contoso/oauth2/v2.0/token"), requests.toString());
        assertTrue(requests.getFirst().contains("grant_type=client_credentials"));
    }

    @Test
    void aNewSignInAsksAgainAlthoughTheLastTokenIsStillGood() {
        AzureSignIn signIn = clientSecret();
        signIn.signIn();
        signIn.signIn();

        assertEquals(2, requests.size());
    }

    @Test
    void aWrongClientSecretIsReportedInThePlatformsWords() {
        status = 401;
        answer = """
                {"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided.\\r\\n\
                Trace ID: 1"}""";

        assertRefused(ProblemCode.SIGN_IN_REFUSED, "AADSTS7000215: Invalid client secret provided.", clientSecret());
    }

    @Test
    void clientCredentialsWithoutReachablePlatformAreUnavailable() {
        AzureSignIn signIn = clientSecret();
        platform.stop(0);

        assertEquals(ProblemCode.UNAVAILABLE, problem(signIn).code());
    }

    @Test
    void aMissingSecretIsAConfigurationFault() {
        AppRegistration app = app(Optional.empty());

        Failure failure = assertThrows(
                Failure.class, () -> AzureSignIn.clientSecret(RemoteSystem.CRM, app, PARTNER_CENTER, trust));

        assertEquals(ProblemCode.MISCONFIGURED, failure.problem().code());
    }

    @Test
    void anAuthorityWithoutHttpsIsAConfigurationFault() {
        RefreshTokenSignIn plain = new RefreshTokenSignIn(
                RemoteSystem.PARTNER_CENTER,
                new AppRegistration(URI.create("http://login.example"), "contoso", "client", Optional.of("s3cret")),
                PARTNER_CENTER,
                store,
                new JdkTransport(trust, (system, method, code) -> {}));

        assertEquals(ProblemCode.MISCONFIGURED, problem(plain).code());
    }

    @Test
    void secretsStayOutOfTexts() {
        assertFalse(app(Optional.of("s3cret")).toString().contains("s3cret"));
        assertFalse(new IssuedToken("s3cret", Instant.EPOCH).toString().contains("s3cret"));
    }

    private RefreshTokenSignIn refresh(Optional<String> secret) {
        return new RefreshTokenSignIn(
                RemoteSystem.PARTNER_CENTER,
                app(secret),
                PARTNER_CENTER,
                store,
                new JdkTransport(trust, (system, method, code) -> {}));
    }

    private AzureSignIn clientSecret() {
        return AzureSignIn.clientSecret(
                RemoteSystem.CRM, app(Optional.of("s3cret")), "https://org.crm.dynamics.com/.default", trust);
    }

    private AppRegistration app(Optional<String> secret) {
        URI authority = URI.create("https://localhost:" + platform.getAddress().getPort());
        return new AppRegistration(authority, "contoso", "11111111-1111-1111-1111-111111111111", secret);
    }

    private static void assertRefused(ProblemCode code, String detail, SignIn signIn) {
        Problem problem = problem(signIn);
        assertEquals(code, problem.code(), problem.toString());
        assertTrue(problem.detail().startsWith(detail.replaceFirst("\\.$", "")), problem.detail());
    }

    private static Problem problem(SignIn signIn) {
        return assertThrows(Failure.class, signIn::signIn).problem();
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        byte[] body = answer.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
