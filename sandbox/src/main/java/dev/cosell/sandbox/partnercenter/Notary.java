package dev.cosell.sandbox.partnercenter;

import dev.cosell.sandbox.pki.KeyRing;
import dev.cosell.sandbox.pki.Signer;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the headers that prove a callback's origin. */
public final class Notary {
    private final KeyRing keys;
    private final URI certificates;

    /** @param certificates base address of the host that serves the certificates */
    public Notary(KeyRing keys, URI certificates) {
        this.keys = keys;
        this.certificates = certificates;
    }

    /**
     * The headers of a callback with this body.
     *
     * @param ownHeader whether the signature goes to {@code x-ms-signature} instead of {@code Authorization}
     */
    Map<String, String> headers(byte[] body, Signer signer, boolean ownHeader) {
        Map<String, String> headers = unsigned();
        headers.put(ownHeader ? "x-ms-signature" : "Authorization", "Signature " + keys.sign(signer, body));
        headers.put("X-MS-Certificate-Url", certificates + Certificates.FOLDER + signer.file());
        headers.put("X-MS-Signature-Algorithm", "rsa-sha256");
        return headers;
    }

    static Map<String, String> unsigned() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("Accept-Encoding", "gzip, deflate");
        return headers;
    }
}
