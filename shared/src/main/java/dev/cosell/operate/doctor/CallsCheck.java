package dev.cosell.operate.doctor;

import dev.cosell.crm.CrmInspection;
import dev.cosell.crm.CrmInspection.CallsOfDay;
import dev.cosell.http.CallCounter;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How many calls a month will take at the present rate, what Azure will ask for them, and how much of the CRM's day is
 * used. The rate is that of this instance since it started, so it means little before an hour or two.
 */
public final class CallsCheck implements Check {
    public static final String NAME = "calls";

    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration SHORTEST = Duration.ofMinutes(15);
    private static final double MOST_OF_DAY = 0.8;

    private final CallCounter calls;
    private final Instant since;
    private final InstantSource clock;
    private final CrmInspection crm;

    /** @param since when counting began */
    public CallsCheck(CallCounter calls, Instant since, InstantSource clock, CrmInspection crm) {
        this.calls = calls;
        this.since = since;
        this.clock = clock;
        this.crm = crm;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        findings.add(forecast());
        crm.callsOfDay().map(CallsCheck::ofDay).ifPresent(findings::add);
        return findings;
    }

    private Finding forecast() {
        Duration counted = Duration.between(since, clock.instant());
        long partnerCenter = made(RemoteSystem.PARTNER_CENTER);
        long ofCrm = made(RemoteSystem.CRM);
        String made = partnerCenter + " calls to Partner Center and " + ofCrm + " to the CRM in " + counted.toMinutes()
                + " min";
        if (counted.compareTo(SHORTEST) < 0) {
            return Finding.ok(NAME, made + ", which is too short to say how many a month will take");
        }
        double months = (double) MONTH.toMillis() / counted.toMillis();
        Cost cost = Cost.ofMonth(Math.round((partnerCenter + ofCrm) * months));
        return Finding.ok(
                NAME,
                String.format(
                        Locale.ROOT,
                        "%s; at this rate %d and %d a month, and about US$ %.2f a month for Azure Functions at list price",
                        made,
                        Math.round(partnerCenter * months),
                        Math.round(ofCrm * months),
                        cost.dollars()));
    }

    private long made(RemoteSystem system) {
        CallCounter.Count count = calls.of(system);
        return count.reads() + count.writes();
    }

    private static Finding ofDay(CallsOfDay day) {
        String found = day.used() + " of " + day.allowed() + " calls that the organisation may make within 24 hours";
        return day.used() < day.allowed() * MOST_OF_DAY
                ? Finding.ok(NAME, "used are " + found)
                : Finding.warning(
                        NAME,
                        Problem.of(
                                        ProblemCode.BUDGET_SHORT,
                                        "expected less than " + Math.round(MOST_OF_DAY * 100) + " % used, found "
                                                + found)
                                .from(RemoteSystem.CRM));
    }
}
