package dev.cosell.partnercenter;

import java.net.URI;

/** Where the certificate comes from that a callback names; the address has been checked against the allow-list. */
@FunctionalInterface
public interface CertificateSource {
    /**
     * The certificate's file, DER or PEM.
     *
     * @throws dev.cosell.problem.Failure with {@code SIGNATURE_INVALID} if there is none at this address, {@code
     *     UNAVAILABLE} if it cannot be fetched now, so that the sender should try again
     */
    byte[] fetch(URI address);
}
