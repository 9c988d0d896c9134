package dev.cosell.benchmarks.scale;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Plays a plan with ever more instances: once with storage's limits alone, once with Dataverse's too. */
public final class Scale {
    private final Plan plan;
    private final List<Integer> instances;
    private final List<Message> messages;

    /**
     * @param plan whose instances and limits are replaced
     * @param messages what the changes of a deal's life lead to
     */
    public Scale(Plan plan, List<Integer> instances, List<Message> messages) {
        this.plan = plan;
        this.instances = List.copyOf(instances);
        this.messages = List.copyOf(messages);
    }

    /** A table in Markdown. */
    public String table() {
        List<String> lines = new ArrayList<>();
        lines.add("| instances | changes a minute | "
                + EnumSet.of(Limit.ACCOUNT, Limit.QUEUE, Limit.LISTS).stream()
                        .map(Limit::words)
                        .collect(Collectors.joining(" | "))
                + " | held up by | with " + Limit.DATAVERSE.words() + ": changes a minute |");
        lines.add("| --- | --- | --- | --- | --- | --- | --- |");
        Set<Limit> storage = EnumSet.complementOf(EnumSet.of(Limit.DATAVERSE));
        for (int count : instances) {
            Result stored = Play.of(plan.with(count, storage), messages);
            Result called = Play.of(plan.with(count, EnumSet.allOf(Limit.class)), messages);
            lines.add(row(count, stored, storage, called));
        }
        return String.join("\n", lines);
    }

    private static String row(int count, Result stored, Set<Limit> limits, Result called) {
        return String.format(
                Locale.ROOT,
                "| %d | %,.0f | %s | %s | %,.0f |",
                count,
                stored.changesPerMinute(),
                limits.stream()
                        .map(limit -> String.format(
                                Locale.ROOT, "%.0f %%", stored.used().get(limit) * 100))
                        .collect(Collectors.joining(" | ")),
                stored.bottleneck(limits).map(Limit::words).orElse("the workers"),
                called.changesPerMinute());
    }
}
