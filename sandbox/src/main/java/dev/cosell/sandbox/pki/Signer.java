package dev.cosell.sandbox.pki;

import java.util.Locale;

/** Who signs a webhook: the right certificate, or one that a careful receiver must refuse. */
public enum Signer {
    /** Chains to the root in {@code ca.pem}, organisation Microsoft Corporation. */
    DISPATCH,
    /** The same names from a root that nobody trusts. */
    FOREIGN,
    /** The right root and names, but its time is over. */
    EXPIRED,
    /** A trusted root of another organisation. */
    OTHER_ORGANISATION;

    /** Name of the certificate file, as in the production address for the right one. */
    public String file() {
        return this == DISPATCH
                ? "pcnotifications-dispatch.microsoft.com.cer"
                : name().toLowerCase(Locale.ROOT).replace('_', '-') + ".cer";
    }
}
