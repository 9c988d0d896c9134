package dev.cosell.sandbox.pki;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A private key with its certificates.
 *
 * @param chain the key's own certificate first, the root last
 */
public record Credential(PrivateKey key, List<X509Certificate> chain) {
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    public X509Certificate root() {
        return chain.getLast();
    }
}
