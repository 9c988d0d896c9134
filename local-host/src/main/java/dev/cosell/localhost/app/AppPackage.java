package dev.cosell.localhost.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A packaged functions app as the Maven plugin lays it out: {@code host.json}, a folder per function, {@code lib}. */
public record AppPackage(Path directory, HostJson host, Settings settings, List<FunctionDefinition> functions) {
    /**
     * Reads the files; classes are not looked at yet.
     *
     * @param overrides app settings that win over the {@code Values} of {@code local.settings.json}
     * @throws StartFailure at once if this is no package at all; other faults are noted
     * @throws UncheckedIOException if a file cannot be read
     */
    public static AppPackage read(Path directory, Map<String, String> overrides, Faults faults) {
        HostJson host = HostJson.read(directory, faults);
        Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        values.putAll(Settings.packaged(directory, faults));
        values.putAll(overrides);
        Settings settings = new Settings(values);
        List<FunctionDefinition> functions = new ArrayList<>();
        List<Path> files = functionFiles(directory);
        files.forEach(file -> FunctionFile.read(file, settings, faults).ifPresent(functions::add));
        if (files.isEmpty()) {
            faults.add("No function found: expected a folder with function.json for each function in " + directory);
        }
        return new AppPackage(directory, host, settings, List.copyOf(functions));
    }

    private static List<Path> functionFiles(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.resolve("function.json"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not list " + directory, e);
        }
    }
}
