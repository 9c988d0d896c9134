package dev.cosell.setup.salesforce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosell.setup.SetUpFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code sf} as it is installed on this computer. */
public final class InstalledCli implements SalesforceCli {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String org;

    /** @param org an alias or a username that it is signed in with */
    public InstalledCli(String org) {
        this.org = org;
    }

    @Override
    public String org() {
        return org;
    }

    @Override
    public Ran run(Path folder, Map<String, String> environment, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program()));
        command.addAll(arguments);
        command.addAll(List.of("--target-org", org, "--json"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toAbsolutePath().toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ran(process.waitFor(), json(arguments, answer));
        } catch (IOException e) {
            throw new SetUpFailure(
                    "Expected the Salesforce CLI sf on the PATH, found none. Get it from"
                            + " https://developer.salesforce.com/tools/salesforcecli, or have somebody who has it deploy the"
                            + " projects by the commands of docs/crm-setup.md; this one would have been: "
                            + typed(arguments),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SetUpFailure("Interrupted while waiting for " + typed(arguments), e);
        }
    }

    /** On Windows it is a script. */
    private static String program() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("windows") ? "sf.cmd" : "sf";
    }

    private JsonNode json(List<String> arguments, String answer) {
        try {
            return JSON.readTree(answer);
        } catch (JsonProcessingException e) {
            throw new SetUpFailure("Expected JSON from " + typed(arguments) + " --json, found something else", e);
        }
    }
}
