package dev.cosell.sandbox;

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
        return List.of();
    }
}
