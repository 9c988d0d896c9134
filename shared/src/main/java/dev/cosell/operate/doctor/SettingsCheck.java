package dev.cosell.operate.doctor;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.util.List;

/** Whether every setting can be read; each fault is a finding. */
public final class SettingsCheck implements Check {
    public static final String NAME = "settings";

    private final List<String> faults;
    private final int set;

    /**
     * @param faults each names its setting, what was expected and what was found
     * @param set how many settings have a value of their own
     */
    public SettingsCheck(List<String> faults, int set) {
        this.faults = List.copyOf(faults);
        this.set = set;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> look() {
        return faults.isEmpty()
                ? List.of(Finding.ok(NAME, set + " settings have a value of their own, all can be read"))
                : faults.stream()
                        .map(fault -> Finding.failed(NAME, Problem.of(ProblemCode.MISCONFIGURED, fault)))
                        .toList();
    }
}
