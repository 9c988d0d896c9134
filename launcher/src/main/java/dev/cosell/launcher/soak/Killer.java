package dev.cosell.launcher.soak;

import dev.cosell.launcher.Stack;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Kills parts of the stack at moments that nobody chose, now one, now two at once, and starts them again. */
final class Killer {
    private static final Duration LEAST_BETWEEN = Duration.ofSeconds(8);
    private static final Duration MOST_BETWEEN = Duration.ofSeconds(40);
    private static final Duration LONGEST_AWAY = Duration.ofSeconds(12);
    private static final int TWO_AT_ONCE_OF = 4;

    private final Stack stack;
    private final Presence presence;
    private final Ledger ledger;
    private final Disturbance disturbance;
    private final Consumer<String> log;
    private final Random random;
    private final Deque<Part> next = new ArrayDeque<>();
    private final Map<Part, Integer> kills = new EnumMap<>(Part.class);

    /** @param ledger reads the systems' books before they are gone */
    Killer(Stack stack, Presence presence, Ledger ledger, Disturbance disturbance, Consumer<String> log, long seed) {
        this.stack = stack;
        this.presence = presence;
        this.ledger = ledger;
        this.disturbance = disturbance;
        this.log = log;
        this.random = new Random(seed);
    }

    /** How long nobody is killed. */
    Duration pause() {
        return between(LEAST_BETWEEN, MOST_BETWEEN);
    }

    /** Kills once, and returns when what was killed runs again. */
    void strike() {
        Set<Part> parts = EnumSet.of(drawn());
        if (random.nextInt(TWO_AT_ONCE_OF) == 0) {
            parts.add(Part.values()[random.nextInt(Part.values().length)]);
        }
        Duration away = between(Duration.ZERO, LONGEST_AWAY);
        log.accept("killed: " + parts.stream().map(Part::word).collect(Collectors.joining(" and ")) + ", for "
                + away.toSeconds() + " s");
        if (parts.contains(Part.SYSTEMS)) {
            presence.away(() -> {
                ledger.takeOver();
                outage(parts, away);
                disturbance.begin();
            });
        } else {
            outage(parts, away);
        }
    }

    /** By part. */
    Map<Part, Integer> kills() {
        return Collections.unmodifiableMap(kills);
    }

    private void outage(Set<Part> parts, Duration away) {
        for (Part part : parts) {
            part.kill(stack);
            kills.merge(part, 1, Integer::sum);
        }
        Pause.of(away);
        parts.forEach(part -> part.start(stack));
        log.accept("all runs again");
    }

    /** Each part in its turn, in an order that changes. */
    private Part drawn() {
        if (next.isEmpty()) {
            List<Part> all = new ArrayList<>(Arrays.asList(Part.values()));
            Collections.shuffle(all, random);
            next.addAll(all);
        }
        return next.pop();
    }

    private Duration between(Duration least, Duration most) {
        return least.plusMillis((long) (random.nextDouble() * most.minus(least).toMillis()));
    }
}
