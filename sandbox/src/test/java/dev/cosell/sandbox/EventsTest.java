package dev.cosell.sandbox;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventsTest {
    @TempDir
    private Path data;

    private Fixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new Fixture(data);
        fixture.control("PATCH", "webhooks/settings", "{\"firstDelayMillis\":1,\"longestDelayMillis\":4}");
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void nobodyIsToldWithoutARegistration() throws Exception {
        fixture.deal();
        assertEquals(0, fixture.control("GET", "deliveries", "").json().size());
    }

    @Test
    void onesOwnWritesAndTheSellersAreTold() throws Exception {
        try (Receiver receiver = new Receiver()) {
            fixture.register(
                    receiver,
                    "referral-created",
                    "referral-updated",
                    "related-referral-created",
                    "related-referral-updated");
            JsonNode invitation = fixture.invitation();
            fixture.control(
                    "POST",
                    "partner-center/microsoft/"
                            + invitation.path("engagementId").asText() + "/accept",
                    "");
            await().until(() -> names(receiver)
                    .equals(Set.of(
                            "referral-created",
                            "related-referral-created",
                            "related-referral-updated",
                            "referral-updated")));
        }
    }

    @Test
    void onlyTheEventsThatWereAskedForAreSent() throws Exception {
        try (Receiver receiver = new Receiver()) {
            fixture.register(receiver, "referral-updated");
            String id = fixture.deal().path("id").asText();
            fixture.patch(id, Deals.patch(Deals.replace("/details/notes", "\"x\"")));
            await().until(() -> !receiver.received().isEmpty());
            assertEquals(Set.of("referral-updated"), names(receiver));
        }
    }

    @Test
    void aCallbackIsCompactNamesTheReferralAndItsTime() throws Exception {
        try (Receiver receiver = new Receiver()) {
            fixture.register(receiver, "referral-created");
            JsonNode deal = fixture.deal();
            await().until(() -> !receiver.received().isEmpty());
            String text = receiver.received().getFirst().text();
            JsonNode body = Client.json(text);
            assertEquals(body.toString(), text, "compact");
            assertEquals(5, body.size());
            assertTrue(body.get("AuditUri").isNull());
            assertEquals("referral", body.path("ResourceName").asText());
            assertEquals(
                    fixture.sandbox().address("webhooks") + "/engagements/v1/referrals/"
                            + deal.path("id").asText(),
                    body.path("ResourceUri").asText());
            String changed = body.path("ResourceChangeUtcDate").asText();
            assertTrue(changed.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{7}\\+00:00"), changed);
            assertEquals(
                    Instant.parse(deal.path("updatedDateTime").asText()),
                    OffsetDateTime.parse(changed).toInstant());
        }
    }

    @Test
    void aCallbackMayNameTheApisOwnAddress() throws Exception {
        fixture.control("PATCH", "partner-center/settings", "{\"eventsNameApiPath\":true}");
        try (Receiver receiver = new Receiver()) {
            fixture.register(receiver, "referral-created");
            JsonNode deal = fixture.deal();
            await().until(() -> !receiver.received().isEmpty());
            assertEquals(
                    fixture.address("/" + deal.path("id").asText()).toString(),
                    Client.json(receiver.received().getFirst().text())
                            .path("ResourceUri")
                            .asText());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theSignatureVerifiesWithThePlainJdk(boolean ownHeader) throws Exception {
        try (Receiver receiver = new Receiver()) {
            fixture.webhooks(
                    "POST",
                    "",
                    "{\"webhookUrl\":\"" + receiver.address() + "\",\"webhookEvents\":[\"referral-created\"],"
                            + "\"signatureTokenToMsSignatureHeader\":" + ownHeader + "}");
            fixture.deal();
            await().until(() -> !receiver.received().isEmpty());
            Receiver.Received callback = receiver.received().getFirst();
            assertEquals(ownHeader, !callback.headers().containsKey("authorization"));
            verify(callback);
        }
    }

    @Test
    void aWrongSignerIsRefusedByACarefulReceiver() throws Exception {
        try (Receiver receiver = new Receiver()) {
            forge(receiver, "\"signer\":\"dispatch\"");
            verify(receiver.received().getLast());
            forge(receiver, "\"signer\":\"foreign\"");
            assertThrows(
                    CertPathValidatorException.class,
                    () -> verify(receiver.received().getLast()));
            forge(receiver, "\"signer\":\"expired\"");
            assertThrows(
                    CertPathValidatorException.class,
                    () -> verify(receiver.received().getLast()));
            forge(receiver, "\"signer\":\"other-organisation\"");
            assertThrows(AssertionError.class, () -> verify(receiver.received().getLast()));
            forge(receiver, "\"tampered\":true");
            assertThrows(
                    SignatureException.class, () -> verify(receiver.received().getLast()));
            forge(receiver, "\"signer\":\"none\"");
            assertFalse(receiver.received().getLast().headers().containsKey("authorization"));
            forge(receiver, "\"headers\":{\"X-MS-Signature-Algorithm\":null,\"x-extra\":\"1\"}");
            assertFalse(receiver.received().getLast().headers().containsKey("x-ms-signature-algorithm"));
            assertEquals("1", receiver.received().getLast().headers().get("x-extra"));
        }
    }

    @Test
    void aReceiverThatFailsIsTriedAgain() throws Exception {
        try (Receiver receiver = new Receiver(number -> number < 4 ? 503 : 200)) {
            fixture.register(receiver, "referral-created");
            String id = fixture.deal().path("id").asText();
            await().until(() -> delivery(id).path("state").asText().equals("DELIVERED"));
            assertEquals(4, delivery(id).path("attempts").size());
        }
    }

    @Test
    void afterTenAttemptsADeliveryIsDead() throws Exception {
        try (Receiver receiver = new Receiver(number -> 500)) {
            fixture.register(receiver, "referral-created");
            String id = fixture.deal().path("id").asText();
            await().until(() -> delivery(id).path("state").asText().equals("DEAD"));
            assertEquals(10, receiver.received().size());
            assertEquals(
                    1,
                    fixture.control("GET", "deliveries?state=DEAD", "").json().size());
        }
    }

    @Test
    void anEventCanBeSwallowed() throws Exception {
        try (Receiver receiver = new Receiver()) {
            fixture.register(receiver, "referral-created");
            eventFault("\"effect\":\"drop\"");
            String lost = fixture.deal().path("id").asText();
            fixture.deal();
            await().until(() -> !receiver.received().isEmpty());
            assertEquals("DROPPED", delivery(lost).path("state").asText());
            assertFalse(receiver.received().getFirst().text().contains(lost));
        }
    }

    @Test
    void anEventCanComeTwice() throws Exception {
        try (Receiver receiver = new Receiver()) {
            fixture.register(receiver, "referral-created");
            eventFault("\"effect\":\"duplicate\"");
            fixture.deal();
            await().until(() -> receiver.received().size() == 2);
            assertEquals(
                    receiver.received().getFirst().text(),
                    receiver.received().getLast().text());
        }
    }

    @Test
    void eventsCanOvertakeEachOther() throws Exception {
        try (Receiver receiver = new Receiver()) {
            fixture.register(receiver, "referral-created", "referral-updated");
            eventFault("\"effect\":\"reorder\",\"millis\":20000");
            String id = fixture.deal().path("id").asText();
            fixture.patch(id, Deals.patch(Deals.replace("/details/notes", "\"x\"")));
            await().until(() -> receiver.received().size() == 2);
            assertEquals(List.of("referral-updated", "referral-created"), namesInOrder(receiver));
        }
    }

    @Test
    void anEventCanComeLate() throws Exception {
        try (Receiver receiver = new Receiver()) {
            fixture.register(receiver, "referral-created");
            eventFault("\"effect\":\"delay\",\"millis\":300");
            String late = fixture.deal().path("id").asText();
            fixture.deal();
            await().until(() -> receiver.received().size() == 2);
            assertTrue(receiver.received().getLast().text().contains(late));
        }
    }

    private void eventFault(String members) throws Exception {
        assertEquals(
                201,
                fixture.control("POST", "event-faults", "{\"service\":\"webhooks\"," + members + "}")
                        .status());
    }

    private void forge(Receiver receiver, String member) throws Exception {
        String wish =
                "{\"url\":\"" + receiver.address() + "\",\"body\":{\"EventName\":\"referral-updated\"}," + member + "}";
        Client.Answer answer = fixture.control("POST", "partner-center/callbacks", wish);
        assertEquals(202, answer.json().path("status").asInt(), answer.json().toString());
    }

    private JsonNode delivery(String subject) throws Exception {
        return fixture.control("GET", "deliveries?subject=" + subject, "")
                .json()
                .path(0);
    }

    private static Set<String> names(Receiver receiver) throws Exception {
        return new HashSet<>(namesInOrder(receiver));
    }

    private static List<String> namesInOrder(Receiver receiver) throws Exception {
        List<String> names = new ArrayList<>();
        for (Receiver.Received callback : receiver.received()) {
            names.add(Client.json(callback.text()).path("EventName").asText());
        }
        return names;
    }

    /** What a careful receiver does, with nothing but the JDK and {@code ca.pem}. */
    private void verify(Receiver.Received callback) throws Exception {
        String value = callback.headers()
                .getOrDefault("authorization", callback.headers().get("x-ms-signature"));
        byte[] signature = Base64.getDecoder().decode(value.substring("Signature ".length()));
        assertEquals("rsa-sha256", callback.headers().get("x-ms-signature-algorithm"));
        URI address = URI.create(callback.headers().get("x-ms-certificate-url"));
        byte[] encoded = fixture.client().bytes(address);
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        X509Certificate leaf = (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(encoded));
        Set<TrustAnchor> anchors = new HashSet<>();
        try (InputStream pem = Files.newInputStream(fixture.sandbox().trustedRoots())) {
            factory.generateCertificates(pem)
                    .forEach(root -> anchors.add(new TrustAnchor((X509Certificate) root, null)));
        }
        PKIXParameters parameters = new PKIXParameters(anchors);
        parameters.setRevocationEnabled(false);
        CertPathValidator.getInstance("PKIX").validate(factory.generateCertPath(List.of(leaf)), parameters);
        assertTrue(leaf.getIssuerX500Principal().getName().contains("O=Microsoft Corporation"));
        Signature verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(leaf);
        verifier.update(callback.body());
        if (!verifier.verify(signature)) {
            throw new SignatureException("the signature is not of this body");
        }
    }
}
