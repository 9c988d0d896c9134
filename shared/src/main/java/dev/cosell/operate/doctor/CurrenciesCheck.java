package dev.cosell.operate.doctor;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.port.Crm;
import dev.cosell.sync.port.PartnerCenter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Whether the CRM has the currencies of the referrals that changed last. */
public final class CurrenciesCheck implements Check {
    public static final String NAME = "currencies";

    private static final String CURRENCY = "/details/currency";

    private final Supplier<PartnerCenter> partnerCenter;
    private final Supplier<Crm> crm;

    public CurrenciesCheck(Supplier<PartnerCenter> partnerCenter, Supplier<Crm> crm) {
        this.partnerCenter = partnerCenter;
        this.crm = crm;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> look() {
        Set<String> has = new TreeSet<>(crm.get().currencies());
        Set<String> lacks = partnerCenter.get().lastChanged(Optional.empty()).referrals().stream()
                .flatMap(referral -> referral.text(CURRENCY).stream())
                .map(code -> code.strip().toUpperCase(Locale.ROOT))
                .filter(code -> !has.contains(code))
                .collect(Collectors.toCollection(TreeSet::new));
        return lacks.isEmpty()
                ? List.of(Finding.ok(NAME, "the CRM has " + String.join(", ", has)))
                : List.of(Finding.warning(
                        NAME,
                        Problem.of(
                                        ProblemCode.CURRENCY_UNKNOWN,
                                        "expected the CRM to have every currency of the latest referrals, found "
                                                + String.join(", ", has) + " and none of " + String.join(", ", lacks))
                                .from(RemoteSystem.CRM)));
    }
}
