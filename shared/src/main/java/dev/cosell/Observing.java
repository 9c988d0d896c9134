package dev.cosell;

import com.azure.core.credential.TokenCredential;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.monitor.opentelemetry.autoconfigure.AzureMonitorAutoConfigure;
import com.azure.monitor.opentelemetry.autoconfigure.AzureMonitorAutoConfigureOptions;
import dev.cosell.operate.telemetry.Telemetry;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Part of the composition: who takes traces and metrics. An agent, if one is switched on; else Application Insights, if the
 * platform's settings name it; else nobody.
 *
 * @see <a href="https://learn.microsoft.com/azure/azure-functions/functions-app-settings">App settings of Azure Functions</a>
 */
final class Observing {
    private static final String CONNECTION = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private static final String AUTHENTICATION = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";
    private static final String AGENT = "APPLICATIONINSIGHTS_ENABLE_AGENT";
    private static final String SITE = "WEBSITE_SITE_NAME";

    private static final Logger LOG = Logger.getLogger(Observing.class.getName());

    private Observing() {}

    /**
     * Makes no call.
     *
     * @param hostSettings the settings of the Functions host, by name
     */
    static Telemetry telemetry(Function<String, Optional<String>> hostSettings) {
        if (hostSettings.apply(AGENT).filter("true"::equalsIgnoreCase).isPresent()) {
            return Telemetry.to(GlobalOpenTelemetry.get());
        }
        return hostSettings
                .apply(CONNECTION)
                .filter(connection -> !connection.isBlank())
                .map(connection -> Telemetry.soon(() -> applicationInsights(connection, hostSettings)))
                .orElseGet(Telemetry::none);
    }

    /** Deals go on without telemetry: a fault in its settings is told to the log, and stops nothing. */
    private static Optional<OpenTelemetry> applicationInsights(
            String connection, Function<String, Optional<String>> hostSettings) {
        AzureMonitorAutoConfigureOptions options = new AzureMonitorAutoConfigureOptions();
        AutoConfiguredOpenTelemetrySdkBuilder sdk = AutoConfiguredOpenTelemetrySdk.builder();
        try {
            options.connectionString(connection);
            hostSettings.apply(AUTHENTICATION).flatMap(Observing::identity).ifPresent(options::credential);
            AzureMonitorAutoConfigure.customize(sdk, options);
            sdk.addPropertiesSupplier(() -> defaults(hostSettings));
            return Optional.of(sdk.build().getOpenTelemetrySdk());
        } catch (RuntimeException unusable) {
            // Without its message, which may quote the connection string.
            LOG.log(
                    Level.WARNING,
                    "telemetry is off: expected a connection string of Application Insights in " + CONNECTION
                            + ", found one that gives " + unusable.getClass().getName());
            return Optional.empty();
        }
    }

    /**
     * The few traces of a deal are all worth keeping, also those that whoever called us does not record; logs reach
     * Application Insights through the host. Settings of the same names (OTEL_...) come before these.
     */
    private static Map<String, String> defaults(Function<String, Optional<String>> hostSettings) {
        return Map.of(
                "otel.traces.sampler",
                "always_on",
                "otel.logs.exporter",
                "none",
                "otel.service.name",
                hostSettings.apply(SITE).orElse("cosell-connector"),
                "applicationinsights.live.metrics.enabled",
                "false");
    }

    /** As whom telemetry is sent: {@code ClientId=...;Authorization=AAD}; without it the connection string is enough. */
    private static Optional<TokenCredential> identity(String text) {
        Map<String, String> parts = Arrays.stream(text.split(";"))
                .map(part -> part.split("=", 2))
                .filter(part -> part.length == 2)
                .collect(Collectors.toMap(part -> part[0].strip(), part -> part[1].strip(), (a, b) -> b));
        if (!"AAD".equals(parts.get("Authorization"))) {
            return Optional.empty();
        }
        ManagedIdentityCredentialBuilder identity = new ManagedIdentityCredentialBuilder();
        Optional.ofNullable(parts.get("ClientId")).ifPresent(identity::clientId);
        return Optional.of(identity.build());
    }
}
