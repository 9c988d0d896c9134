package dev.cosell.partnercenter;

import dev.cosell.http.TrustStore;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.PKIXRevocationChecker.Option;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/**
 * Whether a certificate is one that Partner Center signs with: it chains to a trusted authority, is valid now, was
 * issued by {@code O=Microsoft Corporation} and holds a strong RSA key meant for signing.
 *
 * <p>Only the signer's own certificate is served. If its issuer is not itself trusted, start the JVM with {@code
 * -Dcom.sun.security.enableAIAcaIssuers=true} so that the JDK fetches intermediates from where the certificate says, or
 * add them to the trust store's file.
 */
final class SignerCertificate {
    private static final String ORGANISATION = "Microsoft Corporation";
    private static final int SHORTEST_KEY = 2048;
    private static final int DNS_NAME = 2;

    private SignerCertificate() {}

    /**
     * Refuses any other.
     *
     * @param chain the signer's own first
     * @throws dev.cosell.problem.Failure with {@code SIGNATURE_INVALID}
     */
    static void check(List<X509Certificate> chain, CallbackTrust trust, TrustStore authorities, Instant now) {
        X509Certificate signer = chain.getFirst();
        checkKey(signer);
        checkPath(chain, trust, authorities, now);
        List<String> organisations = names(signer.getIssuerX500Principal(), "O");
        if (!organisations.equals(List.of(ORGANISATION))) {
            throw CallbackSignature.invalid("a certificate issued by O=" + ORGANISATION, "O=" + organisations);
        }
        trust.subject().filter(pinned -> !isFor(signer, pinned)).ifPresent(pinned -> {
            throw CallbackSignature.invalid("a certificate for " + pinned, "one for another name");
        });
    }

    private static void checkKey(X509Certificate signer) {
        if (!(signer.getPublicKey() instanceof RSAPublicKey key)) {
            throw CallbackSignature.invalid("an RSA key", signer.getPublicKey().getAlgorithm());
        }
        if (key.getModulus().bitLength() < SHORTEST_KEY) {
            throw CallbackSignature.invalid(
                    "a key of at least " + SHORTEST_KEY + " bits",
                    key.getModulus().bitLength() + " bits");
        }
        if (signer.getKeyUsage() != null && !signer.getKeyUsage()[0]) {
            throw CallbackSignature.invalid("a certificate for digital signatures", "one for other uses");
        }
    }

    private static void checkPath(
            List<X509Certificate> chain, CallbackTrust trust, TrustStore authorities, Instant now) {
        try {
            CertPathBuilder builder = CertPathBuilder.getInstance("PKIX");
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(chain.getFirst());
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(authorities.keyStore(), target);
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
            parameters.setDate(Date.from(now));
            parameters.setRevocationEnabled(false);
            if (trust.revocationChecked()) {
                parameters.addCertPathChecker(revocation(builder));
            }
            builder.build(parameters);
        } catch (CertPathBuilderException e) {
            throw CallbackSignature.invalid(
                    "a certificate that a trusted authority issued and that is valid", reason(e));
        } catch (KeyStoreException | NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
            throw new IllegalStateException("the JDK cannot validate certificate paths", e);
        }
    }

    /**
     * Best effort: a certificate on its authority's revocation list is refused, a list that cannot be reached is not
     * held against it. Lists only, because the JDK counts a certificate without OCSP responder as failed for good.
     */
    private static PKIXRevocationChecker revocation(CertPathBuilder builder) {
        PKIXRevocationChecker checker = (PKIXRevocationChecker) builder.getRevocationChecker();
        checker.setOptions(EnumSet.of(Option.SOFT_FAIL, Option.PREFER_CRLS, Option.NO_FALLBACK));
        return checker;
    }

    private static String reason(GeneralSecurityException e) {
        Throwable innermost = e;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost.getClass().getSimpleName();
    }

    private static boolean isFor(X509Certificate signer, String name) {
        return names(signer.getSubjectX500Principal(), "CN").stream().anyMatch(name::equalsIgnoreCase)
                || dnsNames(signer).stream().anyMatch(name::equalsIgnoreCase);
    }

    private static List<String> dnsNames(X509Certificate signer) {
        try {
            Collection<List<?>> names =
                    Optional.ofNullable(signer.getSubjectAlternativeNames()).orElse(List.of());
            return names.stream()
                    .filter(name -> name.getFirst().equals(DNS_NAME))
                    .map(name -> String.valueOf(name.get(1)))
                    .toList();
        } catch (CertificateParsingException e) {
            throw CallbackSignature.invalid("readable alternative names in the certificate", "others");
        }
    }

    /** The values of one attribute, taken from the parsed name: {@code CN="O=Microsoft Corporation"} has no O. */
    private static List<String> names(X500Principal name, String attribute) {
        List<String> values = new ArrayList<>();
        try {
            for (Rdn part : new LdapName(name.getName(X500Principal.RFC2253)).getRdns()) {
                Attribute found = part.toAttributes().get(attribute);
                NamingEnumeration<?> all = found == null ? null : found.getAll();
                while (all != null && all.hasMore()) {
                    values.add(String.valueOf(all.next()));
                }
            }
        } catch (InvalidNameException e) {
            throw CallbackSignature.invalid("a readable name in the certificate", "another");
        } catch (NamingException e) {
            throw new IllegalStateException("the values of a parsed name cannot be listed", e);
        }
        return values;
    }
}
