package dev.cosell.operate.registration;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an instance of the app is there for. Partner Center has no test environment, so both see the same deals. */
public enum Environment {
    /** Has the tenant's events and writes to Partner Center. */
    PRODUCTION,
    /** Never has the tenant's events, and writes only to the referrals that its settings list. */
    STAGING;

    /** The environment with this name, in any case. */
    public static Optional<Environment> named(String name) {
        return Arrays.stream(values())
                .filter(value -> value.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** All names, for a message. */
    public static String names() {
        return Arrays.stream(values()).map(Environment::word).collect(Collectors.joining(" or "));
    }

    /** As settings and answers write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
