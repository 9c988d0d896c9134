package dev.cosell.operate.doctor;

import dev.cosell.crm.CrmInspection;
import dev.cosell.crm.CrmInspection.MissingRight;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.util.List;

/** Whether the connector's user may do with the CRM's tables what it has to; every missing right is named. */
public final class CrmRightsCheck implements Check {
    public static final String NAME = "crm-rights";

    private final CrmInspection crm;

    public CrmRightsCheck(CrmInspection crm) {
        this.crm = crm;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> look() {
        List<MissingRight> missing = crm.missingRights();
        return missing.isEmpty()
                ? List.of(Finding.ok(NAME, "the connector's user has every right it needs"))
                : missing.stream().map(CrmRightsCheck::finding).toList();
    }

    private static Finding finding(MissingRight right) {
        return Finding.failed(
                NAME,
                Problem.of(
                                ProblemCode.PRIVILEGE_MISSING,
                                "expected that the connector's user may " + right.right() + " rows of " + right.table()
                                        + "; missing " + right.name())
                        .from(RemoteSystem.CRM));
    }
}
