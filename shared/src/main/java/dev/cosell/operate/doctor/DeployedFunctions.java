package dev.cosell.operate.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * The functions that the host finds: a folder with a {@code function.json} for each, beside {@code host.json}. A function
 * whose file is missing or names no trigger is simply not there, and the host says nothing of it.
 */
public final class DeployedFunctions {
    private static final String LIST = "/dev/cosell/functions/functions.txt";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path root;
    private final List<String> declared;
    private final Function<String, Optional<String>> hostSettings;

    /** Looked up once: a package does not change while it runs, and anybody may ask for the health as often as they like. */
    private final AtomicReference<List<String>> missing = new AtomicReference<>();

    /**
     * @param root folder of the package
     * @param declared names of all functions of the app
     * @param hostSettings the host's settings by name
     */
    public DeployedFunctions(Path root, List<String> declared, Function<String, Optional<String>> hostSettings) {
        this.root = root;
        this.declared = List.copyOf(declared);
        this.hostSettings = hostSettings;
    }

    /**
     * Of the package that this class was loaded from: {@code lib/} of it has this jar. The functions' own jar brings the
     * list of their names; where it is absent, as in a test, nothing is declared.
     */
    public static DeployedFunctions ofThisApp(Function<String, Optional<String>> hostSettings) {
        return new DeployedFunctions(folder(), names(), hostSettings);
    }

    private static Path folder() {
        try {
            Path jar = Path.of(DeployedFunctions.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return jar.resolve("../..").normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a class path has valid addresses", e);
        }
    }

    private static List<String> names() {
        try (InputStream list = DeployedFunctions.class.getResourceAsStream(LIST)) {
            return list == null
                    ? List.of()
                    : new String(list.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(LIST + " cannot be read", e);
        }
    }

    public List<String> declared() {
        return declared;
    }

    /** Whether the folder is a package at all: tests run from elsewhere. */
    public boolean isPackage() {
        return Files.isRegularFile(root.resolve("host.json"));
    }

    /** Declared functions that the package lacks, or of which it has no trigger; empty where there is no package. */
    public List<String> missing() {
        return missing.updateAndGet(known -> known == null ? lookUp() : known);
    }

    /** Declared functions that a setting of the host switches off; Linux and Windows write its name differently. */
    public List<String> disabled() {
        return declared.stream().filter(this::isDisabled).toList();
    }

    /** Whether a setting of the host switches this function off. */
    public boolean isDisabled(String name) {
        return isOn("AzureWebJobs." + name + ".Disabled") || isOn("AzureWebJobs_" + name + "_Disabled");
    }

    private boolean isOn(String setting) {
        return hostSettings
                .apply(setting)
                .filter(value ->
                        value.strip().equalsIgnoreCase("true") || value.strip().equals("1"))
                .isPresent();
    }

    private List<String> lookUp() {
        return isPackage() ? declared.stream().filter(name -> !hasTrigger(name)).toList() : List.of();
    }

    private boolean hasTrigger(String name) {
        Path file = root.resolve(name).resolve("function.json");
        try {
            for (JsonNode binding : JSON.readTree(Files.readAllBytes(file)).path("bindings")) {
                if (binding.path("type").asText().toLowerCase(Locale.ROOT).endsWith("trigger")) {
                    return true;
                }
            }
            return false;
        } catch (IOException absentOrNoJson) {
            return false;
        }
    }
}
