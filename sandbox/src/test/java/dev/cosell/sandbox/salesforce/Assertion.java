package dev.cosell.sandbox.salesforce;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** The signed claims of the JWT bearer flow, as a client makes them. */
record Assertion(String issuer, String subject, String audience, String expiry) {
    /** @param privateKey PKCS 8, PEM */
    String signed(String privateKey) {
        String header = encode("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_8));
        String claims = "{\"iss\":\"%s\",\"sub\":\"%s\",\"aud\":\"%s\",\"exp\":%s}"
                .formatted(issuer, subject, audience, expiry);
        String content = header + "." + encode(claims.getBytes(StandardCharsets.UTF_8));
        return content + "." + encode(signature(content, privateKey));
    }

    private static byte[] signature(String content, String privateKey) {
        try {
            byte[] key = Base64.getMimeDecoder().decode(privateKey.replaceAll("-----[A-Z ]+-----", ""));
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key)));
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException bad) {
            throw new AssertionError("cannot sign", bad);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
