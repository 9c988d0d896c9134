package dev.cosell.partnercenter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cosell.problem.Failure;
import dev.cosell.problem.ProblemCode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CertificateDownloadTest {
    private static final URI ADDRESS = URI.create(SignedCallback.ADDRESS);

    private final FakeTransport transport = new FakeTransport();
    private final CertificateDownload download = new CertificateDownload(transport);

    @Test
    void theFileIsFetchedWithoutToken() {
        transport.answers(200, "file");

        assertEquals(4, download.fetch(ADDRESS).length);
        assertEquals(List.of("GET " + ADDRESS), transport.sent());
        assertEquals(Map.of(), transport.calls.getFirst().headers());
    }

    @Test
    void aRedirectIsRefused() {
        transport.answers(302, Map.of("location", "https://evil.example/"), "");

        assertFails(ProblemCode.SIGNATURE_INVALID);
    }

    @Test
    void aMissingFileIsRefused() {
        transport.answers(404, "");

        assertFails(ProblemCode.SIGNATURE_INVALID);
    }

    @Test
    void anOversizedFileIsRefused() {
        transport.answers(200, "x".repeat(CertificateDownload.LARGEST_FILE + 1));

        assertFails(ProblemCode.SIGNATURE_INVALID);
    }

    @Test
    void anOutageAsksTheSenderToTryAgain() {
        transport.answers(503, "");

        assertFails(ProblemCode.UNAVAILABLE);
    }

    private void assertFails(ProblemCode code) {
        assertEquals(
                code,
                assertThrows(Failure.class, () -> download.fetch(ADDRESS))
                        .problem()
                        .code());
        assertEquals(1, transport.calls.size());
    }
}
