package dev.cosell.sandbox.pki;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes keys and certificates. Roots and servers use P-256, because it is quick to make; signers use RSA-2048. */
final class CertificateMint {
    private static final Period ROOT_LIFE = Period.ofYears(10);
    /** The longest life that Apple's clients accept of a server certificate from a local root. */
    private static final Period LEAF_LIFE = Period.ofDays(825);

    private final Instant now;

    CertificateMint(Instant now) {
        this.now = now;
    }

    Credential root(String name) {
        try {
            KeyPair pair = ellipticPair();
            X500Name subject = new X500Name(name);
            JcaX509v3CertificateBuilder builder = builder(subject, subject, pair, yesterday(), plus(ROOT_LIFE));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
            X509Certificate certificate = sign(builder, "SHA256withECDSA", pair.getPrivate());
            return new Credential(pair.getPrivate(), List.of(certificate));
        } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
            throw new IllegalStateException("cannot make the root certificate " + name, e);
        }
    }

    Credential server(Credential issuer) {
        try {
            KeyPair pair = ellipticPair();
            JcaX509v3CertificateBuilder builder = leaf(issuer, "CN=localhost", pair, yesterday(), plus(LEAF_LIFE));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                new GeneralName(GeneralName.dNSName, "localhost"), new GeneralName(GeneralName.iPAddress, "127.0.0.1")
            }));
            return issued(issuer, builder, pair);
        } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
            throw new IllegalStateException("cannot make the server certificate", e);
        }
    }

    /** A certificate of a client that signs its own: nobody vouches for it but who takes it over. */
    Credential selfSigned(String name) {
        try {
            KeyPair pair = signingPair();
            X500Name subject = new X500Name(name);
            JcaX509v3CertificateBuilder builder = builder(subject, subject, pair, yesterday(), plus(LEAF_LIFE));
            return new Credential(pair.getPrivate(), List.of(sign(builder, "SHA256withRSA", pair.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("cannot make the certificate " + name, e);
        }
    }

    /** A certificate for signing webhooks. */
    Credential signer(Credential issuer, String name, KeyPair pair) {
        return signer(issuer, name, pair, yesterday(), plus(LEAF_LIFE));
    }

    /** A signing certificate whose time is over. */
    Credential expiredSigner(Credential issuer, String name, KeyPair pair) {
        return signer(issuer, name, pair, Date.from(now.minus(Period.ofDays(30))), yesterday());
    }

    /** RSA-2048, as the documented signatures of 256 bytes show. */
    static KeyPair signingPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static Credential signer(Credential issuer, String name, KeyPair pair, Date from, Date until) {
        try {
            JcaX509v3CertificateBuilder builder = leaf(issuer, name, pair, from, until);
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            return issued(issuer, builder, pair);
        } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
            throw new IllegalStateException("cannot make the signing certificate " + name, e);
        }
    }

    private static JcaX509v3CertificateBuilder leaf(Credential issuer, String name, KeyPair pair, Date from, Date until)
            throws CertIOException, GeneralSecurityException {
        X500Name issuerName = X500Name.getInstance(
                issuer.certificate().getSubjectX500Principal().getEncoded());
        JcaX509v3CertificateBuilder builder = builder(issuerName, new X500Name(name), pair, from, until);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(pair.getPublic()));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                identifiers.createAuthorityKeyIdentifier(issuer.certificate()));
        return builder;
    }

    private static JcaX509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, KeyPair pair, Date from, Date until) {
        BigInteger serial = new BigInteger(127, new SecureRandom()).setBit(126);
        return new JcaX509v3CertificateBuilder(issuer, serial, from, until, subject, pair.getPublic());
    }

    private static Credential issued(Credential issuer, JcaX509v3CertificateBuilder builder, KeyPair pair)
            throws GeneralSecurityException, OperatorCreationException {
        X509Certificate certificate = sign(builder, "SHA256withECDSA", issuer.key());
        return new Credential(pair.getPrivate(), List.of(certificate, issuer.certificate()));
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, String algorithm, PrivateKey key)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(key)));
    }

    private static KeyPair ellipticPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    /** A day back, so that a computer whose clock lags still accepts the certificate. */
    private Date yesterday() {
        return Date.from(now.minus(Period.ofDays(1)));
    }

    private Date plus(Period life) {
        return Date.from(now.atZone(ZoneOffset.UTC).plus(life).toInstant());
    }
}
