package dev.cosell.partnercenter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.cosell.http.TestAuthority;
import dev.cosell.http.TestAuthority.Issued;
import dev.cosell.http.TestAuthority.Lasting;
import dev.cosell.http.TrustStore;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackSignatureTest {
    private static final byte[] BODY = "{\"EventName\":\"referral-updated\"}".getBytes(UTF_8);
    private static final TestAuthority MICROSOFT = new TestAuthority("CN=Test Root, O=Microsoft Corporation, C=US");
    private static final Issued SIGNER = MICROSOFT.issue("CN=pcnotifications-dispatch.microsoft.com");
    private static TrustStore trusted;

    private Instant now = Instant.now();
    private byte[] served = SIGNER.der();
    private final List<URI> downloads = new ArrayList<>();
    private CallbackTrust trust = CallbackTrust.DEFAULT;

    @BeforeAll
    static void trustTheTestAuthority(@TempDir Path folder) throws IOException {
        trusted = new TrustStore(Optional.of(MICROSOFT.pemFile(folder)));
        trusted.keyStore();
    }

    @Test
    void aSignedCallbackIsAccepted() {
        assertAccepted(signed(), BODY);
    }

    @Test
    void theSignatureMayComeInItsOwnHeaderInBothForms() {
        String signature = SignedCallback.by(SIGNER).signature(BODY);
        for (String value : List.of(signature, "Signature " + signature)) {
            Map<String, String> headers = signed();
            headers.remove("authorization");
            headers.put("X-MS-Signature", value);
            assertAccepted(headers, BODY);
        }
    }

    @Test
    void anotherAuthorizationDoesNotHideTheOwnHeader() {
        Map<String, String> headers = signed();
        headers.put("x-ms-signature", headers.get("authorization"));
        headers.put("authorization", "Bearer of the gateway");

        assertAccepted(headers, BODY);
    }

    @Test
    void aCertificateInPemIsAccepted() {
        served = SIGNER.pem().getBytes(UTF_8);

        assertAccepted(signed(), BODY);
    }

    @Test
    void strongerHashesAreAccepted() {
        for (int bits : List.of(384, 512)) {
            Map<String, String> headers = new SignedCallback(SIGNER, "SHA" + bits + "withRSA").headers(BODY);
            headers.put("x-ms-signature-algorithm", "RSA-SHA" + bits);
            assertAccepted(headers, BODY);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"authorization", "x-ms-certificate-url", "x-ms-signature-algorithm"})
    void eachHeaderIsRequired(String header) {
        Map<String, String> headers = signed();
        headers.remove(header);

        assertRefused(headers, BODY);
        assertEquals(List.of(), downloads, "nothing is fetched for a callback that cannot be valid");
    }

    @Test
    void aTamperedBodyIsRefused() {
        assertRefused(signed(), "{\"EventName\":\"referral-created\"}".getBytes(UTF_8));
    }

    @Test
    void aSignatureOfAnotherKeyIsRefused() {
        Issued other = MICROSOFT.issue("CN=other", Lasting.AROUND_NOW, TestAuthority.keys(2048));

        assertRefused(SignedCallback.by(other).headers(BODY), BODY);
    }

    @Test
    void aSignatureOfAnotherLengthOrAlphabetIsRefused() {
        for (String signature : List.of("AAAA", "***", "", Base64.getEncoder().encodeToString(new byte[5000]))) {
            Map<String, String> headers = signed();
            headers.put("authorization", "Signature " + signature);
            assertRefused(headers, BODY);
        }
    }

    @Test
    void anAuthorityNobodyTrustsIsRefusedEvenUnderTheRightName() {
        TestAuthority foreign = new TestAuthority("CN=Test Root, O=Microsoft Corporation, C=US");
        Issued forged = foreign.issue("CN=pcnotifications-dispatch.microsoft.com");
        served = forged.der();

        assertRefused(SignedCallback.by(forged).headers(BODY), BODY);
    }

    @Test
    void aTrustedAuthorityOfALookAlikeOrganisationIsRefused(@TempDir Path folder) throws IOException {
        for (String name : List.of(
                "CN=Root, O=Microsoft Corporation Ltd",
                "CN=O\\=Microsoft Corporation, O=Evil",
                "CN=Root, OU=Microsoft Corporation",
                "CN=Root, O=Evil\\, O\\=Microsoft Corporation",
                "CN=Root, O=Microsoft Corporation, O=Evil",
                "CN=Root, O=microsoft corporation")) {
            TestAuthority lookAlike = new TestAuthority(name);
            Issued issued = lookAlike.issue("CN=pcnotifications-dispatch.microsoft.com");
            served = issued.der();
            TrustStore both = new TrustStore(Optional.of(lookAlike.pemFile(folder)));

            Problem problem = refusal(verifier(both), SignedCallback.by(issued).headers(BODY), BODY);

            assertTrue(problem.detail().contains("issued by O=Microsoft Corporation"), name + " -> " + problem);
        }
    }

    @Test
    void anExpiredCertificateIsRefused() {
        now = SIGNER.certificate().getNotAfter().toInstant().plusSeconds(1);

        assertRefused(signed(), BODY);
    }

    @Test
    void aCertificateThatIsNotYetValidIsRefused() {
        now = SIGNER.certificate().getNotBefore().toInstant().minusSeconds(1);

        assertRefused(signed(), BODY);
    }

    @Test
    void aShortKeyIsRefused() {
        Issued weak = MICROSOFT.issue("CN=weak", Lasting.AROUND_NOW, TestAuthority.keys(1024));
        served = weak.der();

        assertRefused(SignedCallback.by(weak).headers(BODY), BODY);
    }

    @Test
    void anAuthoritysOwnCertificateDoesNotSignCallbacks() {
        served = MICROSOFT.self().der();

        assertRefused(SignedCallback.by(MICROSOFT.self()).headers(BODY), BODY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"rsa-sha1", "rsa-md5", "none", "hmac-sha256", "hs256", "rsa-sha256-pss", "ecdsa-sha256", "rsa"})
    void onlyListedAlgorithmsCount(String algorithm) {
        Map<String, String> headers = signed();
        headers.put("x-ms-signature-algorithm", algorithm);

        assertRefused(headers, BODY);
    }

    @Test
    void aSignatureMadeWithSha1IsRefusedUnderAnyName() {
        assertRefused(new SignedCallback(SIGNER, "SHA1withRSA").headers(BODY), BODY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://3psostorageacct.blob.core.windows.net/cert/a.cer",
                "https://3psostorageacct.blob.core.windows.net.evil.example/cert/a.cer",
                "https://evil.example/3psostorageacct.blob.core.windows.net/cert/a.cer",
                "https://3psostorageacct.blob.core.windows.net@evil.example/cert/a.cer",
                "https://evil@3psostorageacct.blob.core.windows.net/cert/a.cer",
                "https://3psostorageacct.blob.core.windows.net:8443/cert/a.cer",
                "https://3psostorageacct.blob.core.windows.net/other/a.cer",
                "https://3psostorageacct.blob.core.windows.net/cert/../other/a.cer",
                "https://3psostorageacct.blob.core.windows.net/cert/%2e%2e/a.cer",
                "https://3psostorageacct.blob.core.windows.net/cert/a.cer?x=1",
                "https://3psostorageacct.blob.core.windows.net/cert/a.cer#x",
                "https://127.0.0.1/cert/a.cer",
                "https://[::1]/cert/a.cer",
                "https://169.254.169.254/cert/a.cer",
                "https://3psostorageacct.blob.core.windows.net./cert/a.cer",
                "https://3psostorageacct.blob.core.windows.net%2eevil.example/cert/a.cer",
                "https://3psostorageacct.blob.core.windows.net\\@evil.example/cert/a.cer",
                "https://3psostorageacct.blob.core.wind\u043Ews.net/cert/a.cer",
                "file:///cert/a.cer",
                "/cert/a.cer",
                "not an address"
            })
    void certificatesComeFromKnownAddressesOnly(String address) {
        Map<String, String> headers = signed();
        headers.put("x-ms-certificate-url", address);

        assertRefused(headers, BODY);
        assertEquals(List.of(), downloads);
    }

    @Test
    void anotherPlaceForCertificatesCanBeSet() {
        trust = new CallbackTrust(
                Set.of("localhost:7443"), CallbackTrust.DEFAULT.certificatePath(), Optional.empty(), false);
        Map<String, String> headers = signed();
        headers.put("x-ms-certificate-url", "https://localhost:7443/cert/a.cer");

        assertAccepted(headers, BODY);
        assertRefused(signed(), BODY);
    }

    @Test
    void aPinnedSubjectMustMatch() {
        trust = pinned("pcnotifications-dispatch.microsoft.com");
        assertAccepted(signed(), BODY);

        trust = pinned("localhost");
        assertAccepted(signed(), BODY);

        trust = pinned("dispatch.microsoft.com");
        assertRefused(signed(), BODY);
    }

    @Test
    void whatIsNoCertificateIsRefused() {
        for (byte[] file : List.of("<html>".getBytes(UTF_8), new byte[0], new byte[100])) {
            served = file;
            assertRefused(signed(), BODY);
        }
    }

    @Test
    void aListOfRevokedCertificatesThatCannotBeReachedIsNotHeldAgainstTheSender() {
        trust = withRevocationLists();

        assertAccepted(signed(), BODY);
    }

    @Test
    void aRevokedCertificateIsRefusedWhereRevocationIsLookedAt(@TempDir Path folder) throws IOException {
        HttpServer lists = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        TestAuthority authority = new TestAuthority(
                "CN=Listing Root, O=Microsoft Corporation, C=US",
                "http://127.0.0.1:" + lists.getAddress().getPort() + "/revoked.crl");
        Issued leaked = authority.issue("CN=pcnotifications-dispatch.microsoft.com");
        byte[] list = authority.revocationOf(leaked);
        lists.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, list.length);
            exchange.getResponseBody().write(list);
            exchange.close();
        });
        lists.start();
        try {
            served = leaked.der();
            trust = withRevocationLists();
            TrustStore trusting = new TrustStore(Optional.of(authority.pemFile(folder)));

            Problem problem =
                    refusal(verifier(trusting), SignedCallback.by(leaked).headers(BODY), BODY);

            assertTrue(problem.detail().contains("CertificateRevokedException"), problem.toString());
        } finally {
            lists.stop(0);
        }
    }

    @Test
    void theCertificateIsDownloadedOncePerHalfDay() {
        CallbackSignature verifier = verifier(trusted);

        verifier.verify(signed(), BODY);
        now = now.plus(Duration.ofHours(11));
        verifier.verify(signed(), BODY);
        assertEquals(1, downloads.size());

        now = now.plus(Duration.ofHours(1));
        verifier.verify(signed(), BODY);
        assertEquals(2, downloads.size());
    }

    @Test
    void aCertificateIsRefusedFromItsEndOnHoweverShortAgoItWasGood() {
        CallbackSignature verifier = verifier(trusted);
        Instant end = SIGNER.certificate().getNotAfter().toInstant();
        now = end.minusSeconds(1);
        verifier.verify(signed(), BODY);

        now = end.plusSeconds(1);
        assertTrue(refusal(verifier, signed(), BODY).detail().contains("that is valid"));
    }

    @Test
    void aSignerWhoIsKnownStillHasToHaveSignedThisBody() {
        CallbackSignature verifier = verifier(trusted);
        verifier.verify(signed(), BODY);

        assertTrue(refusal(verifier, signed(), "{}".getBytes(UTF_8)).detail().contains("over this body"));
    }

    @Test
    void aRenewedCertificateIsNoticed() {
        CallbackSignature verifier = verifier(trusted);
        verifier.verify(signed(), BODY);
        Issued renewed = MICROSOFT.issue(
                "CN=pcnotifications-dispatch.microsoft.com", Lasting.AROUND_NOW, TestAuthority.keys(2048));
        served = renewed.der();
        now = now.plus(Duration.ofMinutes(6));

        assertDoesNotThrow(() -> verifier.verify(SignedCallback.by(renewed).headers(BODY), BODY));
        assertEquals(2, downloads.size());
    }

    @Test
    void forgedCallbacksDoNotMakeUsDownloadAgainAndAgain() {
        CallbackSignature verifier = verifier(trusted);
        byte[] other = "{}".getBytes(UTF_8);

        for (int i = 0; i < 20; i++) {
            refusal(verifier, signed(), other);
        }

        assertEquals(1, downloads.size());
    }

    @Test
    void aRefusalQuotesNoSignature() {
        Map<String, String> headers = signed();
        String signature = headers.get("authorization").substring(10, 40);

        Problem problem = refusal(verifier(trusted), headers, "{}".getBytes(UTF_8));

        assertFalse(problem.toString().contains(signature));
    }

    private Map<String, String> signed() {
        return SignedCallback.by(SIGNER).headers(BODY);
    }

    private static CallbackTrust withRevocationLists() {
        return new CallbackTrust(
                CallbackTrust.DEFAULT.certificateHosts(),
                CallbackTrust.DEFAULT.certificatePath(),
                Optional.empty(),
                true);
    }

    private static CallbackTrust pinned(String subject) {
        return new CallbackTrust(
                CallbackTrust.DEFAULT.certificateHosts(),
                CallbackTrust.DEFAULT.certificatePath(),
                Optional.of(subject),
                false);
    }

    private CallbackSignature verifier(TrustStore authorities) {
        return new CallbackSignature(trust, authorities, this::download, () -> now);
    }

    private byte[] download(URI address) {
        downloads.add(address);
        return served;
    }

    private void assertAccepted(Map<String, String> headers, byte[] body) {
        assertDoesNotThrow(() -> verifier(trusted).verify(headers, body));
    }

    private void assertRefused(Map<String, String> headers, byte[] body) {
        refusal(verifier(trusted), headers, body);
    }

    private static Problem refusal(CallbackSignature verifier, Map<String, String> headers, byte[] body) {
        Problem problem = assertThrows(Failure.class, () -> verifier.verify(headers, body))
                .problem();
        assertEquals(ProblemCode.SIGNATURE_INVALID, problem.code(), problem.toString());
        return problem;
    }
}
