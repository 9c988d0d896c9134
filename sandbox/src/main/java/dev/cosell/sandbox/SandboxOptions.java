package dev.cosell.sandbox;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How to start a sandbox.
 *
 * @param data directory for keys and state; made if missing, taken up again if not
 * @param ports fixed port by service name; a free one is taken for a service that is not named
 * @param extras systems beside Partner Center and Entra
 * @param durable whether all that anybody was told or sent is on disk before, so that it outlives the process however
 *     that ends; each answer takes some milliseconds longer
 */
public record SandboxOptions(Path data, Map<String, Integer> ports, List<ExtraService> extras, boolean durable) {
    /** Free ports and every system the sandbox ships with. */
    public static SandboxOptions in(Path data) {
        return new SandboxOptions(data, Map.of(), ExtraService.all(), false);
    }

    public SandboxOptions port(String service, int port) {
        Map<String, Integer> more = new LinkedHashMap<>(ports);
        more.put(service, port);
        return new SandboxOptions(data, more, extras, durable);
    }

    public SandboxOptions with(List<ExtraService> services) {
        return new SandboxOptions(data, ports, services, durable);
    }

    /** Nothing that was answered or sent is forgotten, even if the process is killed. */
    public SandboxOptions keeping() {
        return new SandboxOptions(data, ports, extras, true);
    }
}
