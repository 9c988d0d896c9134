package dev.cosell.sandbox.entra;

import java.util.UUID;

/** The one application of the one tenant, by which a client signs in. */
record AppRegistration(String tenant, String application, String secret) {
    static AppRegistration fresh() {
        return new AppRegistration(
                UUID.randomUUID().toString(),
                UUID.randomUUID().toString(),
                "sandbox~" + UUID.randomUUID().toString().replace("-", ""));
    }
}
