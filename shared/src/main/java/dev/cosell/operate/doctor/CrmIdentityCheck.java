package dev.cosell.operate.doctor;

import dev.cosell.crm.CrmInspection;
import dev.cosell.crm.CrmInspection.Identity;
import dev.cosell.crm.CrmInspection.Kind;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.util.List;

/** Which organisation the CRM is, and whether it goes with the Partner Center that is called. */
public final class CrmIdentityCheck implements Check {
    public static final String NAME = "crm";

    private final CrmInspection crm;
    private final boolean testAllowed;

    /** @param testAllowed whether a test organisation may go with Partner Center, which is always the real one */
    public CrmIdentityCheck(CrmInspection crm, boolean testAllowed) {
        this.crm = crm;
        this.testAllowed = testAllowed;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> look() {
        Identity identity = crm.identity();
        String found = "organisation " + identity.id() + " \"" + identity.name() + "\" at " + identity.address()
                + identity.tenant().map(tenant -> ", tenant " + tenant).orElse("");
        if (identity.kind() == Kind.TEST && !testAllowed) {
            return List.of(Finding.failed(
                    NAME,
                    Problem.of(
                                    ProblemCode.ENVIRONMENTS_MIXED,
                                    "expected a production organisation beside the real Partner Center, found the test "
                                            + found)
                            .from(RemoteSystem.CRM)));
        }
        return List.of(Finding.ok(NAME, word(identity.kind()) + found));
    }

    private static String word(Kind kind) {
        return switch (kind) {
            case PRODUCTION -> "the production ";
            case TEST -> "the test ";
            case UNKNOWN -> "the CRM does not say whether it is production or test: ";
        };
    }
}
