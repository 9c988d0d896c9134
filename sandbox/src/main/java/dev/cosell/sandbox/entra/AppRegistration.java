package dev.cosell.sandbox.entra;

import java.util.UUID;

/** The one application of the one tenant, by which a client signs in. */
record AppRegistration(String tenant, String application, String secret) {
    static AppRegistration fresh() {
        return new AppRegistration(
                UUID.randomUUID().toString(), UUID.randomUUID().toString(), newSecret());
    }

    /** The same with another secret; the one before is no good any more. */
    AppRegistration withNewSecret() {
        return new AppRegistration(tenant, application, newSecret());
    }

    private static String newSecret() {
        return "sandbox~" + UUID.randomUUID().toString().replace("-", "");
    }
}
