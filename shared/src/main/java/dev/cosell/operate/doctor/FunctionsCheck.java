package dev.cosell.operate.doctor;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;

/** Whether the deployed package has every function of the app, and none is switched off. */
public final class FunctionsCheck implements Check {
    public static final String NAME = "functions";

    private final DeployedFunctions deployed;

    public FunctionsCheck(DeployedFunctions deployed) {
        this.deployed = deployed;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> look() {
        if (!deployed.isPackage() || deployed.declared().isEmpty()) {
            return List.of(Finding.notChecked(NAME, "the app does not run from a deployed package"));
        }
        List<Finding> findings = new ArrayList<>();
        deployed.missing()
                .forEach(name -> findings.add(
                        failed("expected the package to have function " + name + " with a trigger, found none")));
        deployed.disabled()
                .forEach(name -> findings.add(switchedOff(
                        "expected function " + name + " to be switched on, found that a setting AzureWebJobs." + name
                                + ".Disabled says otherwise")));
        return findings.isEmpty()
                ? List.of(
                        Finding.ok(NAME, "all " + deployed.declared().size() + " functions are there and switched on"))
                : findings;
    }

    /** Somebody may have meant it. */
    private static Finding switchedOff(String detail) {
        return Finding.warning(NAME, Problem.of(ProblemCode.FUNCTION_MISSING, detail));
    }

    private static Finding failed(String detail) {
        return Finding.failed(NAME, Problem.of(ProblemCode.FUNCTION_MISSING, detail));
    }
}
