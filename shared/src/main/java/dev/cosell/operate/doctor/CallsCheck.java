package dev.cosell.operate.doctor;

import dev.cosell.crm.CrmInspection;
import dev.cosell.crm.CrmInspection.CallsOfDay;
import dev.cosell.operate.budget.Forecast;
import dev.cosell.operate.budget.Usage;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.port.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How many calls were made today and this month, by all instances, where that leads, whether the day's budget lasts, what
 * Azure will ask for it, and how much of the CRM's day is used. Of files no calls are made, and what Azure asks is reckoned
 * from those to both systems: there nothing is said of it.
 */
public final class CallsCheck implements Check {
    public static final String NAME = "calls";

    private final Usage usage;
    private final CrmInspection crm;
    private final boolean ofFiles;

    /** @param ofFiles whether the CRM is a directory of files */
    public CallsCheck(Usage usage, CrmInspection crm, boolean ofFiles) {
        this.usage = usage;
        this.crm = crm;
        this.ofFiles = ofFiles;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> look() {
        Forecast partnerCenter = usage.forecast(RemoteSystem.PARTNER_CENTER);
        Forecast ofCrm = usage.forecast(RemoteSystem.CRM);
        List<Finding> findings = new ArrayList<>();
        findings.add(ofFiles ? month(partnerCenter) : month(partnerCenter, ofCrm));
        budget(RemoteSystem.PARTNER_CENTER, "Partner Center", partnerCenter, findings);
        budget(RemoteSystem.CRM, "the CRM", ofCrm, findings);
        crm.callsOfDay().map(this::ofDay).ifPresent(findings::add);
        return findings;
    }

    private static Finding month(Forecast partnerCenter) {
        return Finding.ok(
                NAME,
                String.format(
                        Locale.ROOT,
                        "%d calls to Partner Center this month, %d of them today; at this rate %d by the end of the month",
                        partnerCenter.month(),
                        partnerCenter.today(),
                        partnerCenter.monthEnd()));
    }

    private static Finding month(Forecast partnerCenter, Forecast ofCrm) {
        Cost cost = Cost.of(Month.ofCalls(partnerCenter.monthEnd() + ofCrm.monthEnd()));
        return Finding.ok(
                NAME,
                String.format(
                        Locale.ROOT,
                        "%d calls to Partner Center and %d to the CRM this month, %d and %d of them today; at this rate %d"
                                + " and %d by the end of the month, and about US$ %.2f for Azure Functions and US$ %.2f for"
                                + " storage at list price",
                        partnerCenter.month(),
                        ofCrm.month(),
                        partnerCenter.today(),
                        ofCrm.today(),
                        partnerCenter.monthEnd(),
                        ofCrm.monthEnd(),
                        cost.functions(),
                        cost.storage()));
    }

    private void budget(RemoteSystem system, String name, Forecast forecast, List<Finding> findings) {
        usage.allowance(system)
                .daily()
                .ifPresent(daily -> findings.add(forecast.runsOutAt()
                        .map(at -> Finding.warning(
                                NAME,
                                Problem.of(
                                                ProblemCode.BUDGET_SHORT,
                                                "expected the " + daily + " calls a day to " + name + " to last, found "
                                                        + forecast.today() + " made and their end at " + at)
                                        .from(system)))
                        .orElseGet(() -> Finding.ok(
                                NAME,
                                forecast.today() + " of " + daily + " calls to " + name
                                        + " are made today, and they last"))));
    }

    /** Short are calls when changes wait for them. */
    private Finding ofDay(CallsOfDay day) {
        long most = usage.allowance(RemoteSystem.CRM).ofAll(day.allowed(), Lane.CHANGES);
        String found = day.used() + " of " + day.allowed() + " calls that the organisation may make within 24 hours";
        return day.used() < most
                ? Finding.ok(NAME, "used are " + found)
                : Finding.warning(
                        NAME,
                        Problem.of(
                                        ProblemCode.BUDGET_SHORT,
                                        "expected less than " + most + " used, so that changes need not wait, found "
                                                + found)
                                .from(RemoteSystem.CRM));
    }
}
