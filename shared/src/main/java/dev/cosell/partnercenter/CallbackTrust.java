package dev.cosell.partnercenter;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whose signature on a callback counts.
 *
 * @param certificateHosts hosts, or {@code host:port} for a port other than 443, that may serve the signer's
 *     certificate; without this list a callback could name the address of any Microsoft certificate
 * @param certificatePath what the path on these hosts must match as a whole
 * @param subject common name or DNS name that the certificate must have; absent for any of the organisation
 * @param revocationChecked whether the authority's revocation list is looked at, as far as it can be reached; off by
 *     default, because it makes callbacks wait for other hosts
 */
public record CallbackTrust(
        Set<String> certificateHosts, Pattern certificatePath, Optional<String> subject, boolean revocationChecked) {
    /** Where Microsoft's samples and live callbacks have their certificate. */
    public static final CallbackTrust DEFAULT = new CallbackTrust(
            Set.of("3psostorageacct.blob.core.windows.net"),
            Pattern.compile("/cert/[A-Za-z0-9._-]+\\.cer"),
            Optional.empty(),
            false);

    public CallbackTrust {
        certificateHosts = Set.copyOf(certificateHosts);
    }

    boolean allows(URI address) {
        return "https".equalsIgnoreCase(address.getScheme())
                && address.getHost() != null
                && certificateHosts.contains(place(address))
                && address.getRawUserInfo() == null
                && address.getRawQuery() == null
                && address.getRawFragment() == null
                && certificatePath.matcher(address.getRawPath()).matches();
    }

    private static String place(URI address) {
        String host = address.getHost().toLowerCase(Locale.ROOT);
        return address.getPort() == -1 || address.getPort() == 443 ? host : host + ":" + address.getPort();
    }
}
