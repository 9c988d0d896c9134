package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The app by which integrations sign in: its key and secret, its certificate, the users that may use it. */
final class ConnectedApp {
    private static final int KEY_BYTES = 63;
    private static final int SECRET_BYTES = 32;

    private String consumerKey = "3MVG9" + random(KEY_BYTES);
    private String consumerSecret = random(SECRET_BYTES);
    private Optional<String> certificate = Optional.empty();
    private List<String> approvedUsers = List.of(Seed.INTEGRATION_USER);
    private String runAs = Seed.INTEGRATION_USER;

    String consumerKey() {
        return consumerKey;
    }

    String consumerSecret() {
        return consumerSecret;
    }

    /** The user of the client credentials flow. */
    String runAs() {
        return runAs;
    }

    boolean approved(String username) {
        return approvedUsers.stream().anyMatch(username::equalsIgnoreCase);
    }

    /** Takes over {@code certificate} (PEM), {@code approvedUsers} (usernames) and {@code runAs} (username), if given. */
    void change(JsonNode json) {
        if (json.has("certificate")) {
            String pem = json.get("certificate").asText();
            key(pem);
            certificate = Optional.of(pem);
        }
        if (json.has("approvedUsers")) {
            approvedUsers = Json.texts(json.get("approvedUsers"));
        }
        runAs = json.path("runAs").asText(runAs);
    }

    /** Whether the holder of the certificate's key made this signature (RS256). */
    boolean signed(String content, byte[] signature) {
        if (certificate.isEmpty()) {
            return false;
        }
        try {
            Signature check = Signature.getInstance("SHA256withRSA");
            check.initVerify(key(certificate.get()));
            check.update(content.getBytes(StandardCharsets.US_ASCII));
            return check.verify(signature);
        } catch (GeneralSecurityException bad) {
            return false;
        }
    }

    private static PublicKey key(String pem) {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                    .getPublicKey();
        } catch (CertificateException bad) {
            throw new IllegalArgumentException("certificate: expected X.509 as PEM, found " + bad.getMessage(), bad);
        }
    }

    ObjectNode state() {
        ObjectNode state = Json.object()
                .put("consumerKey", consumerKey)
                .put("consumerSecret", consumerSecret)
                .put("runAs", runAs);
        certificate.ifPresent(pem -> state.put("certificate", pem));
        approvedUsers.forEach(state.putArray("approvedUsers")::add);
        return state;
    }

    void restore(JsonNode state) {
        consumerKey = state.get("consumerKey").asText();
        consumerSecret = state.get("consumerSecret").asText();
        certificate = Optional.empty();
        change(state);
    }

    private static String random(int bytes) {
        byte[] secret = new byte[bytes];
        new SecureRandom().nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret).replace('-', '.');
    }
}
