package dev.cosell.benchmarks.race;

import dev.cosell.benchmarks.Machine;
import dev.cosell.launcher.ChildProcess;
import dev.cosell.launcher.Ports;
import dev.cosell.launcher.Project;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The same queues, worked off by one process of the connector, then by more: whether anything is done twice or not at all,
 * and what a change costs in calls. On one machine more processes share its processors, so they need not be faster.
 */
public final class Workers {
    private static final String HOST = "dev.cosell.localhost.Main";

    /**
     * How it is run.
     *
     * @param deals on the stage, each changed twice for each number of processes; the first changes do not count
     * @param processes how many, ascending
     */
    public record Plan(int deals, List<Integer> processes) {
        public Plan {
            if (deals < 1 || processes.stream().anyMatch(count -> count < 1)) {
                throw new IllegalArgumentException("expected at least one deal and one process, found " + deals
                        + " deals and " + processes + " processes");
            }
        }
    }

    private record Row(int processes, Load.Drained drained, double callsPerChange, Rough.Wrong wrong) {
        String shown() {
            return String.format(
                    Locale.ROOT,
                    "| %d | %.1f | %.2f | %d | %d |",
                    processes,
                    drained.dealsPerSecond(),
                    callsPerChange,
                    wrong.lost() + wrong.outOfStep(),
                    wrong.doubled());
        }
    }

    private final Plan plan;
    private final Project project;
    private final Stage stage;
    private final Load load;
    private final List<ChildProcess> more = new ArrayList<>();

    private Workers(Plan plan, Project project, Stage stage) {
        this.plan = plan;
        this.project = project;
        this.stage = stage;
        this.load = new Load(stage, new AtomicLong(1_000_000)::incrementAndGet);
    }

    /** @return a table in Markdown */
    public static String run(Plan plan, Project project, Consumer<String> progress) {
        try (Stage stage =
                Stage.set(Contender.CONNECTOR, project, project.state().resolve("race-logs"))) {
            return new Workers(plan, project, stage).measured(progress);
        }
    }

    private String measured(Consumer<String> progress) {
        List<String> deals = load.bringIn(0, plan.deals());
        progress.accept(deals.size() + " deals are in");
        List<String> rows = new ArrayList<>();
        try {
            for (int processes : plan.processes().stream().sorted().toList()) {
                while (1 + more.size() < processes) {
                    more.add(another());
                }
                // A process reads the CRM's metadata before its first sync; that is not what is compared.
                load.drain(deals);
                load.awaitRest();
                rows.add(row(processes, deals).shown());
                progress.accept(rows.getLast());
            }
        } finally {
            more.forEach(ChildProcess::close);
        }
        return table(rows);
    }

    private Row row(int processes, List<String> deals) {
        stage.forgetCalls();
        Load.Drained drained = load.drain(deals);
        load.awaitRest();
        double callsPerChange = (double) stage.calls() / deals.size();
        return new Row(processes, drained, callsPerChange, Rough.wrong(stage, deals, Duration.ZERO));
    }

    /** On the same storage; events come to the first alone. */
    private ChildProcess another() {
        String name = "worker-" + (2 + more.size());
        ChildProcess process = ChildProcess.start(
                name,
                System.getProperty("java.class.path"),
                HOST,
                List.of(
                        project.functionsPackage().toString(),
                        "--port",
                        Integer.toString(Ports.free().functions())),
                stage.settings(),
                stage.logs().resolve(name + ".log"));
        process.awaitReady();
        return process;
    }

    private String table(List<String> rows) {
        return plan.deals() + " changes for each number of processes, sent as fast as they are taken."
                + System.lineSeparator() + Machine.described() + System.lineSeparator() + System.lineSeparator()
                + "| processes | deals per second | calls per change | lost or out of step | with two records |"
                + System.lineSeparator() + "| --- | --- | --- | --- | --- |" + System.lineSeparator()
                + String.join(System.lineSeparator(), rows);
    }
}
