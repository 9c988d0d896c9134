package dev.cosell.operate.doctor;

import dev.cosell.operate.connect.Expiry;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * When the sign-in, secrets and certificates end. Nothing here is a failure: whether they still work is found by the checks
 * that use them, and the day in a setting may be an old one.
 */
public final class ExpiryCheck implements Check {
    public static final String NAME = "expiry";

    private static final Duration SOON = Duration.ofDays(30);

    private final Supplier<List<Expiry>> known;
    private final List<String> unknown;
    private final InstantSource clock;

    /**
     * @param known what ends on a day that is known
     * @param unknown settings that would tell when a secret in use ends, and are empty
     */
    public ExpiryCheck(Supplier<List<Expiry>> known, List<String> unknown, InstantSource clock) {
        this.known = known;
        this.unknown = List.copyOf(unknown);
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        known.get().forEach(expiry -> findings.add(finding(expiry)));
        unknown.forEach(setting -> findings.add(
                Finding.notChecked(NAME, setting + " is empty: nobody is warned before that secret ends")));
        return findings.isEmpty() ? List.of(Finding.ok(NAME, "nothing in use ends on a known day")) : findings;
    }

    private Finding finding(Expiry expiry) {
        Instant now = clock.instant();
        if (expiry.at().isAfter(now.plus(SOON))) {
            return Finding.ok(NAME, expiry.what() + " ends " + expiry.at());
        }
        return Finding.warning(
                        NAME,
                        Problem.of(
                                ProblemCode.ENDS_SOON,
                                expiry.what() + ": expected an end more than " + SOON.toDays() + " days ahead, found "
                                        + expiry.at() + (expiry.at().isAfter(now) ? "" : ", which is over")))
                .advising(ProblemCode.ENDS_SOON.cause(), expiry.how());
    }
}
