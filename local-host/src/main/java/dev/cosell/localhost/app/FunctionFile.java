package dev.cosell.localhost.app;

import com.microsoft.azure.functions.HttpMethod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one {@code function.json} as the Maven plugin writes it. */
final class FunctionFile {
    private static final Pattern QUEUE_NAME = Pattern.compile("(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]");
    private static final Pattern ENTRY_POINT =
            Pattern.compile("[\\p{javaJavaIdentifierPart}.]+\\.\\p{javaJavaIdentifierPart}+");
    private static final String SUPPORTED = "one httpTrigger (with an http output), queueTrigger or timerTrigger";

    private final String function;
    private final JsonSection root;
    private final Settings settings;
    private final Faults faults;

    private FunctionFile(String function, JsonSection root, Settings settings, Faults faults) {
        this.function = function;
        this.root = root;
        this.settings = settings;
        this.faults = faults;
    }

    /** Nothing when no trigger could be understood; the faults then say why. */
    static Optional<FunctionDefinition> read(Path file, Settings settings, Faults faults) {
        String function = file.getParent().getFileName().toString();
        JsonSection root = JsonSection.read(file, "function " + function + ": function.json", faults);
        return new FunctionFile(function, root, settings, faults).definition(file);
    }

    private Optional<FunctionDefinition> definition(Path file) {
        root.supportsOnly("scriptFile", "entryPoint", "bindings", "disabled");
        Path script = file.resolveSibling(root.requiredText("scriptFile")).normalize();
        if (!Files.isRegularFile(script)) {
            root.refuse("scriptFile", "a jar in the package", script.getFileName());
        }
        String entryPoint = root.requiredText("entryPoint");
        if (!ENTRY_POINT.matcher(entryPoint).matches()) {
            root.refuse("entryPoint", "package.Class.method", entryPoint);
            return Optional.empty();
        }
        List<JsonSection> bindings = root.sections("bindings");
        List<JsonSection> triggers =
                bindings.stream().filter(binding -> !isHttpOutput(binding)).toList();
        boolean returnsHttp = bindings.stream().anyMatch(binding -> isHttpOutput(binding) && isReturnValue(binding));
        List<Trigger> supported =
                triggers.stream().flatMap(binding -> trigger(binding).stream()).toList();
        if (triggers.size() != 1) {
            faults.add(root.place() + " must have " + SUPPORTED + "; found " + triggers.size()
                    + " bindings besides http outputs");
        }
        if (supported.size() != 1) {
            return Optional.empty();
        }
        boolean disabled = root.flag("disabled", false) || settings.disables(function);
        return Optional.of(
                new FunctionDefinition(function, script, entryPoint, supported.getFirst(), returnsHttp, disabled));
    }

    private static boolean isHttpOutput(JsonSection binding) {
        return binding.text("type").equals(Optional.of("http"));
    }

    private boolean isReturnValue(JsonSection binding) {
        binding.supportsOnly("type", "direction", "name");
        boolean supported = binding.text("name").equals(Optional.of("$return"))
                && binding.text("direction").equals(Optional.of("out"));
        if (!supported) {
            faults.add(binding.place() + " must be an out binding named $return; found "
                    + binding.text("direction").orElse("no direction") + " "
                    + binding.text("name").orElse("without name"));
        }
        return supported;
    }

    private Optional<Trigger> trigger(JsonSection binding) {
        String type = binding.text("type").orElse("");
        return switch (type) {
            case "httpTrigger" -> Optional.of(http(binding));
            case "queueTrigger" -> queue(binding);
            case "timerTrigger" -> timer(binding);
            default -> {
                faults.add(binding.place() + " type '" + type + "' ("
                        + binding.text("name").orElse("without name")
                        + ") is not supported by the local host; supported: " + SUPPORTED);
                yield Optional.empty();
            }
        };
    }

    private Trigger http(JsonSection binding) {
        binding.supportsOnly("type", "direction", "name", "dataType", "authLevel", "methods", "route");
        return new Trigger.Http(
                binding.requiredText("name"), resolved(binding, "route"), methods(binding), authLevel(binding));
    }

    private Set<HttpMethod> methods(JsonSection binding) {
        List<String> names = binding.texts("methods");
        Set<HttpMethod> methods = EnumSet.noneOf(HttpMethod.class);
        for (String name : names) {
            Optional<HttpMethod> method = Arrays.stream(HttpMethod.values())
                    .filter(known -> known.name().equalsIgnoreCase(name))
                    .findAny();
            method.ifPresentOrElse(
                    methods::add,
                    () -> binding.refuse("methods", "some of " + Arrays.toString(HttpMethod.values()), name));
        }
        return names.isEmpty() ? EnumSet.allOf(HttpMethod.class) : methods;
    }

    private AuthLevel authLevel(JsonSection binding) {
        String level = binding.text("authLevel").orElse("FUNCTION");
        Optional<AuthLevel> known = Arrays.stream(AuthLevel.values())
                .filter(value -> value.name().equals(level.toUpperCase(Locale.ROOT)))
                .findAny();
        if (known.isEmpty()) {
            binding.refuse("authLevel", "one of " + Arrays.toString(AuthLevel.values()), level);
        }
        return known.orElse(AuthLevel.ADMIN);
    }

    private Optional<Trigger> queue(JsonSection binding) {
        binding.supportsOnly("type", "direction", "name", "dataType", "queueName", "connection");
        binding.requiredText("queueName");
        Optional<String> queue = resolved(binding, "queueName");
        queue.filter(name -> !QUEUE_NAME.matcher(name).matches())
                .ifPresent(name ->
                        binding.refuse("queueName", "3 to 63 of a-z, 0-9 and single hyphens, none at the ends", name));
        Optional<Connection> connection = faults.check(
                binding.place(),
                () -> settings.connection(binding.text("connection").orElse("")));
        return queue.flatMap(
                name -> connection.map(account -> new Trigger.Queue(binding.requiredText("name"), name, account)));
    }

    private Optional<Trigger> timer(JsonSection binding) {
        binding.supportsOnly("type", "direction", "name", "dataType", "schedule", "runOnStartup", "useMonitor");
        binding.requiredText("schedule");
        return resolved(binding, "schedule")
                .map(schedule ->
                        new Trigger.Timer(binding.requiredText("name"), schedule, binding.flag("runOnStartup", false)));
    }

    private Optional<String> resolved(JsonSection binding, String property) {
        return binding.text(property)
                .flatMap(text -> faults.check(binding.place() + " " + property, () -> settings.resolve(text)));
    }
}
