package dev.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cosell.sandbox.Request;
import dev.cosell.sandbox.Response;
import dev.cosell.sandbox.Service;
import dev.cosell.sandbox.pki.KeyRing;
import dev.cosell.sandbox.pki.Signer;
import java.security.cert.CertificateEncodingException;
import java.util.Map;

/** Serves the signing certificates (DER) under {@code /cert/}, as Microsoft's storage account does; stateless. */
public final class Certificates implements Service {
    public static final String NAME = "certificates";
    static final String FOLDER = "/cert/";

    private final KeyRing keys;

    public Certificates(KeyRing keys) {
        this.keys = keys;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Response answer(Request request) {
        if (!request.method().equals("GET")) {
            return Response.of(405);
        }
        for (Signer signer : Signer.values()) {
            if (request.path().equals(FOLDER + signer.file())) {
                return certificate(signer);
            }
        }
        return Response.of(404);
    }

    @Override
    public JsonNode state() {
        return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public void restore(JsonNode state) {
        // The keys are kept by the key ring.
    }

    private Response certificate(Signer signer) {
        try {
            byte[] encoded = keys.certificate(signer).getEncoded();
            return new Response(200, Map.of("Content-Type", "application/pkix-cert"), encoded, "");
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("cannot encode the certificate of " + signer, e);
        }
    }
}
