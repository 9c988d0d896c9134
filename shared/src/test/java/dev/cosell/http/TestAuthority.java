package dev.cosell.http;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of a test's own: nobody trusts it unless told to. */
public final class TestAuthority {
    /** Where its certificates say that revoked ones are listed; nothing answers there. */
    private static final String NOWHERE = "http://127.0.0.1:1/revoked.crl";

    private static final AtomicLong SERIAL = new AtomicLong(1);
    private static final KeyPair LEAF_KEYS = keys(2048);

    private final KeyPair keys = keys(2048);
    private final X500Name name;
    private final String revoked;
    private final X509Certificate certificate;

    /** @param name distinguished name, for instance {@code CN=Root, O=Microsoft Corporation} */
    public TestAuthority(String name) {
        this(name, NOWHERE);
    }

    /** @param revoked where its certificates say that revoked ones are listed */
    public TestAuthority(String name, String revoked) {
        this.name = new X500Name(name);
        this.revoked = revoked;
        this.certificate = sign(this.name, keys, Lasting.AROUND_NOW, true);
    }

    /** When a certificate holds. */
    public record Lasting(Instant from, Instant to) {
        public static final Lasting AROUND_NOW = new Lasting(
                Instant.now().minus(Duration.ofDays(1)), Instant.now().plus(Duration.ofDays(30)));
    }

    /** A certificate and its private key. */
    public record Issued(X509Certificate certificate, PrivateKey key) {
        public byte[] der() {
            try {
                return certificate.getEncoded();
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException(e);
            }
        }

        public String pem() {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder().encodeToString(der())
                    + "\n-----END CERTIFICATE-----\n";
        }
    }

    public Issued self() {
        return new Issued(certificate, keys.getPrivate());
    }

    public Issued issue(String subject) {
        return issue(subject, Lasting.AROUND_NOW, LEAF_KEYS);
    }

    public Issued issue(String subject, Lasting lasting, KeyPair subjectKeys) {
        return new Issued(sign(new X500Name(subject), subjectKeys, lasting, false), subjectKeys.getPrivate());
    }

    public static KeyPair leafKeys() {
        return LEAF_KEYS;
    }

    public static KeyPair keys(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public Path pemFile(Path folder) throws IOException {
        return Files.writeString(folder.resolve("authority.pem"), self().pem());
    }

    /** What an HTTPS server at {@code localhost} needs to present a certificate of this authority. */
    public SSLContext serverAtLocalhost() throws GeneralSecurityException, IOException {
        Issued issued = issue("CN=localhost");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("localhost", issued.key(), new char[0], new X509Certificate[] {issued.certificate()});
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /** The list of those that this authority has revoked. */
    public byte[] revocationOf(Issued issued) {
        Date before = Date.from(Instant.now().minus(Duration.ofHours(1)));
        X509v2CRLBuilder list = new X509v2CRLBuilder(name, before);
        list.setNextUpdate(Date.from(Instant.now().plus(Duration.ofDays(1))));
        list.addCRLEntry(issued.certificate().getSerialNumber(), before, CRLReason.keyCompromise);
        try {
            return list.build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate()))
                    .getEncoded();
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate sign(X500Name subject, KeyPair subjectKeys, Lasting lasting, boolean ca) {
        try {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.valueOf(SERIAL.getAndIncrement()),
                    Date.from(lasting.from()),
                    Date.from(lasting.to()),
                    subject,
                    subjectKeys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(ca ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")));
            builder.addExtension(Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {
                new DistributionPoint(
                        new DistributionPointName(
                                new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, revoked))),
                        null,
                        null)
            }));
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate())));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }
}
