package dev.cosell.operate.intake;

import static dev.cosell.operate.Problems.codeOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.cosell.http.TestAuthority;
import dev.cosell.http.TrustStore;
import dev.cosell.operate.Problems;
import dev.cosell.operate.Reply;
import dev.cosell.partnercenter.Callback;
import dev.cosell.partnercenter.CallbackSignature;
import dev.cosell.partnercenter.CallbackTrust;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.memory.MemoryQueue;
import dev.cosell.sync.memory.MemoryStore;
import dev.cosell.sync.memory.SettableClock;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import dev.cosell.sync.port.Inbox;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartnerCenterIntakeTest {
    private static final String ID = "3f2c7a10-0000-4000-8000-000000000001";
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final TestAuthority MICROSOFT = new TestAuthority("CN=Test Root, O=Microsoft Corporation, C=US");
    private static final TestAuthority.Issued SIGNER = MICROSOFT.issue("CN=pcnotifications-dispatch.microsoft.com");
    private static TrustStore trusted;

    private final List<String> steps = new ArrayList<>();
    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final MemoryStore store = new MemoryStore(clock, this::step);
    private final MemoryQueue queue = new MemoryQueue(clock, this::step);
    private final CallbackListener listener = mock(CallbackListener.class);
    private Supplier<byte[]> certificate = SIGNER::der;
    private Optional<String> storageAwayAt = Optional.empty();

    @BeforeAll
    static void trustTheTestAuthority(@TempDir Path folder) throws IOException {
        trusted = new TrustStore(Optional.of(MICROSOFT.pemFile(folder)));
        trusted.keyStore();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"referral-created", "referral-updated", "related-referral-created", "related-referral-updated"})
    void aReferralEventMarksItsHintAndThenQueues(String event) {
        byte[] body = event(event);

        assertEquals(Reply.empty(202), intake().accept(signed(body), body, TRACE));

        assertEquals(List.of("after hints.mark", "after queue.send"), effects());
        Work work = queue.poll(MemoryQueue.CRM_UPDATES).orElseThrow().work();
        assertEquals(Subject.referral(ID), work.subject());
        assertEquals(store.hints().getFirst().mark(), work.mark());
        assertEquals(event, work.cause());
        assertEquals(Optional.of(Instant.parse("2026-03-01T09:59:58Z")), work.stamp());
        assertEquals(TRACE, work.trace());
        verify(listener).heard(any(), any(), any());
    }

    @ParameterizedTest
    @ValueSource(strings = {"test-created", "subscription-updated"})
    void otherEventsAreHeardOfWithWhatTheyWereSigned(String event) {
        byte[] body = event(event);
        Map<String, String> headers = signed(body);

        assertEquals(Reply.empty(202), intake().accept(headers, body, TRACE));

        verify(listener).heard(Callback.parse(body), headers, body);
        assertNothingStored();
    }

    @Test
    void aReferralEventWithoutAReferralIsHeardOfToo() {
        byte[] body = "{\"EventName\":\"referral-updated\"}".getBytes(UTF_8);

        assertEquals(202, intake().accept(signed(body), body, "").status());
        verify(listener).heard(any(), any(), any());
    }

    @Test
    void nothingOfAnUnsignedCallbackIsUsed() {
        byte[] body = event("referral-updated");
        Map<String, String> ofAnother = signed(event("referral-created"));

        assertEquals(ProblemCode.SIGNATURE_INVALID, codeOf(() -> intake().accept(Map.of(), body, TRACE)));
        assertEquals(ProblemCode.SIGNATURE_INVALID, codeOf(() -> intake().accept(ofAnother, body, TRACE)));
        assertNothingStored();
        verifyNoInteractions(listener);
    }

    @Test
    void s65_aHugeBodyIsRefusedBeforeAnythingElse() {
        byte[] huge = new byte[Callback.LARGEST_BODY + 1];

        assertEquals(ProblemCode.TOO_LARGE, codeOf(() -> intake().accept(Map.of(), huge, "")));
    }

    @Test
    void aSignedBodyThatIsNoEventIsNamed() {
        byte[] body = "[1]".getBytes(UTF_8);

        assertEquals(ProblemCode.REQUEST_UNREADABLE, codeOf(() -> intake().accept(signed(body), body, "")));
        assertNothingStored();
    }

    @ParameterizedTest
    @EnumSource(
            value = ProblemCode.class,
            names = {"UNAVAILABLE", "TIMED_OUT", "MISCONFIGURED"})
    void withoutTheSignersCertificateTheSenderMustTryAgain(ProblemCode why) {
        certificate = () -> {
            throw Problem.of(why, "no certificate").failure();
        };
        byte[] body = event("referral-updated");
        Problem problem = Problems.of(() -> intake().accept(signed(body), body, TRACE));

        assertEquals(why, problem.code());
        assertEquals(503, Reply.toStranger(problem, "c").status());
        assertNothingStored();
    }

    @ParameterizedTest
    @ValueSource(strings = {"before hints.mark", "before queue.send"})
    void whileStorageIsAwayNothingIsPromised(String step) {
        storageAwayAt = Optional.of(step);
        byte[] body = event("referral-updated");
        Problem problem = Problems.of(() -> intake().accept(signed(body), body, TRACE));

        assertEquals(ProblemCode.STORAGE_UNAVAILABLE, problem.code());
        assertEquals(503, Reply.toStranger(problem, "c").status());
    }

    @Test
    void whoeverHearsOfAnEventButCannotNoteItHasItSentAgain() {
        doThrow(Problems.STORAGE_AWAY.failure()).when(listener).heard(any(), any(), any());
        byte[] body = event("test-created");

        assertEquals(ProblemCode.STORAGE_UNAVAILABLE, codeOf(() -> intake().accept(signed(body), body, TRACE)));
    }

    @Test
    void ourOwnPartIsSafeBeforeAnybodyElseHearsOfTheEvent() {
        doThrow(Problems.STORAGE_AWAY.failure()).when(listener).heard(any(), any(), any());
        byte[] body = event("referral-updated");

        assertEquals(ProblemCode.STORAGE_UNAVAILABLE, codeOf(() -> intake().accept(signed(body), body, TRACE)));
        assertEquals(List.of("after hints.mark", "after queue.send"), effects());
    }

    @Test
    void s65_aCallbackThatIsNotPartnerCentersIsRefused() {
        byte[] body = event("referral-updated");
        Map<String, String> good = signed(body);
        byte[] tampered =
                new String(body, UTF_8).replace(ID, ID.replace('3', '4')).getBytes(UTF_8);
        Map<String, String> foreignHost = new HashMap<>(good);
        foreignHost.put("x-ms-certificate-url", "https://evil.example/cert/signer.cer");

        assertEquals(ProblemCode.SIGNATURE_INVALID, codeOf(() -> intake().accept(good, tampered, "")));
        assertEquals(ProblemCode.SIGNATURE_INVALID, codeOf(() -> intake().accept(foreignHost, body, "")));
        certificate = new TestAuthority("CN=Anybody, O=Microsoft Corporation, C=US")
                .issue("CN=pcnotifications-dispatch.microsoft.com")::der;
        assertEquals(ProblemCode.SIGNATURE_INVALID, codeOf(() -> intake().accept(good, body, "")));
        assertNothingStored();
        verifyNoInteractions(listener);
    }

    @Test
    void s65_anEventOfLongAgoIsRefused() {
        byte[] body = event("referral-updated");
        Map<String, String> headers = signed(body);
        clock.advance(PartnerCenterIntake.OLDEST.plusSeconds(3));

        Problem problem = Problems.of(() -> intake().accept(headers, body, ""));

        assertEquals(ProblemCode.EVENT_TOO_OLD, problem.code());
        assertTrue(problem.detail().contains("within 7 days, found one of 2026-03-01T09:59:58Z"), problem.detail());
        assertNothingStored();
        verifyNoInteractions(listener);
    }

    @Test
    void s65_ofAResourceUriOnlyTheIdAtItsEndIsUsed() {
        byte[] body = ("{\"EventName\":\"referral-updated\",\"ResourceUri\":\"https://evil.example/steal/" + ID
                        + "\",\"ResourceChangeUtcDate\":\"2026-03-01T09:59:58Z\"}")
                .getBytes(UTF_8);

        assertEquals(202, intake().accept(signed(body), body, "").status());

        assertEquals(
                Subject.referral(ID),
                queue.poll(MemoryQueue.CRM_UPDATES).orElseThrow().work().subject());
    }

    private PartnerCenterIntake intake() {
        CallbackSignature signature = new CallbackSignature(
                CallbackTrust.DEFAULT, trusted, address -> certificate.get(), InstantSource.system());
        return new PartnerCenterIntake(signature, new Inbox(store, queue), List.of(listener), clock);
    }

    private void step(String step) {
        steps.add(step);
        if (storageAwayAt.filter(step::equals).isPresent()) {
            throw Problems.STORAGE_AWAY.failure();
        }
    }

    private List<String> effects() {
        return steps.stream().filter(step -> step.startsWith("after ")).toList();
    }

    private void assertNothingStored() {
        assertEquals(List.of(), steps);
    }

    private static byte[] event(String name) {
        return ("{\"EventName\":\"" + name
                        + "\",\"ResourceUri\":\"https://api.partner.microsoft.com/v1.0/engagements/referrals/" + ID
                        + "\",\"ResourceName\":\"referral\",\"ResourceChangeUtcDate\":\"2026-03-01T09:59:58Z\"}")
                .getBytes(UTF_8);
    }

    private static Map<String, String> signed(byte[] body) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(SIGNER.key());
            signature.update(body);
            return Map.of(
                    "x-ms-signature", Base64.getEncoder().encodeToString(signature.sign()),
                    "x-ms-signature-algorithm", "rsa-sha256",
                    "x-ms-certificate-url", "https://3psostorageacct.blob.core.windows.net/cert/signer.cer");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
