package dev.cosell.operate.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** How the doctor runs checks, whatever they check. */
class DoctorsHoursTest {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void oneCheckThatHangsHidesNoOther() {
        CountDownLatch never = new CountDownLatch(1);
        Doctor doctor = doctor(SHORT, check("hangs", () -> await(never)), check("well", () -> ok("well")));

        Examination examination = doctor.examine();

        assertEquals(State.FAILED, examination.of("hangs").getFirst().state());
        assertEquals(
                Optional.of(ProblemCode.TIMED_OUT),
                examination.of("hangs").getFirst().code());
        assertEquals(State.OK, examination.of("well").getFirst().state());
    }

    @Test
    void oneCheckThatFailsOrIsBrokenHidesNoOtherAndItsWordsAreNotQuoted() {
        Doctor doctor = doctor(
                LONG,
                check("fails", () -> {
                    throw Problem.of(ProblemCode.PRIVILEGE_MISSING, "missing prvRead")
                            .failure();
                }),
                check("broken", () -> {
                    throw new IllegalStateException("Contoso's secret deal");
                }),
                check("well", () -> ok("well")));

        Examination examination = doctor.examine();

        assertEquals(
                Optional.of(ProblemCode.PRIVILEGE_MISSING),
                examination.of("fails").getFirst().code());
        assertEquals(
                Optional.of(ProblemCode.UNEXPECTED),
                examination.of("broken").getFirst().code());
        assertTrue(!examination.json().toString().contains("Contoso"));
        assertEquals(State.OK, examination.of("well").getFirst().state());
        assertEquals(
                "Failed: fails, broken.", examination.json().path("summary").asText());
    }

    @Test
    void checksRunAtTheSameTime() {
        CyclicBarrier meeting = new CyclicBarrier(3);

        Examination examination = doctor(LONG, meets("a", meeting), meets("b", meeting), meets("c", meeting))
                .examine();

        assertEquals(3, examination.count(State.OK));
    }

    @Test
    void aCheckThatDoesNotExistIsRefusedWithThoseThatDo() {
        Failure refused = assertThrows(
                Failure.class,
                () -> doctor(LONG, check("storage", () -> ok("storage"))).examine("<script>"));

        assertEquals(ProblemCode.REQUEST_UNREADABLE, refused.problem().code());
        assertEquals(
                "check: expected one of storage; found another text",
                refused.problem().detail());
    }

    @Test
    void whatIsAWarningStopsNobody() {
        Examination examination = doctor(
                        LONG,
                        check(
                                "odd",
                                () -> List.of(Finding.warning("odd", Problem.of(ProblemCode.VERSION_BEHIND, "old")))))
                .examine();

        assertTrue(examination.isHealthy());
        assertEquals(State.WARNING, examination.state());
        assertEquals(
                "Everything works. To look at: odd.",
                examination.json().path("summary").asText());
    }

    private static Check meets(String name, CyclicBarrier meeting) {
        return check(name, () -> {
            try {
                meeting.await();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            return ok(name);
        });
    }

    private static List<Finding> await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return ok("late");
    }

    private static List<Finding> ok(String name) {
        return List.of(Finding.ok(name, "in order"));
    }

    private static Check check(String name, Supplier<List<Finding>> look) {
        return new Check() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public List<Finding> look() {
                return look.get();
            }
        };
    }

    private static Doctor doctor(Duration limit, Check... checks) {
        return new Doctor(List.of(checks), limit, () -> Instant.EPOCH);
    }
}
