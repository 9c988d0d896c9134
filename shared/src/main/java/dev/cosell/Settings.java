package dev.cosell;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.StorageConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The settings of one installation, checked as a whole. */
public final class Settings {
    private static final Set<String> THIS_COMPUTER = Set.of("localhost", "127.0.0.1");

    private final Map<Setting, String> values = new EnumMap<>(Setting.class);
    private final List<String> faults = new ArrayList<>();
    private StorageConnection storage;

    private Settings() {}

    /**
     * Reads all settings.
     *
     * @param source value by name; absent and empty are the same
     * @throws dev.cosell.problem.Failure {@code MISCONFIGURED}, naming every fault at once, never a secret's value
     */
    public static Settings read(Function<String, Optional<String>> source) {
        Settings settings = new Settings();
        for (Setting setting : Setting.values()) {
            String value = source.apply(setting.name())
                    .map(String::strip)
                    .filter(text -> !text.isEmpty())
                    .orElse(setting.otherwise());
            settings.values.put(setting, value);
            settings.check(setting, value);
        }
        settings.storage = settings.storage(source);
        if (!settings.faults.isEmpty()) {
            throw Problem.of(ProblemCode.MISCONFIGURED, String.join("; ", settings.faults))
                    .failure();
        }
        return settings;
    }

    /** The value, or its default; empty for none. */
    public String text(Setting setting) {
        return values.get(setting);
    }

    public Optional<String> optional(Setting setting) {
        return Optional.of(values.get(setting)).filter(value -> !value.isEmpty());
    }

    public URI uri(Setting setting) {
        return URI.create(values.get(setting));
    }

    public boolean yes(Setting setting) {
        return values.get(setting).equalsIgnoreCase("true");
    }

    public StorageConnection storage() {
        return storage;
    }

    private void check(Setting setting, String value) {
        Setting.Kind kind = setting.kind();
        if (value.isEmpty()) {
            if (kind.required()) {
                faults.add(setting.name() + ": expected " + setting.meaning() + " Found nothing");
            }
            return;
        }
        switch (kind) {
            case HTTPS, REQUIRED_HTTPS -> checkAddress(setting, value);
            case YES_NO -> {
                if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
                    faults.add(setting.name() + ": expected true or false, found " + value);
                }
            }
            case TEXT, REQUIRED, SECRET, REQUIRED_SECRET, CONNECTION -> {
                if (value.startsWith("@Microsoft.KeyVault(")) {
                    faults.add(
                            setting.name() + ": expected its value, found a Key Vault reference that did not resolve");
                }
            }
        }
    }

    private void checkAddress(Setting setting, String value) {
        try {
            URI uri = new URI(value);
            boolean secure = "https".equals(uri.getScheme())
                    || "http".equals(uri.getScheme()) && THIS_COMPUTER.contains(String.valueOf(uri.getHost()));
            if (!secure || uri.getHost() == null || uri.getRawQuery() != null) {
                faults.add(setting.name() + ": expected an https address, found " + value);
            }
        } catch (URISyntaxException unreadable) {
            faults.add(setting.name() + ": expected an https address, found " + value);
        }
    }

    private StorageConnection storage(Function<String, Optional<String>> source) {
        try {
            return StorageConnection.resolve(Setting.COSELL_STORAGE.name(), source);
        } catch (dev.cosell.problem.Failure failure) {
            faults.add(failure.problem().detail());
            return null;
        }
    }
}
