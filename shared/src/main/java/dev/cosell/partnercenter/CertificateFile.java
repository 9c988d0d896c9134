package dev.cosell.partnercenter;

import java.io.ByteArrayInputStream;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Reads a certificate file: DER as served today, or PEM with one or more certificates, the signer's first. */
final class CertificateFile {
    private CertificateFile() {}

    static List<X509Certificate> read(byte[] file) {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(file))) {
                if (certificate instanceof X509Certificate x509) {
                    chain.add(x509);
                }
            }
        } catch (CertificateException e) {
            throw CallbackSignature.invalid("an X.509 certificate in DER or PEM", file.length + " other bytes");
        }
        if (chain.isEmpty()) {
            throw CallbackSignature.invalid("an X.509 certificate in DER or PEM", "none");
        }
        return List.copyOf(chain);
    }
}
