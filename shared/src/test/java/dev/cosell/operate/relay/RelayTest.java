package dev.cosell.operate.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.cosell.http.Answer;
import dev.cosell.http.Call;
import dev.cosell.operate.notice.Notice;
import dev.cosell.partnercenter.Callback;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.RelayMessage;
import dev.cosell.store.RelayQueue;
import dev.cosell.sync.memory.VirtualClock;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;

/** One address per tenant is enough for several products. */
class RelayTest {
    private static final String CRM = "https://crm.example/hook?code=K3Y";
    private static final String BILLING = "https://billing.example/hook";
    private static final byte[] BODY =
            "{\"EventName\":\"invoice-ready\",\"ResourceUri\":null, \"Note\":\"\u00e4\"}".getBytes(UTF_8);
    private static final Map<String, String> HEADERS = Map.of(
            "x-ms-signature", "Signature c2ln",
            "x-ms-signature-algorithm", "rsa-sha256",
            "x-ms-certificate-url", "https://3psostorageacct.blob.core.windows.net/cert/c.cer",
            "content-type", "application/json",
            "x-functions-key", "OURS",
            "cookie", "not theirs");

    private final VirtualClock clock = new VirtualClock();
    private final RelayQueue queue = mock(RelayQueue.class);
    private final List<Notice> notices = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final Map<String, Integer> answers = new HashMap<>();
    private Optional<String> served = Optional.empty();
    private RelayTargets targets = targets(CRM + " " + BILLING);

    RelayTest() {
        when(queue.send(any(), any())).thenReturn(true);
    }

    @Test
    void aCallbackIsQueuedOnceForAllWithWhatItWasSignedAndNothingElse() {
        relay().heard(Callback.parse(BODY), HEADERS, BODY);

        RelayMessage queued = queued(1).getLast();
        assertArrayEquals(BODY, queued.body());
        assertEquals(
                Map.of(
                        "x-ms-signature", "Signature c2ln",
                        "x-ms-signature-algorithm", "rsa-sha256",
                        "x-ms-certificate-url", "https://3psostorageacct.blob.core.windows.net/cert/c.cer",
                        "content-type", "application/json"),
                queued.headers());
        assertFalse(queued.toString().contains("K3Y"), "no address, no key on the queue");
        assertEquals(List.of(), calls, "Partner Center's answer waits for nobody");
    }

    @Test
    void whereNobodyWantsCallbacksNothingIsQueued() {
        targets = targets("");

        relay().heard(Callback.parse(BODY), HEADERS, BODY);

        verifyNoInteractions(queue);
    }

    @Test
    void whatAnotherInstancePassedOnGoesNoFurther() {
        Map<String, String> relayed = new HashMap<>(HEADERS);
        relayed.put("x-cosell-relayed", "1");

        relay().heard(Callback.parse(BODY), relayed, BODY);

        verifyNoInteractions(queue);
    }

    @Test
    void whatIsTooLargeToBePassedOnIsTold() {
        when(queue.send(any(), any())).thenReturn(false);

        relay().heard(Callback.parse(BODY), HEADERS, BODY);

        assertTrue(notices.getFirst().text().contains("too large to be passed on"), notices::toString);
    }

    @Test
    void everyTargetGetsTheBodyByteByByteAndTheSignature() {
        String line = worker().work(message(List.of(), 0));

        assertEquals("relay=invoice-ready attempt=0 [crm.example=taken, billing.example=taken]", line);
        assertEquals(List.of(CRM, BILLING), called());
        for (Call call : calls) {
            assertEquals("POST", call.method());
            assertArrayEquals(BODY, call.body());
            assertEquals("Signature c2ln", call.headers().get("x-ms-signature"));
            assertEquals("1", call.headers().get("x-cosell-relayed"));
        }
        verify(queue, times(0)).send(any(), any());
    }

    /** A redirect too: where it leads nobody has chosen. */
    @ParameterizedTest
    @ValueSource(ints = {302, 401, 404, 500, 0})
    void onlyWhoDidNotTakeItIsTriedAgain(int status) {
        answers.put("billing.example", status);

        String line = worker().work(message(List.of(), 0));

        assertTrue(line.endsWith(" again=PT10S"), line);
        RelayMessage again = queued(1).getLast();
        assertEquals(List.of(RelayTarget.chosen(BILLING).id()), again.to());
        assertEquals(1, again.attempt());
        assertEquals(2, calls.size());

        answers.clear();
        assertEquals(
                "relay=invoice-ready attempt=1 [billing.example=taken]",
                worker().work(message(again.to(), again.attempt())));
        assertEquals(List.of(CRM, BILLING, BILLING), called());
    }

