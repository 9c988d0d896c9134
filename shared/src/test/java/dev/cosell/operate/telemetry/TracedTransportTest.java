package dev.cosell.operate.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cosell.http.Answer;
import dev.cosell.http.Call;
import dev.cosell.http.Transport;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.pair.RefusedCall;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TracedTransportTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";
    private static final String REFERRAL = "https://api.partnercenter.test/v1.0/engagements/referrals/1f0a7a32";

    private final Telemetry telemetry = Telemetry.none();
    private final List<Call> sent = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "/v1.0/engagements/referrals/1f0a7a32-6a3c, /v1.0/engagements/referrals/{id}",
        "/api/data/v9.2/opportunities(7d2f0a4e-92b1), /api/data/v9.2/opportunities({key})",
        "/api/data/v9.2/accounts(name='Ada%20Byron')/parent, /api/data/v9.2/accounts({key})/parent",
        "/api/data/v9.2/$batch, /api/data/v9.2/$batch",
        "/services/data/v67.0/sobjects/Opportunity/006Au00000B1, /services/data/v67.0/sobjects/Opportunity/{id}",
        "/services/data/v67.0/sobjects/Account/Key__c/Ada, /services/data/v67.0/sobjects/Account/Key__c/{id}",
        "/ada@contoso.com, /{id}"
    })
    void ofAnAddressOnlyWhatNamesAKindOfThingIsTold(String path, String told) {
        Call call = call("GET", "https://host.test" + path + "?$filter=name eq 'Ada'".replace(" ", "%20"), Map.of());

        assertEquals("GET " + told, Operation.of(call));
    }

    @Test
    void partnerCenterIsToldTheTraceAsItsCorrelationId() {
        inARun(() -> answering(new Answer(200, Map.of(), new byte[0]))
                .send(call("GET", REFERRAL, Map.of("MS-CorrelationId", "random", "MS-RequestId", "own"))));

        assertEquals(
                "4bf92f35-77b3-4da6-a3ce-929d0e0e4736",
                sent.getFirst().headers().get("MS-CorrelationId"));
        assertEquals("own", sent.getFirst().headers().get("MS-RequestId"));
    }

    @Test
    void nobodyElseIsToldTheTrace() {
        inARun(() -> answering(new Answer(200, Map.of(), new byte[0])).send(call("GET", REFERRAL, Map.of("a", "b"))));

        assertEquals(Map.of("a", "b"), sent.getFirst().headers());
    }

    @Test
    void aRefusedCallIsKeptWithTheSystemsRequestId() {
        List<RefusedCall> kept =
                inARun(() -> answering(new Answer(412, Map.of("request-id", "r-1", "req_id", "r-2"), new byte[0]))
                        .send(call("PATCH", REFERRAL, Map.of())));

        assertEquals(
                List.of(new RefusedCall(
                        RemoteSystem.PARTNER_CENTER, "PATCH /v1.0/engagements/referrals/{id}", 412, "r-1")),
                kept);
    }

    @Test
    void aCallWithoutAnAnswerIsKeptUnderOurOwnRequestId() {
        Transport silent = telemetry.traced((Transport) call -> {
            throw Problem.of(ProblemCode.TIMED_OUT, "no answer").failure();
        });
        List<RefusedCall> kept = inARun(() ->
                assertThrows(Failure.class, () -> silent.send(call("POST", REFERRAL, Map.of("MS-RequestId", "own")))));

        assertEquals(0, kept.getFirst().status());
        assertEquals("own", kept.getFirst().requestId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "<script>", "x\ny"})
    void whatIsNoIdIsNotTold(String hostile) {
        List<RefusedCall> kept = inARun(() -> answering(new Answer(400, Map.of("request-id", hostile), new byte[0]))
                .send(call("GET", REFERRAL, Map.of())));

        assertEquals("", kept.getFirst().requestId());
    }

    @Test
    void ofManyRefusedCallsTheLatestAreKept() {
        List<RefusedCall> kept = inARun(() -> {
            for (int i = 0; i < 8; i++) {
                answering(new Answer(500 + i, Map.of(), new byte[0])).send(call("GET", REFERRAL, Map.of()));
            }
        });

        assertEquals(
                List.of(503, 504, 505, 506, 507),
                kept.stream().map(RefusedCall::status).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473G-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\n00-",
                "<script>alert(1)</script>"
            })
    void aMessageWithAHostileTraceBeginsAnother(String hostile) {
        String trace = telemetry.runs().run(work(hostile), run -> run.work().trace() + " " + run.traceId());

        assertEquals(true, trace.matches("00-([0-9a-f]{32})-[0-9a-f]{16}-00 \\1"), trace);
    }

    private List<RefusedCall> inARun(Runnable calls) {
        return telemetry.runs().run(work(PARENT), run -> {
            calls.run();
            return Trail.current().orElseThrow().refused();
        });
    }

    private static Work work(String trace) {
        return new Work(Subject.referral("r1"), "m", "cause", Optional.empty(), Map.of(), 0, trace);
    }

    private Transport answering(Answer answer) {
        return telemetry.traced((Transport) call -> {
            sent.add(call);
            return answer;
        });
    }

    private static Call call(String method, String address, Map<String, String> headers) {
        return new Call(
                RemoteSystem.PARTNER_CENTER, method, URI.create(address), headers, new byte[0], Duration.ofSeconds(1));
    }
}
