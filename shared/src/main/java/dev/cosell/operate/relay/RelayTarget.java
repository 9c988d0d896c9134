package dev.cosell.operate.relay;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * An address that gets all callbacks. It may hold a key in its query, so it is neither logged nor queued: messages name it by
 * its id.
 *
 * @param address https, without user and fragment
 */
public record RelayTarget(URI address) {
    private static final int ID_BYTES = 8;

    /**
     * An address that the settings name. It may be a private one: whoever writes the settings could call it anyway.
     *
     * @throws IllegalArgumentException saying what was expected, without the address's query
     */
    public static RelayTarget chosen(String url) {
        try {
            URI address = new URI(url.strip());
            boolean fits = "https".equalsIgnoreCase(address.getScheme())
                    && address.getHost() != null
                    && address.getRawUserInfo() == null
                    && address.getRawFragment() == null;
            if (fits) {
                return new RelayTarget(address);
            }
        } catch (URISyntaxException unreadable) {
            throw new IllegalArgumentException("expected an https address, found something else");
        }
        throw new IllegalArgumentException("expected https addresses without user and fragment, found another one");
    }

    /**
     * An address that somebody else registered in Partner Center. It must not lead into our own network: so it has to have a
     * public name, and the usual port.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    public static RelayTarget foreign(String url) {
        RelayTarget target = chosen(url);
        String host = target.host();
        boolean named = host.contains(".")
                && !host.matches("[0-9.]+")
                && !host.startsWith("[")
                && !host.matches("(?i).*\\.(local|internal|localhost|localdomain|home|lan|intranet|corp)\\.?");
        int port = target.address().getPort();
        if (!named || port != -1 && port != 443) {
            throw new IllegalArgumentException("expected an https address with a public host name, found " + host);
        }
        return target;
    }

    /** What messages call it: the same as long as it is the same place, whatever key its query holds. */
    public String id() {
        String place = address.getScheme() + "://" + address.getRawAuthority() + address.getRawPath();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(place.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** What people may read of it. */
    public String host() {
        return address.getHost();
    }
}
