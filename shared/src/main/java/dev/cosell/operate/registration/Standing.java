package dev.cosell.operate.registration;

import dev.cosell.partnercenter.Registration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Whose the tenant's one registration is. */
sealed interface Standing {
    /** The events that the connector lives on, and the one by which delivery is proved. */
    List<String> NEEDED = List.of(
            "referral-created",
            "referral-updated",
            "related-referral-created",
            "related-referral-updated",
            "test-created");

    /** Nobody is registered. */
    record Absent() implements Standing {}

    /**
     * We are.
     *
     * @param missing needed events that are not registered
     */
    record Ours(Registration registration, SortedSet<String> missing) implements Standing {}

    /** Another system is. */
    record Foreign(Registration registration) implements Standing {}

    static Standing of(Optional<Registration> current, CallbackAddress address) {
        if (current.isEmpty()) {
            return new Absent();
        }
        Registration found = current.get();
        return address.is(found.url()) ? new Ours(found, missing(found)) : new Foreign(found);
    }

    static SortedSet<String> missing(Registration found) {
        SortedSet<String> missing = new TreeSet<>(NEEDED);
        found.events().forEach(missing::remove);
        return missing;
    }

    /** What we register: our address, the needed events, and those that somebody has registered before. */
    static Registration wanted(Optional<Registration> current, CallbackAddress address) {
        SortedSet<String> events = new TreeSet<>(NEEDED);
        current.ifPresent(found -> events.addAll(found.events()));
        // Gateways keep Authorization to themselves; our own header passes them.
        return new Registration(address.url(), List.copyOf(events), true);
    }
}
