package dev.cosell.http;

import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Whom we believe: the certificate authorities of the JDK, and those of one PEM file beside them.
 *
 * <p>The file is for a company's own proxy, a private cloud or the sandbox. It adds to the JDK's authorities and never
 * replaces them. Read once, on first use, because a cold start should not wait for it.
 */
public final class TrustStore {
    private final Optional<Path> additional;
    private KeyStore loaded;

    /** @param additional PEM file with one or more certificates of authorities to trust beside the JDK's */
    public TrustStore(Optional<Path> additional) {
        this.additional = additional;
    }

    /**
     * All authorities as a key store, for certificate path validation.
     *
     * @throws Failure with {@code MISCONFIGURED} if the PEM file cannot be read
     */
    public synchronized KeyStore keyStore() {
        if (loaded == null) {
            loaded = load();
        }
        return loaded;
    }

    /** When the first certificate of the PEM file ends; nothing without a file. */
    public Optional<Instant> fileEndsAt() {
        try {
            return ofTheFile().stream()
                    .filter(X509Certificate.class::isInstance)
                    .map(certificate ->
                            ((X509Certificate) certificate).getNotAfter().toInstant())
                    .min(Comparator.naturalOrder());
        } catch (GeneralSecurityException | IOException e) {
            throw unusable(e);
        }
    }

    /** A context for TLS clients that trust these authorities. */
    public SSLContext sslContext() {
        try {
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(keyStore());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw unusable(e);
        }
    }

    private KeyStore load() {
        try {
            List<Certificate> authorities = new ArrayList<>(ofTheJdk());
            authorities.addAll(ofTheFile());
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("authority-" + i, authorities.get(i));
            }
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw unusable(e);
        }
    }

    private static List<X509Certificate> ofTheJdk() throws GeneralSecurityException {
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init((KeyStore) null);
        List<X509Certificate> authorities = new ArrayList<>();
        for (TrustManager manager : managers.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                authorities.addAll(List.of(x509.getAcceptedIssuers()));
            }
        }
        return authorities;
    }

    private List<Certificate> ofTheFile() throws GeneralSecurityException, IOException {
        if (additional.isEmpty()) {
            return List.of();
        }
        try (InputStream file = Files.newInputStream(additional.get())) {
            return List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(file));
        }
    }

    private Failure unusable(Exception cause) {
        String found = additional.map(Path::toString).orElse("no additional file");
        return Problem.of(
                        ProblemCode.MISCONFIGURED,
                        "trust store: expected a PEM file of certificates, found " + found + " (" + cause.getMessage()
                                + ")")
                .failure(cause);
    }
}
