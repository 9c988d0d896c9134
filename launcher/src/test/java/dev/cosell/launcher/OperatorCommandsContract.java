package dev.cosell.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.launcher.crm.CrmProduct;
import dev.cosell.launcher.operator.AppAddress;
import dev.cosell.launcher.operator.DeployedApp;
import dev.cosell.launcher.operator.Examination;
import dev.cosell.launcher.operator.SignInGuide;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** {@code ./cosell doctor} and {@code ./cosell connect} against an app that runs. */
abstract class OperatorCommandsContract extends EndToEnd {
    private static final Pattern TO_OPEN = Pattern.compile("(?m)^  (https://\\S+/authorize\\?\\S+)$");

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);

    OperatorCommandsContract(CrmProduct crm) {
        super(crm);
    }

    @Test
    void whereAllIsInOrderTheDoctorSaysSo() {
        assertTrue(
                new Examination(app(running.stack().secrets().functionKey()), out).show(Optional.empty(), false),
                text());

        assertTrue(text().contains("storage"), text());
        assertFalse(text().contains("FAILED"), text());
    }

    @Test
    void aCheckThatFailsIsShownWithWhatToDoAndForPrograms() throws Exception {
        control("POST", "/_sandbox/login/revoke-refresh-tokens", JsonClient.JSON.createObjectNode());
        DeployedApp app = app(running.stack().secrets().functionKey());

        boolean well = new Examination(app, out).show(Optional.of("partner-center-sign-in"), false);

        assertFalse(well, text());
        assertTrue(text().contains("FAILED       partner-center-sign-in  AUTH-01"), text());
        assertTrue(text().contains("fix: Sign in to Partner Center again"), text());

        shown.reset();
        assertFalse(new Examination(app, out).show(Optional.of("partner-center-sign-in"), true));
        JsonNode answer = JsonClient.JSON.readTree(text());
        assertEquals("failed", answer.path("state").asText());
        signIn();
    }

    @Test
    void s19_oneCommandAndOneBrowserWindowConnectPartnerCenter() {
        signIn();

        assertTrue(text().contains("Signed in: "), text());
        assertTrue(text().contains("with a second factor"), text());
        assertFalse(text().contains(running.stack().secrets().functionKey()), "no secret is shown");
    }

    @Test
    void aWrongKeyIsNamedAndNothingElseSaid() {
        LaunchFailure refused = assertThrows(
                LaunchFailure.class, () -> new Examination(app("guessed"), out).show(Optional.empty(), false));

        assertTrue(refused.getMessage().contains("to take the key in COSELL_KEY, found 401"), refused.getMessage());
        assertFalse(refused.getMessage().contains("guessed"), refused.getMessage());
    }

    @Test
    void anAppWithACertificateThatNobodyVouchesForGetsNoKey() {
        AppAddress ofItsOwnAuthority =
                AppAddress.read("--url", running.stack().sandbox().address("partnerCenter"));

        LaunchFailure refused = assertThrows(
                LaunchFailure.class, () -> new DeployedApp(ofItsOwnAuthority, "key", "COSELL_KEY").get("/api/doctor"));

        assertTrue(refused.getMessage().contains("found another, and sent no key"), refused.getMessage());
    }

    private void signIn() {
        SignInGuide guide = new SignInGuide(app(running.stack().secrets().functionKey()), out);
        CompletableFuture<Boolean> ended = CompletableFuture.supplyAsync(guide::follow);
        RunningStack.until(
                "the address to open",
                () -> ended.isDone() || TO_OPEN.matcher(text()).find());
        Matcher open = TO_OPEN.matcher(text());
        assertTrue(open.find(), () -> text() + ended);
        assertEquals(200, opens(open.group(1)));
        assertTrue(ended.join(), text());
    }

    /** As a browser in which the user is signed in already: it goes where it is sent, until there is a page. */
    private int opens(String address) {
        try (HttpClient browser = HttpClient.newBuilder()
                .sslContext(trusting(Path.of(running.stack().sandbox().certificateFile())))
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
            return browser.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static SSLContext trusting(Path certificates) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream file = Files.newInputStream(certificates)) {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(file)) {
                store.setCertificateEntry("root-" + store.size(), certificate);
            }
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private void control(String method, String path, JsonNode body) {
        running.stack().control().send(method, path, body);
    }

    private DeployedApp app(String key) {
        return new DeployedApp(
                AppAddress.read("--url", running.stack().functionsUrl().toString()), key, "COSELL_KEY");
    }

    private String text() {
        return shown.toString(StandardCharsets.UTF_8);
    }
}
