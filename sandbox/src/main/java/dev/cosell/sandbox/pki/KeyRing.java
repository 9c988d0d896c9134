package dev.cosell.sandbox.pki;

import dev.cosell.sandbox.storage.OwnerOnly;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Every key of one sandbox: TLS server and webhook signers, each family under its own root. Made at the first start,
 * kept in {@code keys.p12}; {@code ca.pem} and {@code trust.p12} hold the two roots a client must trust.
 */
public final class KeyRing {
    /** Protects nothing: the file's permissions do. PKCS 12 wants a password. */
    private static final char[] PASSWORD = "changeit".toCharArray();

    private static final String DISPATCH_NAME =
            "CN=pcnotifications-dispatch.microsoft.com, O=Microsoft Corporation, L=Redmond, ST=WA, C=US";
    private static final String SERVER = "server";

    private final Credential server;
    private final Map<Signer, Credential> signers;
    private final Path trustedRoots;

    private KeyRing(Credential server, Map<Signer, Credential> signers, Path trustedRoots) {
        this.server = server;
        this.signers = signers;
        this.trustedRoots = trustedRoots;
    }

    /** Takes up the keys in this directory, or makes them. */
    public static KeyRing open(Path directory) {
        Path file = directory.resolve("keys.p12");
        try {
            Files.createDirectories(directory);
            boolean fresh = !Files.exists(file);
            if (fresh) {
                OwnerOnly.write(file, bytes(mint(new CertificateMint(Instant.now()))));
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, PASSWORD);
            }
            Map<Signer, Credential> signers = new EnumMap<>(Signer.class);
            for (Signer signer : Signer.values()) {
                signers.put(signer, credential(store, alias(signer)));
            }
            KeyRing ring = new KeyRing(credential(store, SERVER), signers, directory.resolve("ca.pem"));
            if (fresh || !Files.exists(ring.trustedRoots) || !Files.exists(ring.trustStore())) {
                ring.writeRoots();
            }
            return ring;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot read the keys in " + file, e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep keys in " + directory, e);
        }
    }

    /** The PEM file with every root that a client of this sandbox must trust. */
    public Path trustedRoots() {
        return trustedRoots;
    }

    /** The same roots for Java's {@code javax.net.ssl.trustStore}; the password is {@code changeit}. */
    public Path trustStore() {
        return trustedRoots.resolveSibling("trust.p12");
    }

    public X509Certificate certificate(Signer signer) {
        return signers.get(signer).certificate();
    }

    /** The base64 of an RSA PKCS#1 v1.5 signature with SHA-256 over exactly these bytes. */
    public String sign(Signer signer, byte[] body) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(signers.get(signer).key());
            signature.update(body);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign as " + signer, e);
        }
    }

    /** For the HTTPS listeners, and for a client that trusts this sandbox only. */
    public SSLContext tls() {
        try {
            KeyStore keys = emptyStore();
            keys.setKeyEntry(SERVER, server.key(), PASSWORD, server.chain().toArray(Certificate[]::new));
            KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keyManagers.init(keys, PASSWORD);
            KeyStore roots = emptyStore();
            roots.setCertificateEntry(SERVER, server.root());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(roots);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot set up TLS", e);
        }
    }

    private static KeyStore mint(CertificateMint mint) throws GeneralSecurityException, IOException {
        Credential tlsRoot = mint.root("CN=Co-sell Sandbox TLS Root, O=Co-sell Sandbox");
        Credential signingRoot = mint.root("CN=Co-sell Sandbox Signing Root, O=Microsoft Corporation, C=US");
        Credential foreignRoot = mint.root("CN=Untrusted Root, O=Microsoft Corporation, C=US");
        // A renewed certificate often keeps its key; so the expired one and its successor share theirs here.
        KeyPair own = CertificateMint.signingPair();
        KeyPair foreign = CertificateMint.signingPair();
        KeyStore store = emptyStore();
        put(store, SERVER, mint.server(tlsRoot));
        put(store, alias(Signer.DISPATCH), mint.signer(signingRoot, DISPATCH_NAME, own));
        put(store, alias(Signer.FOREIGN), mint.signer(foreignRoot, DISPATCH_NAME, foreign));
        put(store, alias(Signer.EXPIRED), mint.expiredSigner(signingRoot, DISPATCH_NAME, own));
        put(store, alias(Signer.OTHER_ORGANISATION), mint.signer(tlsRoot, "CN=callbacks.example.com, O=Example", own));
        return store;
    }

    private void writeRoots() throws IOException, GeneralSecurityException {
        X509Certificate tls = server.root();
        X509Certificate signing = signers.get(Signer.DISPATCH).root();
        Files.writeString(trustedRoots, Pem.of(tls) + Pem.of(signing));
        KeyStore store = emptyStore();
        store.setCertificateEntry("tls", tls);
        store.setCertificateEntry("signing", signing);
        Files.write(trustStore(), bytes(store));
    }

    private static String alias(Signer signer) {
        return signer.name().toLowerCase(Locale.ROOT);
    }

    private static void put(KeyStore store, String alias, Credential credential) throws GeneralSecurityException {
        store.setKeyEntry(alias, credential.key(), PASSWORD, credential.chain().toArray(Certificate[]::new));
    }

    private static Credential credential(KeyStore store, String alias) throws GeneralSecurityException {
        PrivateKey key = (PrivateKey) store.getKey(alias, PASSWORD);
        if (key == null) {
            throw new GeneralSecurityException("expected a key named " + alias + ", found none");
        }
        return new Credential(
                key,
                Arrays.stream(store.getCertificateChain(alias))
                        .map(X509Certificate.class::cast)
                        .toList());
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, PASSWORD);
        return store;
    }

    private static byte[] bytes(KeyStore store) throws GeneralSecurityException, IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, PASSWORD);
        return out.toByteArray();
    }
}
