package dev.cosell.store;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The settings of a connection under one of the names it may have, and what is wrong with them. */
final class ConnectionSettings {
    private final String name;
    private final Function<String, Optional<String>> settings;
    private final List<String> faults = new ArrayList<>();

    private ConnectionSettings(String name, Function<String, Optional<String>> settings) {
        this.name = name;
        this.settings = settings;
    }

    /** See {@link StorageConnection#resolve}. The host looks for the prefixed name first, and so do we. */
    static StorageConnection resolve(String name, Function<String, Optional<String>> settings) {
        for (String candidate : List.of("AzureWebJobs" + name, name)) {
            ConnectionSettings found = new ConnectionSettings(candidate, settings);
            Optional<String> text = found.text("");
            if (text.isPresent()) {
                found.checkConnectionString(text.get());
                found.throwFaults();
                return new StorageConnection.ByConnectionString(text.get());
            }
            if (found.anyIdentitySetting()) {
                return found.identity();
            }
        }
        throw misconfigured(name + ": expected a connection string, or " + name + "__tableServiceUri and " + name
                + "__queueServiceUri, or " + name + "__accountName; found none of them");
    }

    private Optional<String> text(String suffix) {
        return settings.apply(name + suffix).map(String::strip).filter(value -> !value.isEmpty());
    }

    private boolean anyIdentitySetting() {
        return text("__accountName").isPresent()
                || text("__tableServiceUri").isPresent()
                || text("__queueServiceUri").isPresent();
    }

    private void checkConnectionString(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        if (lower.startsWith("@microsoft.keyvault")) {
            faults.add(name + ": expected a connection string, found a Key Vault reference that was not resolved");
            return;
        }
        boolean emulator = lower.contains("usedevelopmentstorage=true");
        boolean account = lower.contains("accountname=") && lower.contains("accountkey=");
        boolean signature = lower.contains("sharedaccesssignature=")
                && (lower.contains("accountname=")
                        || lower.contains("tableendpoint=") && lower.contains("queueendpoint="));
        if (!emulator && !account && !signature) {
            faults.add(name + ": expected a connection string with AccountName and AccountKey, with a"
                    + " SharedAccessSignature, or UseDevelopmentStorage=true; found " + value.length()
                    + " characters without them");
        }
    }

    private StorageConnection identity() {
        text("__credential")
                .filter(kind -> !kind.equalsIgnoreCase("managedidentity"))
                .ifPresent(kind -> faults.add(name + "__credential: expected managedidentity, found " + kind));
        Optional<URI> tables = endpoint("__tableServiceUri", "table");
        Optional<URI> queues = endpoint("__queueServiceUri", "queue");
        throwFaults();
        return new StorageConnection.ByIdentity(tables.orElseThrow(), queues.orElseThrow(), text("__clientId"));
    }

    private Optional<URI> endpoint(String suffix, String service) {
        Optional<String> account = text("__accountName");
        Optional<String> written =
                text(suffix).or(() -> account.map(it -> "https://" + it + "." + service + ".core.windows.net"));
        if (written.isEmpty()) {
            faults.add(name + suffix + ": expected the account's " + service + " address, found nothing");
            return Optional.empty();
        }
        Optional<URI> address = written.filter(it -> it.matches("https://[A-Za-z0-9.-]+(:\\d+)?(/[A-Za-z0-9.-]*)?"))
                .map(URI::create);
        if (address.isEmpty()) {
            faults.add(name + suffix + ": expected an address like https://account." + service
                    + ".core.windows.net, found " + written.get());
        }
        return address;
    }

    private void throwFaults() {
        if (!faults.isEmpty()) {
            throw misconfigured(String.join("; ", faults));
        }
    }

    private static RuntimeException misconfigured(String detail) {
        return Problem.of(ProblemCode.MISCONFIGURED, detail).failure();
    }
}
