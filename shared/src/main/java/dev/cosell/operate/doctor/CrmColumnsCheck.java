package dev.cosell.operate.doctor;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.util.List;
import java.util.function.Supplier;

/** Whether the CRM's columns, their kinds, lengths, options and field-level rights suit the field map. */
public final class CrmColumnsCheck implements Check {
    public static final String NAME = "crm-columns";

    private final Supplier<List<String>> faults;

    /** @param faults of the field map in use, compared with the CRM's metadata now */
    public CrmColumnsCheck(Supplier<List<String>> faults) {
        this.faults = faults;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> look() {
        List<String> found = faults.get();
        return found.isEmpty()
                ? List.of(Finding.ok(
                        NAME, "every mapped column is there, of a kind that suits, and open to the connector"))
                : found.stream()
                        .map(fault -> Finding.failed(
                                NAME,
                                Problem.of(ProblemCode.SCHEMA_MISMATCH, fault).from(RemoteSystem.CRM)))
                        .toList();
    }
}
