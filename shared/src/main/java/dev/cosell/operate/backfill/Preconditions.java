package dev.cosell.operate.backfill;

import dev.cosell.operate.doctor.Check;
import dev.cosell.operate.doctor.Finding;
import dev.cosell.operate.doctor.State;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What has to be so before a run writes anything. */
final class Preconditions {
    /** After that much can have changed that nobody read of. */
    static final Duration FRESH = Duration.ofHours(24);

    private final Check otherConnector;

    /** @param otherConnector whether Microsoft's own connector still runs */
    Preconditions(Check otherConnector) {
        this.otherConnector = otherConnector;
    }

    /**
     * What speaks for Microsoft's connector still running; empty if nothing does.
     *
     * @throws dev.cosell.problem.Failure if the CRM does not answer
     */
    List<Finding> ofOtherConnector() {
        return otherConnector.look().stream()
                .filter(finding -> finding.state() == State.FAILED || finding.state() == State.WARNING)
                .toList();
    }

    /**
     * Refuses while Microsoft's connector runs. What may have been people's doing is let pass if somebody says so.
     *
     * @param saidToBeOff whether the caller says that its flows are off
     * @throws dev.cosell.problem.Failure {@code MICROSOFTS_CONNECTOR_RUNS}
     */
    void otherConnectorIsOff(boolean saidToBeOff) {
        List<Finding> against = ofOtherConnector().stream()
                .filter(finding -> finding.state() == State.FAILED || !saidToBeOff)
                .toList();
        if (against.isEmpty()) {
            return;
        }
        boolean proven = against.stream().anyMatch(finding -> finding.state() == State.FAILED);
        String found = against.stream().map(Finding::detail).collect(Collectors.joining("; "));
        throw Problem.of(
                        ProblemCode.MICROSOFTS_CONNECTOR_RUNS,
                        found + (proven ? "" : ". If its flows are off, say so with \"flowsAreOff\": true"))
                .failure();
    }

    /**
     * The report that a run relies on.
     *
     * @param configuration as it is now
     * @throws dev.cosell.problem.Failure {@code REPORT_MISSING}, saying what is wrong with the one there is
     */
    static Job report(Optional<Job> report, String configuration, Instant now) {
        if (report.isEmpty()) {
            throw missing("none");
        }
        if (!report.get().configuration().equals(configuration)) {
            throw missing(
                    "one of " + report.get().finishedAt().orElse(report.get().startedAt())
                            + ", before the settings or the field map changed");
        }
        if (report.get().isOlderThan(FRESH, now)) {
            throw missing(
                    "one of " + report.get().finishedAt().orElse(report.get().startedAt()));
        }
        return report.get();
    }

    private static RuntimeException missing(String found) {
        return Problem.of(
                        ProblemCode.REPORT_MISSING,
                        "expected a finished dry run of the last " + FRESH.toHours()
                                + " hours under these settings, found " + found)
                .failure();
    }
}
