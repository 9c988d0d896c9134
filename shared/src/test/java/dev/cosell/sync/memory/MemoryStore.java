package dev.cosell.sync.memory;

import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.Hint;
import dev.cosell.sync.pair.IgnoredReferral;
import dev.cosell.sync.pair.Outage;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Claims;
import dev.cosell.sync.port.Hints;
import dev.cosell.sync.port.Ignored;
import dev.cosell.sync.port.Lane;
import dev.cosell.sync.port.Outages;
import dev.cosell.sync.port.PairStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The tables in memory, with the promises of the ports: versions, compare-and-set, a pair and its audit in one
 * transaction. Single-threaded and deterministic; for tests and simulations.
 *
 * <p>Operations are announced to a hook as {@link Steps} says, under the names {@code hints.mark}, {@code hints.read},
 * {@code hints.bind}, {@code hints.postpone}, {@code hints.drop}, {@code hints.markedBetween}, {@code claims.claim}, {@code claims.owner},
 * {@code pairs.read}, {@code pairs.create}, {@code pairs.replace}, {@code outages.current}, {@code outages.begin}, {@code outages.moveProbe},
 * {@code outages.end}, {@code ignored.keep} and {@code ignored.isAdmitted}. What a test looks at afterwards ({@link #pairs()}, {@link #audit}, {@link #hints()},
 * {@link #claims()}) is not announced.
 */
public final class MemoryStore implements Hints, Claims, PairStore, Outages, Ignored {
    private record HintRow(
            Optional<String> mark,
            Optional<PairId> pair,
            Optional<Hint.Request> request,
            Optional<Instant> notBefore,
            Optional<Instant> markedAt,
            String version) {
        private static final HintRow NONE = new HintRow(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), "");

        private Optional<Hint> asHintFor(Subject subject) {
            return mark.map(
                    present -> new Hint(subject, present, pair, request, notBefore, markedAt.orElseThrow(), version));
        }
    }

    private record Step(long fence, int step) implements Comparable<Step> {
        @Override
        public int compareTo(Step other) {
            return Comparator.comparingLong(Step::fence)
                    .thenComparingInt(Step::step)
                    .compare(this, other);
        }
    }

    private final InstantSource clock;
    private final Steps steps;
    private final Map<Subject, HintRow> hints = new LinkedHashMap<>();
    private final Map<Claim, String> claims = new LinkedHashMap<>();
    private final Map<PairId, Stored<Pair>> pairs = new LinkedHashMap<>();
    private final Map<PairId, TreeMap<Step, AuditEntry>> audit = new LinkedHashMap<>();
    private final Map<RemoteSystem, Outage> outages = new EnumMap<>(RemoteSystem.class);
    private final Map<String, IgnoredReferral> ignored = new LinkedHashMap<>();
    private final Set<String> admitted = new HashSet<>();
    private long versions;

    public MemoryStore(InstantSource clock) {
        this(clock, step -> {});
    }

    public MemoryStore(InstantSource clock, Consumer<String> hook) {
        this.clock = clock;
        this.steps = new Steps(hook);
    }

    @Override
    public void mark(Subject subject, String mark) {
        steps.run("hints.mark", () -> {
            Optional<Hint.Request> asked = hint(subject).request();
            hints.put(subject, marked(subject, mark, asked));
        });
    }

    @Override
    public void request(Subject subject, String mark, String cause) {
        steps.run(
                "hints.mark",
                () -> hints.put(subject, marked(subject, mark, Optional.of(new Hint.Request(mark, cause)))));
    }

    @Override
    public void waive(Subject subject) {
        HintRow was = hint(subject);
        hints.put(
                subject,
                new HintRow(was.mark(), was.pair(), Optional.empty(), was.notBefore(), was.markedAt(), nextVersion()));
    }

    @Override
    public void postpone(Subject subject, Instant until) {
        steps.run("hints.postpone", () -> {
            HintRow was = hint(subject);
            hints.put(
                    subject,
                    new HintRow(
                            was.mark(), was.pair(), was.request(), Optional.of(until), was.markedAt(), nextVersion()));
        });
    }

    private HintRow hint(Subject subject) {
        return hints.getOrDefault(subject, HintRow.NONE);
    }

    private HintRow marked(Subject subject, String mark, Optional<Hint.Request> request) {
        HintRow was = hint(subject);
        return new HintRow(
                Optional.of(mark), was.pair(), request, was.notBefore(), Optional.of(clock.instant()), nextVersion());
    }

    @Override
    public Optional<Hint> read(Subject subject) {
        return steps.run(
                "hints.read", () -> Optional.ofNullable(hints.get(subject)).flatMap(row -> row.asHintFor(subject)));
    }

    @Override
    public void bind(Subject subject, PairId pair) {
        steps.run("hints.bind", () -> {
            HintRow was = hint(subject);
            hints.put(
                    subject,
                    new HintRow(
                            was.mark(),
                            Optional.of(pair),
                            was.request(),
                            was.notBefore(),
                            was.markedAt(),
                            nextVersion()));
        });
    }

    @Override
    public boolean drop(Hint hint) {
        return steps.run("hints.drop", () -> {
            Optional<Hint> last = hint(hint.subject()).asHintFor(hint.subject());
            if (last.filter(found -> found.saysNoMoreThan(hint)).isPresent()) {
                hints.remove(hint.subject());
                return true;
            }
            return last.filter(found -> found.isBoundSince(hint)).isEmpty();
        });
    }

    @Override
    public List<Hint> markedBetween(Instant from, Instant to, int limit) {
        return steps.run(
                "hints.markedBetween",
                () -> hints().stream()
                        .filter(hint -> !hint.markedAt().isBefore(from)
                                && hint.markedAt().isBefore(to))
                        .sorted(Comparator.comparing(Hint::markedAt))
                        .limit(limit)
                        .toList());
    }

    @Override
    public String claim(Claim claim, String candidate) {
        return steps.run("claims.claim", () -> {
            claims.putIfAbsent(claim, candidate);
            return claims.get(claim);
        });
    }

    @Override
    public Optional<String> owner(Claim claim) {
        return steps.run("claims.owner", () -> Optional.ofNullable(claims.get(claim)));
    }

    @Override
    public Optional<Stored<Pair>> read(PairId id) {
        return steps.run("pairs.read", () -> Optional.ofNullable(pairs.get(id)));
    }

    @Override
    public Stored<Pair> create(Pair pair) {
        return steps.run("pairs.create", () -> pairs.computeIfAbsent(pair.id(), id -> written(pair)));
    }

    @Override
    public Optional<Stored<Pair>> replace(Stored<Pair> was, Pair now, List<AuditEntry> entries) {
        long distinct = entries.stream()
                .map(entry -> new Step(entry.fence(), entry.step()))
                .distinct()
                .count();
        if (entries.size() > MOST_ENTRIES || distinct < entries.size()) {
            throw new IllegalArgumentException("expected at most " + MOST_ENTRIES
                    + " audit entries, each of its own step; found " + entries.size() + " of " + distinct + " steps");
        }
        return steps.run("pairs.replace", () -> {
            Stored<Pair> stored = pairs.get(now.id());
            if (stored == null || !stored.version().equals(was.version())) {
                return Optional.empty();
            }
            Stored<Pair> next = written(now);
            pairs.put(now.id(), next);
            for (AuditEntry entry : entries) {
                audit.computeIfAbsent(now.id(), id -> new TreeMap<>())
                        .put(new Step(entry.fence(), entry.step()), entry);
            }
            return Optional.of(next);
        });
    }

    @Override
    public Optional<Outage> current(RemoteSystem system, Lane lane) {
        return steps.run("outages.current", () -> Optional.ofNullable(outages.get(system)));
    }

    @Override
    public void begin(Outage outage) {
        steps.run("outages.begin", () -> {
            outages.merge(outage.system(), outage, Outage::prolonged);
        });
    }

    @Override
    public boolean moveProbe(Outage seen, Instant probeAt) {
        return steps.run("outages.moveProbe", () -> {
            Optional<Outage> stored = Optional.ofNullable(outages.get(seen.system()))
                    .filter(outage -> outage.probeAt().equals(seen.probeAt()));
            stored.ifPresent(outage -> outages.put(outage.system(), outage.probedAt(probeAt)));
            return stored.isPresent();
        });
    }

    @Override
    public void end(Outage seen) {
        steps.run("outages.end", () -> {
            outages.remove(seen.system(), seen);
        });
    }

    @Override
    public void keep(IgnoredReferral kept) {
        steps.run("ignored.keep", () -> {
            ignored.put(kept.referralId(), kept);
        });
    }

    @Override
    public boolean isAdmitted(String referralId) {
        return steps.run("ignored.isAdmitted", () -> admitted.contains(referralId));
    }

    /** Somebody lets a referral in. */
    public void admit(String referralId) {
        admitted.add(referralId);
    }

    /** Every referral that was kept out, oldest first. */
    public List<IgnoredReferral> ignored() {
        return List.copyOf(ignored.values());
    }

    /** Every pair, oldest first. */
    public List<Pair> pairs() {
        return pairs.values().stream().map(Stored::value).toList();
    }

    /** Every hint that carries a mark, in the order in which the subjects were first heard of. */
    public List<Hint> hints() {
        return hints.entrySet().stream()
                .flatMap(row -> row.getValue().asHintFor(row.getKey()).stream())
                .toList();
    }

    /** Every claim with its owner. */
    public Map<Claim, String> claims() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(claims));
    }

    /** A pair's timeline, oldest first. */
    public List<AuditEntry> audit(PairId id) {
        return List.copyOf(audit.getOrDefault(id, new TreeMap<>()).values());
    }

    private Stored<Pair> written(Pair pair) {
        return new Stored<>(pair, nextVersion(), Optional.of(clock.instant()));
    }

    private String nextVersion() {
        versions++;
        return Long.toString(versions);
    }
}