    @Test
    void waitsGrowToAnHourAndThenItIsParked() {
        answers.put("billing.example", 500);
        assertEquals(Duration.ofSeconds(10), RelayWorker.waitAfter(0));
        assertEquals(Duration.ofSeconds(80), RelayWorker.waitAfter(3));
        assertEquals(Duration.ofHours(1), RelayWorker.waitAfter(9));
        assertEquals(Duration.ofHours(1), RelayWorker.waitAfter(100));

        String line = worker().work(message(List.of(), RelayWorker.MOST_ATTEMPTS - 1));

        assertTrue(line.endsWith(" parked"), line);
        assertEquals(List.of(RelayTarget.chosen(BILLING).id()), parked().to());
        verify(queue, times(0)).send(any(), any());
        assertTrue(notices.getFirst().text().contains("could not be passed on to billing.example"));
    }

    @Test
    void whoIsNoTargetAnyMoreGetsNothingAndItIsParkedForThem() {
        String line = worker().work(message(
                List.of("0123456789abcdef", RelayTarget.chosen(CRM).id()), 4));

        assertEquals("relay=invoice-ready attempt=4 [crm.example=taken] parked", line);
        assertEquals(List.of(CRM), called());
        assertEquals(List.of("0123456789abcdef"), parked().to());
        assertTrue(notices.getFirst().text().contains("no target any more"), notices::toString);
    }

    @Test
    void aTargetWithANewKeyGetsWhatWaitsForIt() {
        List<String> waiting = List.of(RelayTarget.chosen(CRM).id());
        targets = targets(CRM.replace("K3Y", "N3W"));

        worker().work(message(waiting, 4));

        assertEquals(List.of("https://crm.example/hook?code=N3W"), called());
    }

    @Test
    void twoAddressesThatDifferInTheirQueryOnlyBothGetIt() {
        targets = targets(BILLING + "?for=1 " + BILLING + "?for=2");

        worker().work(message(List.of(), 0));

        assertEquals(List.of(BILLING + "?for=1", BILLING + "?for=2"), called());
    }

    @Test
    void whatTheQueueDoesNotTakeAgainIsParked() {
        when(queue.send(any(), any())).thenReturn(false);
        answers.put("billing.example", 500);

        assertTrue(worker().work(message(List.of(), 0)).endsWith(" parked"));
        assertEquals(List.of(RelayTarget.chosen(BILLING).id()), parked().to());
    }

    @Test
    void theFormerOwnerIsServedAsLongAsItIsWanted() {
        targets = targets("");
        served = Optional.of("https://former.example/hook?sig=K3Y");
        worker().work(message(List.of(), 0));
        assertEquals(List.of("https://former.example/hook?sig=K3Y"), called());

        served = Optional.empty();
        clock.pass(Duration.ofSeconds(30));
        worker().work(message(List.of(), 0));
        assertEquals(1, calls.size());
    }

    @Test
    void operatorsSeeHostsOnly() {
        when(queue.parked()).thenReturn(2L);

        String shown = new RelayDesk(targets, queue).show().body().orElseThrow().toString();

        assertEquals("{\"targets\":[\"crm.example\",\"billing.example\"],\"waiting\":0,\"parked\":2}", shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://crm.example/hook",
                "crm.example/hook",
                "ftp://crm.example",
                "https://user:S3CRET@crm.example",
                "https://crm.example/#S3CRET",
                "https:///hook",
                "https://a.example/|S3CRET",
                "https://1.example https://2.example https://3.example https://4.example https://5.example https://6.example",
                "https://COSELL.example/api/events/partner-center"
            })
    void whatIsNoAddressOfAnotherSystemIsAFaultThatQuotesNoKey(String written) {
        IllegalArgumentException fault = assertThrows(IllegalArgumentException.class, () -> targets(written));

        assertTrue(fault.getMessage().startsWith("expected "), fault.getMessage());
        assertFalse(fault.getMessage().contains("S3CRET"), fault.getMessage());
    }

    private RelayTargets targets(String written) {
        return new RelayTargets(
                RelayTargets.read(written, Optional.of(URI.create("https://cosell.example"))), () -> served, clock);
    }

    private Relay relay() {
        return new Relay(targets, queue, notices::add, clock);
    }

    private RelayWorker worker() {
        return new RelayWorker(targets, queue, this::answer, notices::add, clock);
    }

    private Answer answer(Call call) {
        calls.add(call);
        int status = answers.getOrDefault(call.uri().getHost(), 202);
        if (status == 0) {
            throw Problem.of(ProblemCode.TIMED_OUT, "no answer").failure();
        }
        return new Answer(status, Map.of("location", "https://inside.example"), "internals".getBytes(UTF_8));
    }

    private List<String> called() {
        return calls.stream().map(call -> call.uri().toString()).toList();
    }

    private List<RelayMessage> queued(int count) {
        ArgumentCaptor<RelayMessage> message = ArgumentCaptor.captor();
        verify(queue, times(count)).send(message.capture(), any());
        return message.getAllValues();
    }

    private RelayMessage parked() {
        ArgumentCaptor<RelayMessage> parked = ArgumentCaptor.captor();
        verify(queue).park(parked.capture());
        return parked.getValue();
    }

    /** As the queue holds it. */
    private static String message(List<String> to, int attempt) {
        return RelayQueue.encode(
                new RelayMessage("invoice-ready", Map.of("x-ms-signature", "Signature c2ln"), BODY, to, attempt));
    }
}
