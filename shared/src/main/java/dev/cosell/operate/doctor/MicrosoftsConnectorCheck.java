package dev.cosell.operate.doctor;

import dev.cosell.crm.CrmInspection;
import dev.cosell.crm.CrmInspection.Trace;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Whether Microsoft's own co-sell connector still runs beside this one. */
public final class MicrosoftsConnectorCheck implements Check {
    public static final String NAME = "microsofts-connector";

    private static final Duration RECENT = Duration.ofDays(7);

    private final CrmInspection crm;
    private final InstantSource clock;

    public MicrosoftsConnectorCheck(CrmInspection crm, InstantSource clock) {
        this.crm = crm;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> look() {
        List<Trace> traces = crm.tracesOfMicrosoftsConnector(clock.instant().minus(RECENT));
        return traces.isEmpty()
                ? List.of(Finding.ok(NAME, "nothing in the CRM shows that Microsoft's own connector runs"))
                : traces.stream().map(MicrosoftsConnectorCheck::finding).toList();
    }

    private static Finding finding(Trace trace) {
        Problem problem = Problem.of(
                        ProblemCode.MICROSOFTS_CONNECTOR_RUNS,
                        "expected no trace of Microsoft's connector, found: " + trace.text())
                .from(RemoteSystem.CRM);
        return trace.proof() ? Finding.failed(NAME, problem) : Finding.warning(NAME, problem);
    }
}
