package dev.cosell.launcher;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the command line asks for. */
sealed interface Command {
    Pattern SETTING = Pattern.compile("([A-Z][A-Z0-9_]*)=(.*)");

    record Help() implements Command {}

    /**
     * @param port first port; free ones without
     * @param chosen settings of the functions that differ from the usual ones
     */
    record Start(boolean detach, OptionalInt port, Map<String, String> chosen) implements Command {}

    record Stop() implements Command {}

    /** @param json one object instead of a story */
    record Demonstrate(boolean json, OptionalInt port) implements Command {}

    /** @throws LaunchFailure naming the argument that was not understood */
    static Command read(List<String> arguments) {
        if (arguments.isEmpty() || arguments.contains("--help") || arguments.contains("-h")) {
            return new Help();
        }
        List<String> rest = new ArrayList<>(arguments.subList(1, arguments.size()));
        String verb = arguments.getFirst();
        Command command = switch (verb) {
            case "up" -> new Start(rest.remove("--detach"), port(rest), chosen(rest));
            case "down" -> new Stop();
            case "demo" -> new Demonstrate(rest.remove("--json"), port(rest));
            case "help" -> new Help();
            default -> throw new LaunchFailure("Expected up, down, demo or --help, found '" + verb + "'");
        };
        if (!rest.isEmpty()) {
            throw new LaunchFailure(verb + ": did not expect " + rest + "; see --help");
        }
        return command;
    }

    private static Map<String, String> chosen(List<String> rest) {
        Map<String, String> chosen = new LinkedHashMap<>();
        for (int index = rest.indexOf("--set"); index >= 0; index = rest.indexOf("--set")) {
            rest.remove(index);
            String text = index < rest.size() ? rest.remove(index) : "nothing";
            Matcher setting = SETTING.matcher(text);
            if (!setting.matches()) {
                throw new LaunchFailure("--set: expected NAME=value, as docs/settings.md has them, found " + text);
            }
            chosen.put(setting.group(1), setting.group(2));
        }
        return chosen;
    }

    private static OptionalInt port(List<String> rest) {
        int index = rest.indexOf("--port");
        if (index < 0) {
            return OptionalInt.empty();
        }
        rest.remove(index);
        String text = index < rest.size() ? rest.remove(index) : "nothing";
        if (!text.matches("[0-9]{1,5}")) {
            throw new LaunchFailure("--port: expected a number, found " + text);
        }
        return OptionalInt.of(Integer.parseInt(text));
    }
}
