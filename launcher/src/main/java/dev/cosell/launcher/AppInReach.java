package dev.cosell.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.launcher.operator.AppAddress;
import dev.cosell.launcher.operator.DeployedApp;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The app that a command is about: one that has an address and a key, or the one that {@code up} runs. */
final class AppInReach {
    /** An argument would be seen by everybody on this computer, and kept by the shell. */
    static final String KEY = "COSELL_KEY";

    private AppInReach() {}

    /**
     * @param environment null for what is not set, as the system has it
     * @throws LaunchFailure if none runs here, or its key is not known
     */
    static DeployedApp find(Optional<AppAddress> address, UnaryOperator<String> environment) {
        return address.map(known -> deployed(known, Optional.ofNullable(environment.apply(KEY))))
                .orElseGet(() -> running(new RunFile(Project.current())));
    }

    private static DeployedApp deployed(AppAddress address, Optional<String> key) {
        return new DeployedApp(
                address,
                key.orElseThrow(() -> new LaunchFailure("Expected a function key of " + address.uri()
                        + " in the environment variable " + KEY + ", found none")),
                "the environment variable " + KEY);
    }

    private static DeployedApp running(RunFile file) {
        JsonNode run = file.read()
                .filter(found -> !RunFile.running(found).isEmpty())
                .orElseThrow(() -> new LaunchFailure(
                        "Expected ./cosell up to run, or --url with the address of an app, found neither"));
        return new DeployedApp(
                AppAddress.read(file.path().toString(), run.path("functions").asText()),
                run.at("/keys/function").asText(),
                file.path().toString());
    }
}
