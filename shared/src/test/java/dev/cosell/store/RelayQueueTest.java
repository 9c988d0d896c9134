package dev.cosell.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.problem.Failure;
import dev.cosell.problem.ProblemCode;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayQueueTest {
    private static final AtomicInteger TESTS = new AtomicInteger();
    private static final byte[] BODY = "{\"EventName\":\"invoice-ready\", \"Note\":\"\u00e4\"}".getBytes(UTF_8);
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final Storage storage = new LocalStorage().storage();
    private final String name = "relay-" + TESTS.incrementAndGet();
    private final RelayQueue queue = new RelayQueue(storage, name);

    @Test
    void aCallbackTravelsByteByByteWithWhatItWasSigned() {
        assertTrue(queue.send(message(List.of("a", "b"), 3), Duration.ZERO));

        RelayMessage taken = take(name);
        assertEquals("invoice-ready", taken.event());
        assertEquals(Map.of("x-ms-signature", "c2ln", "x-ms-certificate-url", "https://c"), taken.headers());
        assertArrayEquals(BODY, taken.body());
        assertEquals(List.of("a", "b"), taken.to());
        assertEquals(3, taken.attempt());
    }

    @Test
    void whatNoQueueTakesIsSaidToBeTooLarge() {
        RelayMessage huge = new RelayMessage("invoice-ready", Map.of(), new byte[40 * 1024], List.of(), 0);

        assertFalse(queue.send(huge, Duration.ZERO));
        assertEquals(0, queue.waiting());
    }

    /** Six ids: five targets of the settings, and a former owner that is served. */
    @Test
    void whatFitsWhenItComesStillFitsOnceItNamesWhoDidNotTakeIt() {
        List<String> ids = Collections.nCopies(6, "0123456789abcdef");
        int bytes = 40 * 1024;
        while (!queue.send(sized(bytes), Duration.ZERO)) {
            bytes--;
        }

        assertTrue(queue.send(sized(bytes).againFor(ids), Duration.ZERO));
    }

    @Test
    void whatWasParkedIsQueuedAgainFromTheFirstAttemptOn() {
        queue.park(message(List.of("b"), 12));
        assertEquals(1, queue.parked());

        assertEquals(1, queue.requeueParked(any -> true));

        RelayMessage again = take(name);
        assertEquals(0, again.attempt());
        assertEquals(List.of("b"), again.to());
        assertEquals(0, queue.parked());
    }

    @Test
    void whatNobodyCanReadStaysParkedUntilItIsDiscarded() {
        storage.queue(QueueNames.poison(name)).send("not ours", Duration.ZERO);

        assertEquals(0, queue.requeueParked(any -> true));
        assertEquals(1, queue.parked());
    }

    @Test
    void whatNobodyWouldTakeStaysParkedAndIsNotSaidToBeQueued() {
        queue.park(message(List.of("gone"), 12));

        assertEquals(0, queue.requeueParked(parked -> parked.to().contains("b")));
        assertEquals(1, queue.parked());
        assertEquals(0, queue.waiting());
    }

    @Test
    void whatIsDiscardedIsGone() {
        queue.park(message(List.of(), 12));
        queue.park(message(List.of(), 12));

        assertEquals(2, queue.discardParked());
        assertEquals(0, queue.parked());
        assertEquals(0, queue.waiting());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "not json", "{\"event\":\"e\"}", "{\"event\":\"e\",\"body\":\"%\"}"})
    void whatIsNoCallbackIsUnreadable(String text) {
        Failure failure = assertThrows(Failure.class, () -> RelayQueue.decode(text));

        assertEquals(ProblemCode.MESSAGE_UNREADABLE, failure.problem().code());
    }

    private static RelayMessage sized(int bytes) {
        return new RelayMessage("invoice-ready", Map.of(), new byte[bytes], List.of(), 0);
    }

    private RelayMessage take(String from) {
        List<MessageQueue.Taken> taken = storage.queue(from).take(2, LEASE);
        assertEquals(1, taken.size());
        return RelayQueue.decode(new String(taken.getFirst().body(), UTF_8));
    }

    private static RelayMessage message(List<String> to, int attempt) {
        return new RelayMessage(
                "invoice-ready",
                Map.of("x-ms-signature", "c2ln", "x-ms-certificate-url", "https://c"),
                BODY,
                to,
                attempt);
    }
}
