package dev.cosell.partnercenter;

import dev.cosell.http.Answer;
import dev.cosell.http.Call;
import dev.cosell.http.Transport;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * Downloads certificates. Without a token and without following redirects, so that the allow-list holds; it is not
 * Partner Center's API either, so the transport should meter nowhere.
 */
public final class CertificateDownload implements CertificateSource {
    /** A certificate is 2 KiB; with its chain in PEM it may be 20. */
    public static final int LARGEST_FILE = 64 * 1024;

    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final Transport transport;

    /** @param transport with a limit of {@link #LARGEST_FILE}, so that nothing larger is read at all */
    public CertificateDownload(Transport transport) {
        this.transport = transport;
    }

    @Override
    public byte[] fetch(URI address) {
        Answer answer =
                transport.send(new Call(RemoteSystem.PARTNER_CENTER, "GET", address, Map.of(), new byte[0], TIMEOUT));
        if (answer.status() == 429 || answer.status() >= 500) {
            throw Problem.of(ProblemCode.UNAVAILABLE, "the signing certificate: HTTP " + answer.status())
                    .failure();
        }
        if (answer.status() != 200) {
            throw CallbackSignature.invalid("a certificate at the given address", "HTTP " + answer.status());
        }
        if (answer.body().length > LARGEST_FILE) {
            throw CallbackSignature.invalid(
                    "a certificate of at most " + LARGEST_FILE + " bytes", answer.body().length + " bytes");
        }
        return answer.body();
    }
}
