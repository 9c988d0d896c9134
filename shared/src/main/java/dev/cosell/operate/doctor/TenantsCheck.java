package dev.cosell.operate.doctor;

import dev.cosell.operate.registration.TenantFinding;
import dev.cosell.problem.RemoteSystem;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether sign-in, referrals and webhook registration belong to one tenant and account: else events may never come. */
public final class TenantsCheck implements Check {
    public static final String NAME = "tenants";

    private final Supplier<Optional<TenantFinding>> tenants;

    /** @param tenants what does not belong together; fails if Partner Center cannot be asked */
    public TenantsCheck(Supplier<Optional<TenantFinding>> tenants) {
        this.tenants = tenants;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> look() {
        return List.of(tenants.get()
                .map(TenantsCheck::apart)
                .orElseGet(() ->
                        Finding.ok(NAME, "sign-in, referrals and registration belong together, as far as they tell")));
    }

    /** The text for Microsoft's support is what there is to do. */
    private static Finding apart(TenantFinding found) {
        Finding finding = Finding.failed(NAME, found.problem().from(RemoteSystem.PARTNER_CENTER));
        return finding.advising(finding.cause(), finding.fix() + "\n\n" + found.ticket());
    }
}
