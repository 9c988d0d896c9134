package dev.cosell.benchmarks;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.benchmarks.Installation.Deal;
import dev.cosell.benchmarks.Installation.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What an edit needs of a processor and of memory: the acceptance of its event, its sync, and the same for the echo of what
 * that wrote, so two syncs. What both systems in memory need for their part is included.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class EngineBenchmark {
    /** Longer than any collecting window, and than what counts as going back and forth. */
    private static final Duration LEFT_ALONE = Duration.ofMinutes(15);

    /** Where rows are kept. */
    public enum Stores {
        /** In memory, as they are. */
        MEMORY(Installation::inMemory),
        /** By the real stores, over {@link OrderedTables}: with all that is written, sent, answered and read. */
        TABLES(Installation::onTables);

        private final Supplier<Installation> installation;

        Stores(Supplier<Installation> installation) {
            this.installation = installation;
        }
    }

    @Param({"MEMORY", "TABLES"})
    Stores stores = Stores.MEMORY;

    private Installation installation;
    private Deal deal;
    private int edits;

    /** Anew for each iteration, for nothing is ever removed. */
    @Setup(Level.Iteration)
    public void aDealInStep() {
        installation = stores.installation.get();
        deal = installation.deal("Datacentre move");
    }

    @Benchmark
    public List<Step> anEditInPartnerCenterAndItsEcho() {
        installation.pass(LEFT_ALONE);
        installation.partnerCenter.edits(deal.referral(), Map.of("/details/notes", next()));
        return installation.settle();
    }

    @Benchmark
    public List<Step> anEditInTheCrmAndItsEcho() {
        installation.pass(LEFT_ALONE);
        installation.crm.edits(deal.record(), Map.of("description", next()));
        return installation.settle();
    }

    private TextNode next() {
        return TextNode.valueOf("They decide in month " + ++edits);
    }

    /** Prints what JMH finds, allocation included. */
    static void run() {
        try {
            new Runner(new OptionsBuilder()
                            .include(EngineBenchmark.class.getSimpleName())
                            .addProfiler(GCProfiler.class)
                            .jvmArgs("-Xmx1g", "-Dslf4j.internal.verbosity=ERROR")
                            .build())
                    .run();
        } catch (RunnerException failed) {
            throw new IllegalStateException("JMH could not run", failed);
        }
    }
}
