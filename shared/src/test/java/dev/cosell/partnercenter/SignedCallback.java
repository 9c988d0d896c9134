package dev.cosell.partnercenter;

import dev.cosell.http.TestAuthority;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * Signs payloads as Partner Center does.
 *
 * @param signer its certificate and key
 * @param algorithm as the JDK calls it
 */
record SignedCallback(TestAuthority.Issued signer, String algorithm) {
    static final String ADDRESS =
            "https://3psostorageacct.blob.core.windows.net/cert/pcnotifications-dispatch.microsoft.com.cer";

    static SignedCallback by(TestAuthority.Issued signer) {
        return new SignedCallback(signer, "SHA256withRSA");
    }

    String signature(byte[] body) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(signer.key());
            signature.update(body);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Map<String, String> headers(byte[] body) {
        Map<String, String> headers = new HashMap<>();
        headers.put("authorization", "Signature " + signature(body));
        headers.put("x-ms-certificate-url", ADDRESS);
        headers.put("x-ms-signature-algorithm", "rsa-sha256");
        return headers;
    }
}
