package dev.cosell.sandbox.pki;

import java.security.cert.CertificateEncodingException;
import java.time.Instant;

/**
 * The key pair of a client that signs in with a certificate, as openssl would make it: RSA-2048, self-signed.
 *
 * @param privateKey PKCS 8, PEM
 * @param certificate X.509, PEM
 */
public record ClientKey(String privateKey, String certificate) {
    /** @param name such as {@code CN=integration} */
    public static ClientKey make(String name) {
        Credential credential = new CertificateMint(Instant.now()).selfSigned(name);
        try {
            return new ClientKey(Pem.of(credential.key()), Pem.of(credential.certificate()));
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("a certificate that was just made has a text form", impossible);
        }
    }
}
