package dev.cosell.operate.registration;

import java.net.URI;
import java.util.Optional;

/**
 * Where Partner Center's callbacks arrive at this app.
 *
 * @param url without a slash at its end
 */
public record CallbackAddress(String url) {
    /** Below the app's public address. */
    public static final String PATH = "/api/events/partner-center";

    public static CallbackAddress below(URI publicUrl) {
        return new CallbackAddress(publicUrl.toString().replaceFirst("/+$", "") + PATH);
    }

    /** Whether a registered address is this one: Partner Center may write it in its own way. */
    public boolean is(String registered) {
        return registered.replaceFirst("/+$", "").equalsIgnoreCase(url);
    }

    /** Who owns an address: its host, or the address itself where it has none. */
    static String owner(String url) {
        try {
            return Optional.ofNullable(URI.create(url).getHost()).orElseGet(() -> withoutQuery(url));
        } catch (IllegalArgumentException noAddress) {
            return withoutQuery(url);
        }
    }

    /** A query may hold another system's key, which is nobody's business here. */
    static String withoutQuery(String url) {
        return url.replaceFirst("[?#].*", "?...");
    }
}
