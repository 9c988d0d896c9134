package dev.cosell.partnercenter;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Certificates by address, so that not every callback costs a download.
 *
 * <p>Renewal: a file is fetched again after half a day, and earlier if what it holds does not verify a callback; but
 * not more often than every five minutes, because anybody can send callbacks that do not verify.
 */
final class CertificateCache {
    private static final Duration LIFE = Duration.ofHours(12);
    private static final Duration BETWEEN_DOWNLOADS = Duration.ofMinutes(5);
    private static final int MOST = 16;

    private final CertificateSource source;
    private final InstantSource clock;
    private final Map<URI, Kept> kept = new LinkedHashMap<>();

    CertificateCache(CertificateSource source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    /** The signer's certificate, and after it whatever else the file holds. */
    List<X509Certificate> get(URI address) {
        return get(address, LIFE);
    }

    /** Whether {@link #renewed} would download again. */
    boolean mayBeRenewed(URI address) {
        return !isYounger(address, BETWEEN_DOWNLOADS);
    }

    List<X509Certificate> renewed(URI address) {
        return get(address, BETWEEN_DOWNLOADS);
    }

    private synchronized List<X509Certificate> get(URI address, Duration life) {
        if (!isYounger(address, life)) {
            List<X509Certificate> chain = CertificateFile.read(source.fetch(address));
            kept.remove(address);
            kept.put(address, new Kept(chain, clock.instant()));
            if (kept.size() > MOST) {
                kept.remove(kept.keySet().iterator().next());
            }
        }
        return kept.get(address).chain();
    }

    private synchronized boolean isYounger(URI address, Duration age) {
        Kept known = kept.get(address);
        return known != null && clock.instant().isBefore(known.since().plus(age));
    }

    private record Kept(List<X509Certificate> chain, Instant since) {}
}
