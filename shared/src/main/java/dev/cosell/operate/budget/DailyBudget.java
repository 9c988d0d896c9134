package dev.cosell.operate.budget;

import dev.cosell.operate.notice.Notice;
import dev.cosell.operate.notice.Notices;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.port.CallLedger;
import dev.cosell.sync.port.Lane;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One system's budget, as this instance spends it. A block of calls is set aside before the first of them is made; what an
 * instance does not use by the end of the day, or of its life, counts as used. The first blocks are small, so that many
 * short lives do not add up to many calls that nobody made.
 */
final class DailyBudget {
    private static final long FIRST_BLOCK = 5;
    private static final long LARGEST_BLOCK = 50;
    /** How old the sum of all instances may be when it is asked whether work may begin. */
    private static final Duration FRESH = Duration.ofSeconds(30);
    /** What a system said of itself counts so long; then a call finds out whether it still holds. */
    private static final Duration TOLD_FRESH = Duration.ofMinutes(15);

    private record Told(long used, long allowed, Instant at) {}

    private final RemoteSystem system;
    private final Allowance allowance;
    private final CallLedger ledger;
    private final Notices notices;
    private final InstantSource clock;

    private LocalDate day = LocalDate.EPOCH;
    private long left;
    private long block;
    private long uncounted;
    private final Set<String> toldToday = new HashSet<>();
    private long sum;
    private Instant freshUntil = Instant.MIN;
    private Optional<Told> told = Optional.empty();
    private final Map<Lane, Instant> stoppedSince = new EnumMap<>(Lane.class);

    DailyBudget(RemoteSystem system, Allowance allowance, CallLedger ledger, Notices notices, InstantSource clock) {
        this.system = system;
        this.allowance = allowance;
        this.ledger = ledger;
        this.notices = notices;
        this.clock = clock;
    }

    Allowance allowance() {
        return allowance;
    }

    /** @throws Failure see {@link Budgets#admit} */
    synchronized void admit() {
        turnToToday();
        if (left == 0) {
            setAside();
        }
        left--;
        allowance.daily().ifPresent(this::tellIfLow);
    }

    synchronized void told(long used, long allowed) {
        told = Optional.of(new Told(used, allowed, clock.instant()));
    }

    /** @throws Failure see {@link Budgets#stop} */
    synchronized Optional<Stop> stop(Lane lane) {
        turnToToday();
        Optional<Stop> stop = spent(lane).or(() -> spentByAll(lane));
        if (stop.isEmpty()) {
            stoppedSince.remove(lane);
        }
        return stop;
    }

    /** Of the calls set aside today, those that this instance can still make. */
    synchronized long unused() {
        turnToToday();
        return Math.max(0, left);
    }

    private void turnToToday() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (!today.equals(day)) {
            day = today;
            left = 0;
            block = FIRST_BLOCK;
            uncounted = 0;
            toldToday.clear();
            freshUntil = Instant.MIN;
        }
    }

    private void setAside() {
        long wanted = block + uncounted;
        CallLedger.Taken taken;
        try {
            taken = ledger.take(system, day, wanted, most());
        } catch (Failure storageAway) {
            if (allowance.daily().isPresent()) {
                throw storageAway;
            }
            // Nothing is limited: the call is made, and counted with the next block.
            uncounted++;
            left = 1;
            return;
        }
        learn(taken.sum());
        if (taken.granted() == 0) {
            allowance
                    .daily()
                    .ifPresent(daily -> tell("All of " + whole(daily)
                            + " are used. Work waits for the next day, or for a larger budget; nothing is lost."));
            throw problem(most(), taken.sum())
                    .retryAfter(Duration.between(clock.instant(), tomorrow()))
                    .failure();
        }
        left = Math.max(1, taken.granted() - uncounted);
        uncounted = 0;
        block = Math.min(2 * block, LARGEST_BLOCK);
    }

    private void learn(long newSum) {
        sum = newSum;
        freshUntil = clock.instant().plus(FRESH);
    }

    /** Once a day, as far as this instance knows; the same words of several instances are one notice. */
    private void tell(String words) {
        if (toldToday.add(words)) {
            notices.tell(new Notice(Notice.Kind.CALLS_SHORT, system.name(), words, clock.instant()));
        }
    }

    private void tellIfLow(long daily) {
        if (sum - left >= part(daily, allowance.soft())) {
            tell(allowance.soft() + " % of " + whole(daily) + " are used.");
        }
    }

    private String whole(long daily) {
        return "the " + daily + " calls to " + name() + " of " + day + " (UTC)";
    }

    private Optional<Stop> spent(Lane lane) {
        if (allowance.daily().isEmpty()) {
            return Optional.empty();
        }
        if (!clock.instant().isBefore(freshUntil)) {
            learn(ledger.days(system, day, day).getOrDefault(day, 0L));
        }
        long most = part(most(), lane.percent());
        if (sum - left < most) {
            return Optional.empty();
        }
        if (lane == Lane.CHANGES) {
            tell(lane.percent() + " % of " + whole(most())
                    + " are used. Changes wait for the next day, or for a larger budget; nothing is lost.");
        }
        return Optional.of(stop(lane, problem(most, sum - left), tomorrow()));
    }

    /** What others use of the system counts too, where it tells. */
    private Optional<Stop> spentByAll(Lane lane) {
        Optional<Stop> stop = told.filter(
                        said -> clock.instant().isBefore(said.at().plus(TOLD_FRESH)))
                .filter(said -> said.used() >= allowance.ofAll(said.allowed(), lane))
                .map(said -> stop(
                        lane,
                        Problem.of(
                                        ProblemCode.BUDGET_SPENT,
                                        "expected less than " + allowance.ofAll(said.allowed(), lane) + " of the "
                                                + said.allowed()
                                                + " calls that " + name() + " allows everybody within 24 hours, found "
                                                + said.used())
                                .from(system),
                        said.at().plus(TOLD_FRESH)));
        if (stop.isPresent() && lane == Lane.CHANGES) {
            tell("On " + day + " (UTC) everybody together used so many of the calls that " + name()
                    + " allows within 24 hours that changes wait until fewer are used; nothing is lost.");
        }
        return stop;
    }

    private Stop stop(Lane lane, Problem problem, Instant until) {
        return new Stop(problem, stoppedSince.computeIfAbsent(lane, first -> clock.instant()), until);
    }

    private Problem problem(long most, long used) {
        return Problem.of(
                        ProblemCode.BUDGET_SPENT,
                        "expected less than " + most + " calls to " + name() + " on " + day + " (UTC), found " + used)
                .from(system);
    }

    private long most() {
        return allowance.daily().orElse(CallLedger.ANY_NUMBER);
    }

    private Instant tomorrow() {
        return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private String name() {
        return switch (system) {
            case PARTNER_CENTER -> "Partner Center";
            case CRM -> "the CRM";
            case STORAGE -> "storage";
        };
    }

    private static long part(long whole, int percent) {
        return whole == CallLedger.ANY_NUMBER ? whole : whole * percent / Allowance.ALL;
    }
}
