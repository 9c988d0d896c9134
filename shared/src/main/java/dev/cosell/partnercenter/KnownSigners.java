package dev.cosell.partnercenter;

import dev.cosell.http.TrustStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The signers whose certificate was found good a short while ago. To find its way to an authority takes longer than all else
 * about a callback, and the answer is the same each time.
 */
final class KnownSigners {
    /** For so long a revocation may go unnoticed, where revocation lists are looked at. */
    private static final Duration LIFE = Duration.ofMinutes(5);

    private static final int MOST = 16;

    private final CallbackTrust trust;
    private final TrustStore authorities;
    private final Map<X509Certificate, Instant> checked = new LinkedHashMap<>();

    KnownSigners(CallbackTrust trust, TrustStore authorities) {
        this.trust = trust;
        this.authorities = authorities;
    }

    /**
     * As {@link SignerCertificate#check}.
     *
     * @param chain the signer's own first
     */
    void check(List<X509Certificate> chain, Instant now) {
        X509Certificate signer = chain.getFirst();
        if (!isKnown(signer, now)) {
            SignerCertificate.check(chain, trust, authorities, now);
            know(signer, now);
        }
    }

    private synchronized boolean isKnown(X509Certificate signer, Instant now) {
        Instant since = checked.get(signer);
        return since != null
                && !now.isBefore(since)
                && now.isBefore(since.plus(LIFE))
                && !now.isAfter(signer.getNotAfter().toInstant());
    }

    private synchronized void know(X509Certificate signer, Instant now) {
        checked.remove(signer);
        checked.put(signer, now);
        if (checked.size() > MOST) {
            checked.remove(checked.keySet().iterator().next());
        }
    }
}
