package dev.cosell.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The process with the app in it, made from its environment. */
final class AppProcess {
    /** The smallest plan in Azure has as much again. */
    private static final String MEMORY = "-Xmx384m";

    private static final ObjectMapper JSON = new ObjectMapper();

    private AppProcess() {}

    /**
     * Runs until its end.
     *
     * @param lines told of every line that it prints
     * @return its status: 0, or another one if it hung, had too little memory, or could not start
     */
    static int run(String crm, FuzzRequest request, Surroundings around, Consumer<JsonNode> lines) {
        try {
            Process process = start(crm, request, around);
            try (BufferedReader printed = process.inputReader()) {
                for (String line = printed.readLine(); line != null; line = printed.readLine()) {
                    lines.accept(JSON.readTree(line));
                }
                return process.waitFor();
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the app's process could not be followed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the app ran", e);
        }
    }

    private static Process start(String crm, FuzzRequest request, Surroundings around) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                MEMORY,
                "-XX:+UseSerialGC",
                "-Dslf4j.internal.verbosity=ERROR",
                FuzzedApp.class.getName(),
                crm,
                Long.toString(request.seed()),
                Long.toString(request.inputsEach()),
                around.control().toString(),
                around.storage().toString()));
        request.replay().ifPresent(replay -> command.addAll(List.of(replay.target(), Long.toString(replay.input()))));
        ProcessBuilder process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        process.environment().putAll(around.settings(crm));
        process.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return process.start();
    }
}
