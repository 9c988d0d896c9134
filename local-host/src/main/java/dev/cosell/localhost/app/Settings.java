package dev.cosell.localhost.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** App settings by name, case-insensitively as on the platform, and what the platform derives from them. */
public final class Settings {
    private static final Pattern REFERENCE = Pattern.compile("%([^%]+)%");
    /** How a connection without a secret is spelled; each needs an Entra token, which Azurite cannot check. */
    private static final Set<String> IDENTITY_SUFFIXES =
            Set.of("queueServiceUri", "serviceUri", "accountName", "credential", "blobServiceUri", "tableServiceUri");

    private final Map<String, String> values;

    /** @param values names and values; where two names differ only in case the last one wins */
    public Settings(Map<String, String> values) {
        this.values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        this.values.putAll(values);
    }

    /** The {@code Values} of {@code local.settings.json}; empty when there is no such file. */
    static Map<String, String> packaged(Path directory, Faults faults) {
        Path file = directory.resolve("local.settings.json");
        if (!Files.exists(file)) {
            return Map.of();
        }
        JsonSection root = JsonSection.read(file, "local.settings.json", faults);
        if (root.flag("IsEncrypted", false)) {
            root.refuse("IsEncrypted", "false on the local host", true);
        }
        return root.section("Values").allTexts();
    }

    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /**
     * Replaces each {@code %NAME%} by its setting.
     *
     * @throws StartFailure if a name has no setting, in the platform's own words
     */
    public String resolve(String text) {
        return REFERENCE
                .matcher(text)
                .replaceAll(reference -> Matcher.quoteReplacement(get(reference.group(1))
                        .orElseThrow(
                                () -> new StartFailure("'" + reference.group() + "' does not resolve to a value."))));
    }

    /**
     * The storage connection a trigger names; the platform looks for the prefixed setting first.
     *
     * @throws StartFailure if there is none, or if it is one by managed identity
     */
    public Connection connection(String name) {
        String plain = name.isEmpty() ? "AzureWebJobsStorage" : resolve(name);
        String prefixed = "AzureWebJobs" + plain;
        return get(prefixed)
                .or(() -> get(plain))
                .filter(value -> !value.isBlank())
                .map(Connection::new)
                .orElseThrow(() -> new StartFailure(
                        usesIdentity(plain) || usesIdentity(prefixed)
                                ? "connection '" + plain
                                        + "': managed identity connections are not supported by the local host; set "
                                        + plain + " to a connection string or UseDevelopmentStorage=true"
                                : "connection '" + plain + "' has no setting; expected " + plain + " or " + prefixed
                                        + " with a connection string or UseDevelopmentStorage=true"));
    }

    /** Whether {@code AzureWebJobs.<function>.Disabled} is true. */
    public boolean disables(String function) {
        return get("AzureWebJobs." + function + ".Disabled")
                .filter(value -> value.equalsIgnoreCase("true") || value.equals("1"))
                .isPresent();
    }

    private boolean usesIdentity(String connection) {
        return IDENTITY_SUFFIXES.stream()
                .anyMatch(suffix -> values.containsKey(connection + "__" + suffix)
                        || values.containsKey(connection + ":" + suffix));
    }
}
