package dev.cosell.launcher.operator;

import dev.cosell.launcher.LaunchFailure;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * Where an app is, without a slash at the end.
 *
 * @param uri https; on this computer http, too
 */
public record AppAddress(URI uri) {
    private static final Set<String> THIS_COMPUTER = Set.of("localhost", "127.0.0.1", "[::1]");

    /**
     * @param option that gave it, for the message
     * @throws LaunchFailure for what no key may be sent to
     */
    public static AppAddress read(String option, String text) {
        URI uri;
        try {
            uri = new URI(text.replaceFirst("/+$", ""));
        } catch (URISyntaxException e) {
            throw refused(option, text);
        }
        boolean plain =
                "http".equals(uri.getScheme()) && uri.getHost() != null && THIS_COMPUTER.contains(uri.getHost());
        boolean closed = "https".equals(uri.getScheme()) && uri.getHost() != null;
        boolean bare = uri.getRawUserInfo() == null
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null
                && "".equals(uri.getRawPath());
        if (!(plain || closed) || !bare) {
            throw refused(option, text);
        }
        return new AppAddress(uri);
    }

    private static LaunchFailure refused(String option, String text) {
        return new LaunchFailure(
                option + ": expected the address of an app, https://<host> (http only on this computer),"
                        + " without user, path, query and fragment, found " + Plain.text(text));
    }
}
