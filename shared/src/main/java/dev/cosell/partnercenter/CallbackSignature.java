package dev.cosell.partnercenter;

import dev.cosell.http.TrustStore;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Verifies that Partner Center signed a callback.
 *
 * <p>The signature covers the body byte by byte and stands in {@code Authorization: Signature ...} or, if the webhook
 * was registered so, in {@code x-ms-signature}; {@code x-ms-certificate-url} names the signer's certificate and {@code
 * x-ms-signature-algorithm} the algorithm. Microsoft's sample checks the certificate's chain and organisation; on top
 * of that we take certificates from known hosts only, and algorithms from a list.
 *
 * <p>Nothing in a callback says when it was sent, so a replayed one verifies. It is only a hint, which makes that
 * harmless.
 */
public final class CallbackSignature {
    private static final Map<String, String> ALGORITHMS = Map.of(
            "rsa-sha256", "SHA256withRSA",
            "rsa-sha384", "SHA384withRSA",
            "rsa-sha512", "SHA512withRSA");

    private static final String SCHEME = "signature ";
    private static final int LONGEST_HEADER = 4096;

    private final CallbackTrust trust;
    private final KnownSigners signers;
    private final CertificateCache certificates;
    private final InstantSource clock;

    public CallbackSignature(
            CallbackTrust trust, TrustStore authorities, CertificateSource certificates, InstantSource clock) {
        this.trust = trust;
        this.signers = new KnownSigners(trust, authorities);
        this.certificates = new CertificateCache(certificates, clock);
        this.clock = clock;
    }

    /**
     * Returns if the signature is good.
     *
     * @param headers names in any case
     * @param body as received, not parsed and written again
     * @throws Failure with {@code SIGNATURE_INVALID}, or {@code UNAVAILABLE} if the certificate cannot be fetched now
     */
    public void verify(Map<String, String> headers, byte[] body) {
        Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(headers);
        Claim claim = new Claim(signature(byName), algorithm(byName), certificateAddress(byName));
        List<X509Certificate> known = certificates.get(claim.certificate());
        try {
            check(claim, known, body);
        } catch (Failure failure) {
            boolean mayHaveBeenRenewed = failure.problem().code() == ProblemCode.SIGNATURE_INVALID
                    && certificates.mayBeRenewed(claim.certificate());
            if (!mayHaveBeenRenewed) {
                throw failure;
            }
            check(claim, certificates.renewed(claim.certificate()), body);
        }
    }

    static Failure invalid(String expected, String found) {
        return Problem.of(ProblemCode.SIGNATURE_INVALID, "expected " + expected + ", found " + found)
                .failure();
    }

    private void check(Claim claim, List<X509Certificate> chain, byte[] body) {
        signers.check(chain, clock.instant());
        try {
            Signature verifier = Signature.getInstance(claim.algorithm());
            verifier.initVerify(chain.getFirst().getPublicKey());
            verifier.update(body);
            if (!verifier.verify(claim.signature())) {
                throw invalid("a signature over this body", "one over another, or of another key");
            }
        } catch (SignatureException e) {
            throw invalid("a signature of the key's length", claim.signature().length + " bytes");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK cannot verify " + claim.algorithm(), e);
        }
    }

    private static byte[] signature(Map<String, String> headers) {
        Optional<String> authorization = header(headers, "authorization").filter(CallbackSignature::hasScheme);
        String text = authorization
                .or(() -> header(headers, "x-ms-signature"))
                .map(value -> hasScheme(value) ? value.substring(SCHEME.length()) : value)
                .orElseThrow(() -> invalid("a signature in Authorization or x-ms-signature", "none"));
        try {
            return Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException e) {
            throw invalid("a signature in Base64", "other characters");
        }
    }

    private static boolean hasScheme(String value) {
        return value.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    private static String algorithm(Map<String, String> headers) {
        String named = header(headers, "x-ms-signature-algorithm").orElse("").toLowerCase(Locale.ROOT);
        return Optional.ofNullable(ALGORITHMS.get(named))
                .orElseThrow(() -> invalid("one of rsa-sha256, rsa-sha384, rsa-sha512", Quoted.of(named)));
    }

    private URI certificateAddress(Map<String, String> headers) {
        String address = header(headers, "x-ms-certificate-url").orElse("");
        try {
            URI uri = new URI(address);
            if (trust.allows(uri)) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw invalid("a certificate address", Quoted.of(address));
        }
        throw invalid("a certificate address on one of " + trust.certificateHosts(), Quoted.of(address));
    }

    private static Optional<String> header(Map<String, String> headers, String name) {
        Optional<String> value =
                Optional.ofNullable(headers.get(name)).map(String::strip).filter(text -> !text.isEmpty());
        if (value.filter(text -> text.length() > LONGEST_HEADER).isPresent()) {
            throw invalid("at most " + LONGEST_HEADER + " characters in " + name, "more");
        }
        return value;
    }

    private record Claim(byte[] signature, String algorithm, URI certificate) {}
}
