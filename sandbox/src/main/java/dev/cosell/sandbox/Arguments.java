package dev.cosell.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the command line of {@link Main}. */
final class Arguments {
    private Arguments() {}

    static SandboxOptions read(List<String> given) {
        List<String> args = new ArrayList<>(given);
        SandboxOptions options = SandboxOptions.in(Path.of(""));
        if (args.remove("--durable")) {
            options = options.keeping();
        }
        boolean data = false;
        if (args.size() % 2 != 0) {
            throw new IllegalArgumentException("expected a value after each option, found " + args);
        }
        for (int i = 0; i < args.size(); i += 2) {
            String value = args.get(i + 1);
            switch (args.get(i)) {
                case "--data" -> {
                    options = new SandboxOptions(Path.of(value), options.ports(), options.extras(), options.durable());
                    data = true;
                }
                case "--port-base" -> options = consecutive(options, Integer.parseInt(value));
                case "--port" -> options = one(options, value);
                default -> throw new IllegalArgumentException("unknown option " + args.get(i));
            }
        }
        if (!data) {
            throw new IllegalArgumentException("expected --data <directory>, found " + args);
        }
        return options;
    }

    private static SandboxOptions consecutive(SandboxOptions options, int base) {
        SandboxOptions result = options;
        int port = base;
        for (String name : Sandbox.names(options)) {
            result = result.port(name, port++);
        }
        return result;
    }

    private static SandboxOptions one(SandboxOptions options, String assignment) {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("--port: expected <service>=<port>, found " + assignment);
        }
        return options.port(assignment.substring(0, equals), Integer.parseInt(assignment.substring(equals + 1)));
    }
}
