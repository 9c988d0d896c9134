package dev.cosell.functions;

import com.microsoft.azure.functions.HttpMethod;
import dev.cosell.operate.doctor.DeployedFunctions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Every function that the host opens only to a key, found by its method and path: what a key opens, {@link People} opens to
 * a person who is signed in. Read from the annotations, so that no route is written down twice.
 */
final class OperatorRoutes {
    private static final List<Class<?>> TRIGGERS = List.of(
            Approvals.class,
            Backfill.class,
            Conflicts.class,
            CreateCoSellReferral.class,
            Customers.class,
            DealRegistration.class,
            Diagnosis.class,
            Eligible.class,
            Explain.class,
            FieldMap.class,
            Health.class,
            Ignored.class,
            Moves.class,
            Orphans.class,
            PersonalData.class,
            Poison.class,
            Reconcile.class,
            Referrals.class,
            Relay.class,
            Requeue.class,
            SignIn.class,
            SolutionCatalogue.class,
            Sweep.class,
            Switches.class,
            ValidateReferrals.class,
            WebhookRegistration.class);

    private static final List<OperatorRoute> ALL = TRIGGERS.stream()
            .flatMap(trigger -> Arrays.stream(trigger.getDeclaredMethods()))
            .flatMap(function -> OperatorRoute.of(function).stream())
            .sorted(OperatorRoute.LITERALS_FIRST)
            .toList();

    private OperatorRoutes() {}

    /**
     * The function that answers a request. One that an administrator switched off answers nobody, as with the host.
     *
     * @param path parts of the address below the host's prefix
     */
    static Optional<OperatorRoute> find(HttpMethod method, List<String> path, DeployedFunctions functions) {
        return ALL.stream()
                .filter(route -> route.answers(method, path))
                .filter(route -> !functions.isDisabled(route.name()))
                .findFirst();
    }
}
