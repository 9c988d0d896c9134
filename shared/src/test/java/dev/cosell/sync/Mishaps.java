package dev.cosell.sync;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.memory.Faults;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * What goes wrong in one history, and how often: drawn once from its seed, so that some histories have a single kind of
 * fault, some have all, and a quarter has none at all (there only the order of things is by chance).
 */
final class Mishaps {
    /** A remote call that has begun is over by then, whatever becomes of it; see {@code SyncSettings.Timing}. */
    static final Duration CALL = SyncSettings.Timing.STANDARD.callTimeout();

    private static final Duration LONGEST_REST = Duration.ofSeconds(400);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(20);

    final boolean any;
    private final Random random;
    private final double failing;
    private final double crashing;
    private final double resting;
    private final double interrupting;
    private final double losingStorage;
    private final double dropping;
    final double stale;
    final double hiding;
    final double landingLate;
    final double doubting;
    final double contending;
    private final double losingReceipts;
    private final double expiring;
    private final boolean outages;
    private final Map<String, Instant> refusedUntil = new HashMap<>();
    private Optional<RemoteSystem> out = Optional.empty();
    private ProblemCode outBy = ProblemCode.TOKEN_REFUSED;
    private Instant outUntil = Instant.EPOCH;
    private Instant storageOutUntil = Instant.EPOCH;
    private int count;

    Mishaps(Random random) {
        this.random = random;
        this.interrupting = rate(0.01, 0.04, 0.15);
        this.any = random.nextInt(4) > 0;
        this.failing = rate(0, 0.02, 0.1);
        this.crashing = rate(0, 0.003, 0.02);
        this.resting = rate(0, 0.005, 0.02);
        this.losingStorage = rate(0, 0, 0.01);
        this.dropping = rate(0, 0, 0.1);
        this.stale = rate(0, 0, 0.1);
        this.hiding = rate(0, 0, 0.1);
        this.landingLate = rate(0, 0, 0.05);
        this.doubting = rate(0, 0, 0.05);
        this.outages = random.nextInt(3) > 0;
        this.contending = rate(0, 0, 0.05);
        this.losingReceipts = rate(0, 0, 0.5);
        this.expiring = rate(0, 0, 0.02);
    }

