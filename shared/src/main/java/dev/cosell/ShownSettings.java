package dev.cosell;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Settings as strangers may read them. Of a free text only those are shown that are known to name neither people nor
 * secrets; of all others, and of secrets, whether there is a value.
 */
final class ShownSettings {
    private static final Set<Setting> PLAIN_TEXTS = EnumSet.of(
            Setting.PARTNER_CENTER_SCOPE,
            Setting.PARTNER_CENTER_WEBHOOKS_SCOPE,
            Setting.PARTNER_CENTER_TENANT_ID,
            Setting.PARTNER_CENTER_CLIENT_ID,
            Setting.PARTNER_CENTER_CERTIFICATE_HOSTS,
            Setting.CRM,
            Setting.DYNAMICS_TENANT_ID,
            Setting.DYNAMICS_CLIENT_ID,
            Setting.DYNAMICS_WEBHOOK_HEADER,
            Setting.SALESFORCE_ORGANIZATION_ID,
            Setting.SALESFORCE_CLIENT_ID,
            Setting.SALESFORCE_API_VERSION,
            Setting.SALESFORCE_CURRENCY,
            Setting.FILE_DIRECTORY,
            Setting.ACCOUNT_MATCHING,
            Setting.ACCOUNT_SIMILARITY,
            Setting.ACCOUNT_EXTERNAL_ID_COLUMN,
            Setting.ACCOUNT_DUNS_COLUMN,
            Setting.ACCOUNT_WEBSITE_COLUMN,
            Setting.DEFAULT_SOLUTION,
            Setting.KNOWN_SOLUTIONS,
            Setting.PARTNER_LOCATION,
            Setting.INBOUND_KINDS,
            Setting.INBOUND_QUALITY,
            Setting.INBOUND_LOCATIONS);

    private ShownSettings() {}

    static Map<String, String> of(Settings settings) {
        Map<String, String> shown = new TreeMap<>();
        for (Setting setting : Setting.values()) {
            String value = settings.text(setting);
            shown.put(setting.name(), isPlain(setting) ? value : value.isEmpty() ? "" : "[set]");
        }
        return shown;
    }

    /** The values that must never be read anywhere. */
    static List<String> secrets(Settings settings) {
        return Arrays.stream(Setting.values())
                .filter(setting -> setting.kind().secret())
                .map(settings::text)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    private static boolean isPlain(Setting setting) {
        return switch (setting.kind()) {
            case HTTPS, REQUIRED_HTTPS, YES_NO, DATE, DAYS, DAYS_OF_A_YEAR, COUNT, PERCENT, MINUTES, QUEUE -> true;
            case SECRET, REQUIRED_SECRET, CONNECTION, FILE -> false;
            case TEXT, REQUIRED ->
                PLAIN_TEXTS.contains(setting) || setting.name().endsWith("_SCHEDULE");
        };
    }
}
