package dev.cosell.sandbox;

import dev.cosell.sandbox.dataverse.Dynamics;
import dev.cosell.sandbox.dataverse.Options;
import dev.cosell.sandbox.salesforce.OrganizationSettings;
import dev.cosell.sandbox.salesforce.Salesforce;
import java.net.URI;
import java.util.List;
import java.util.function.Function;

/**
 * A simulated system beside Partner Center and Entra, with its own HTTPS host.
 *
 * @param name as {@link Service#name()}; known before the service is made, because its address must be
 * @param factory makes the service once every address is known
 */
public record ExtraService(String name, Function<SandboxContext, Service> factory) {
    /** Every system the sandbox ships with; a new one is one line here. */
    public static List<ExtraService> all() {
        return List.of(
                new ExtraService("dynamics", ExtraService::dynamics),
                new ExtraService(Salesforce.NAME, ExtraService::salesforce));
    }

    private static Service dynamics(SandboxContext context) {
        URI address = context.address("dynamics");
        return new Dynamics(
                () -> address,
                request -> context.tokens().check(request, address) instanceof Tokens.Access.Granted,
                context.events(),
                context.clock(),
                Options.standard());
    }

    private static Service salesforce(SandboxContext context) {
        URI address = context.address(Salesforce.NAME);
        return new Salesforce(() -> address, context.events(), context.clock(), OrganizationSettings.standard());
    }
}