    private double rate(double... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** What may go wrong in this history, in words. */
    String told() {
        if (!any) {
            return "nothing fails";
        }
        Map<String, Double> kinds = new LinkedHashMap<>();
        kinds.put("calls fail", failing);
        kinds.put("workers die", crashing);
        kinds.put("workers are slow", resting);
        kinds.put("storage does not answer", losingStorage);
        kinds.put("events get lost", dropping);
        kinds.put("Partner Center shows what was", stale);
        kinds.put("columns are hidden", hiding);
        kinds.put("writes land late", landingLate);
        kinds.put("what was done is denied", doubting);
        kinds.put("what was stored is denied", contending);
        kinds.put("messages come back too soon", losingReceipts);
        kinds.put("tokens expire", expiring);
        kinds.put("systems go out", outages ? 1.0 / 30 : 0);
        return kinds.entrySet().stream()
                .filter(kind -> kind.getValue() > 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
    }

    /** How many there were so far. */
    int count() {
        return count;
    }

    /** Whether one of a kind happens now. */
    boolean happens(double rate) {
        boolean now = any && random.nextDouble() < rate;
        count += now ? 1 : 0;
        return now;
    }

    boolean crashes() {
        return happens(crashing);
    }

    /** A message is to be seen again while it is still worked on: the host could not prolong its time. */
    boolean losesReceipt() {
        return happens(losingReceipts);
    }

    boolean drops() {
        return happens(dropping);
    }

    /** How long a worker rests at a step, if it does: not at all means that others may go on before it. */
    Optional<Duration> rest(String step) {
        // A call in the making ends within its time limit: the engine looks at the clock right before it.
        boolean calling = step.startsWith("before pc.") || step.startsWith("before crm.");
        if (happens(resting)) {
            long most = (calling ? LONGEST_CALL : LONGEST_REST).toMillis();
            return Optional.of(Duration.ofMillis(random.nextLong(most)));
        }
        return random.nextDouble() < interrupting ? Optional.of(Duration.ZERO) : Optional.empty();
    }

    /** What storage answers at a step, if it fails: before it nothing has happened, after it all has. */
    Optional<Problem> storage(String step, Instant now) {
        String operation = step.substring(step.indexOf(' ') + 1);
        if (!any || operation.startsWith("pc.") || operation.startsWith("crm.")) {
            return Optional.empty();
        }
        boolean away = now.isBefore(storageOutUntil) && step.startsWith("before ");
        if (!away && happens(losingStorage)) {
            boolean longer = random.nextInt(10) == 0;
            storageOutUntil = now.plusSeconds(longer ? random.nextInt(1200) : 0);
            away = true;
        }
        return away ? Optional.of(Problem.of(ProblemCode.STORAGE_UNAVAILABLE, "storage is away")) : Optional.empty();
    }

    boolean storageIsAway(Instant now) {
        return now.isBefore(storageOutUntil);
    }

    /** When storage answers again. */
    Instant storageOutUntil() {
        return storageOutUntil;
    }

    /** A system goes out for a while, now and then. */
    Optional<String> outage(Instant now) {
        if (!any || !outages || random.nextInt(30) > 0) {
            return Optional.empty();
        }
        count++;
        out = Optional.of(random.nextBoolean() ? RemoteSystem.PARTNER_CENTER : RemoteSystem.CRM);
        outBy = random.nextInt(3) == 0 ? ProblemCode.UNAVAILABLE : ProblemCode.TOKEN_REFUSED;
        boolean longest = outBy == ProblemCode.UNAVAILABLE;
        outUntil = now.plus(Duration.ofMinutes(random.nextInt(longest ? 600 : 15)));
        return Optional.of(out.get() + " is out until " + outUntil + ": " + outBy.code());
    }

    /**
     * What becomes of a remote call.
     *
     * @param row what it is about
     */
    Optional<Faults.Fault> call(RemoteSystem system, String verb, boolean write, String row, Instant now) {
        if (!any) {
            return Optional.empty();
        }
        if (out.equals(Optional.of(system)) && now.isBefore(outUntil)) {
            return Optional.of(new Faults.Fault(Problem.of(outBy, "outage"), false));
        }
        // A word to the seller is no field's value: nobody refuses that for good.
        boolean refusable = write && !verb.equals("crm.tell");
        // Some rows take nothing for a while, whatever is written to them.
        if (refusable && refusedUntil.getOrDefault(row, Instant.EPOCH).isAfter(now)) {
            return Optional.of(new Faults.Fault(refusal(system), false));
        }
        if (happens(expiring)) {
            Problem expired = Problem.of(ProblemCode.TOKEN_REFUSED, "the token has expired");
            return Optional.of(new Faults.Fault(expired, false));
        }
        return happens(failing) ? Optional.of(failure(system, refusable, row, now)) : Optional.empty();
    }

    private Faults.Fault failure(RemoteSystem system, boolean refusable, String row, Instant now) {
        if (random.nextInt(20) == 0) {
            return new Faults.Fault(Problem.of(ProblemCode.UNEXPECTED, "an answer that nobody understands"), false);
        }
        return switch (random.nextInt(refusable ? 6 : 4)) {
            case 0 -> new Faults.Fault(Problem.of(ProblemCode.UNAVAILABLE, "503"), false);
            case 1 ->
                new Faults.Fault(
                        Problem.of(ProblemCode.TIMED_OUT, "lost on the way").withOutcomeUnknown(), false);
            case 2 -> new Faults.Fault(Problem.of(ProblemCode.TIMED_OUT, "lost on the way back"), true);
            case 3 ->
                new Faults.Fault(
                        Problem.of(ProblemCode.THROTTLED, "429").retryAfter(Duration.ofSeconds(random.nextInt(60))),
                        false);
            default -> {
                if (random.nextInt(3) == 0) {
                    refusedUntil.put(row, now.plusSeconds(random.nextInt(1200)));
                }
                yield new Faults.Fault(refusal(system), false);
            }
        };
    }

    /** A rule of the system's own, that says no to what is written. */
    private static Problem refusal(RemoteSystem system) {
        return Problem.of(system == RemoteSystem.CRM ? ProblemCode.PLUGIN_REFUSED : ProblemCode.INVALID_VALUE, REFUSED)
                .from(system);
    }

    /** The detail of what a system's own rule says. */
    static final String REFUSED = "refused";
}
