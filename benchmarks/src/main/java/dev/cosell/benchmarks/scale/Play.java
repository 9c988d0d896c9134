package dev.cosell.benchmarks.scale;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Plays workers on one queue that never runs empty. Each takes a message, does what its work takes, one thing after the other,
 * and takes the next. What a limit does not let through at once waits in line; events that come in share the limits, but no
 * worker waits for them.
 */
final class Play {
    private static final double NANOS = 1e9;

    /** In line for one limit. */
    private static final class Line {
        private final double each;
        private double free;

        Line(double perSecond) {
            this.each = 1 / perSecond;
        }

        /** @return when it is let through, in seconds */
        double join(double at, int takes) {
            double begins = Math.max(at, free);
            free = begins + takes * each;
            return begins;
        }
    }

    /** What a worker does next, and when. */
    private record Turn(double at, int worker, Message message, int act) {}

    private final Plan plan;
    private final List<Message> messages;
    private final Map<Limit, Line> lines = new EnumMap<>(Limit.class);
    private final Map<Limit, Long> taken = new EnumMap<>(Limit.class);
    private final double begins;
    private final double ends;
    private int next;
    private long changes;

    private Play(Plan plan, List<Message> messages) {
        this.plan = plan;
        this.messages = messages;
        this.begins = seconds(plan.time().toNanos());
        this.ends = 2 * begins;
        plan.limits().forEach(limit -> lines.put(limit, new Line(limit.perSecond())));
    }

    /** @param messages taken in this order, over and over */
    static Result of(Plan plan, List<Message> messages) {
        return new Play(plan, messages).play();
    }

    private Result play() {
        PriorityQueue<Turn> turns =
                new PriorityQueue<>(Comparator.comparingDouble(Turn::at).thenComparingInt(Turn::worker));
        for (int worker = 0; worker < plan.instances() * plan.each(); worker++) {
            turns.add(begun(0, worker));
        }
        while (turns.peek().at() < ends) {
            turns.add(done(turns.poll()));
        }
        double played = ends - begins;
        Map<Limit, Double> used = new EnumMap<>(Limit.class);
        for (Limit limit : Limit.values()) {
            used.put(limit, taken.getOrDefault(limit, 0L) / (limit.perSecond() * played));
        }
        return new Result(changes / played * 60, used);
    }

    private Turn begun(double at, int worker) {
        return new Turn(at, worker, messages.get(next++ % messages.size()), 0);
    }

    /** With each message that is taken, the event comes in that takes its place on the queue. */
    private Turn done(Turn turn) {
        if (turn.act() == 0) {
            turn.message().accepted().forEach(act -> join(act, turn.at()));
        }
        Act act = turn.message().worked().get(turn.act());
        double answered = join(act, turn.at()) + seconds((act.remote() ? plan.call() : plan.transaction()).toNanos());
        if (turn.act() + 1 < turn.message().worked().size()) {
            return new Turn(answered, turn.worker(), turn.message(), turn.act() + 1);
        }
        if (turn.message().lastOfChange() && counts(answered)) {
            changes++;
        }
        return begun(answered, turn.worker());
    }

    /** @return when all limits have let it through */
    private double join(Act act, double at) {
        double through = at;
        for (Map.Entry<Limit, Integer> each : act.takes().entrySet()) {
            Line line = lines.get(each.getKey());
            double passed = line == null ? at : line.join(at, each.getValue());
            through = Math.max(through, passed);
            if (counts(passed)) {
                taken.merge(each.getKey(), (long) each.getValue(), Long::sum);
            }
        }
        return through;
    }

    private boolean counts(double at) {
        return at >= begins && at < ends;
    }

    private static double seconds(long nanos) {
        return nanos / NANOS;
    }
}
