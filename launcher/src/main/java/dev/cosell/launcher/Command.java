package dev.cosell.launcher;

import dev.cosell.launcher.crm.CrmProduct;
import dev.cosell.launcher.operator.AppAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the command line asks for. */
sealed interface Command {
    Duration USUAL_SOAK = Duration.ofMinutes(20);

    Pattern SETTING = Pattern.compile("([A-Z][A-Z0-9_]*)=(.*)");

    record Help() implements Command {}

    /**
     * @param crm the partner's
     * @param port first port; free ones without
     * @param chosen settings of the functions that differ from the usual ones
     */
    record Start(boolean detach, CrmProduct crm, OptionalInt port, Map<String, String> chosen) implements Command {}

    record Stop() implements Command {}

    /** @param json one object instead of a story */
    record Demonstrate(boolean json, CrmProduct crm, OptionalInt port) implements Command {}

    /**
     * @param busy how long people work while parts are killed
     * @param seed of what happens; one of its own without
     * @param json one object instead of a course of events
     */
    record Endure(Duration busy, OptionalLong seed, boolean json, CrmProduct crm, OptionalInt port)
            implements Command {}

    /**
     * @param app where it is; the one that {@code up} runs without
     * @param check only this one of the doctor's
     * @param json the answer itself
     */
    record Examine(Optional<AppAddress> app, Optional<String> check, boolean json) implements Command {}

    /** @param app where it is; the one that {@code up} runs without */
    record SignIn(Optional<AppAddress> app) implements Command {}

    /** @throws LaunchFailure naming the argument that was not understood */
    static Command read(List<String> arguments) {
        if (arguments.isEmpty() || arguments.contains("--help") || arguments.contains("-h")) {
            return new Help();
        }
        List<String> rest = new ArrayList<>(arguments.subList(1, arguments.size()));
        String verb = arguments.getFirst();
        Command command = switch (verb) {
            case "up" -> new Start(rest.remove("--detach"), crm(rest), port(rest), chosen(rest));
            case "down" -> new Stop();
            case "demo" -> new Demonstrate(rest.remove("--json"), crm(rest), port(rest));
            case "soak" ->
                new Endure(minutes(rest), seed(rest), rest.remove("--json"), killable(crm(rest)), port(rest));
            case "doctor" -> new Examine(app(rest), check(rest), rest.remove("--json"));
            case "connect" -> new SignIn(app(rest));
            case "help" -> new Help();
            default ->
                throw new LaunchFailure(
                        "Expected up, down, demo, soak, doctor, connect or --help, found '" + verb + "'");
        };
        if (!rest.isEmpty()) {
            throw new LaunchFailure(verb + ": did not expect " + rest + "; see --help");
        }
        return command;
    }

    private static CrmProduct crm(List<String> rest) {
        return value(rest, "--crm").map(CrmProduct::named).orElse(CrmProduct.DYNAMICS);
    }

    /** Files have no process to kill, and nothing that could be told to fail. */
    private static CrmProduct killable(CrmProduct crm) {
        if (crm == CrmProduct.FILE) {
            throw new LaunchFailure("soak --crm: expected dynamics or salesforce, found " + crm.word());
        }
        return crm;
    }

    private static Map<String, String> chosen(List<String> rest) {
        Map<String, String> chosen = new LinkedHashMap<>();
        for (Optional<String> text = value(rest, "--set"); text.isPresent(); text = value(rest, "--set")) {
            Matcher setting = SETTING.matcher(text.get());
            if (!setting.matches()) {
                throw new LaunchFailure(
                        "--set: expected NAME=value, as docs/settings.md has them, found " + text.get());
            }
            chosen.put(setting.group(1), setting.group(2));
        }
        if (chosen.containsKey("CRM")) {
            throw new LaunchFailure("--set: expected --crm to say which CRM it is, found CRM=" + chosen.get("CRM"));
        }
        return chosen;
    }

    private static Duration minutes(List<String> rest) {
        Optional<String> text = value(rest, "--minutes");
        if (text.filter(number -> !number.matches("[1-9][0-9]{0,3}")).isPresent()) {
            throw new LaunchFailure("--minutes: expected a number from 1 to 9999, found " + text.get());
        }
        return text.map(Integer::parseInt).map(Duration::ofMinutes).orElse(USUAL_SOAK);
    }

    private static OptionalLong seed(List<String> rest) {
        Optional<String> text = value(rest, "--seed");
        if (text.filter(number -> !number.matches("[0-9]{1,18}")).isPresent()) {
            throw new LaunchFailure("--seed: expected a number of up to 18 digits, found " + text.get());
        }
        return text.map(Long::parseLong).map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    private static OptionalInt port(List<String> rest) {
        Optional<String> text = value(rest, "--port");
        if (text.filter(number -> !number.matches("[0-9]{1,5}")).isPresent()) {
            throw new LaunchFailure("--port: expected a number, found " + text.get());
        }
        return text.map(Integer::parseInt).map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    private static Optional<AppAddress> app(List<String> rest) {
        return value(rest, "--url").map(text -> AppAddress.read("--url", text));
    }

    private static Optional<String> check(List<String> rest) {
        Optional<String> name = value(rest, "--check");
        if (name.filter(text -> !text.matches("[a-z][a-z-]{0,60}")).isPresent()) {
            throw new LaunchFailure(
                    "--check: expected the name of a check, as docs/troubleshooting.md has them, found " + name.get());
        }
        return name;
    }

    /** What follows the first use of an option; both are taken away. */
    private static Optional<String> value(List<String> rest, String option) {
        int index = rest.indexOf(option);
        if (index < 0) {
            return Optional.empty();
        }
        rest.remove(index);
        return Optional.of(index < rest.size() ? rest.remove(index) : "nothing");
    }
}
