package dev.cosell.sandbox.partnercenter;

import java.util.Map;
import java.util.Set;

/**
 * The documented transitions of a referral: status New, Active, Closed, each with its substatuses. {@code Error} is in
 * no table, but the portal and the bulk tool use it.
 */
final class StatusMachine {
    private static final Map<String, Set<String>> NEXT = Map.of(
            "New", Set.of("New", "Active", "Closed"),
            "Active", Set.of("Active", "Closed"),
            "Closed", Set.of("Closed"));
    private static final Map<String, Set<String>> SUBSTATUSES = Map.of(
            "New", Set.of("Pending", "Received"),
            "Active", Set.of("Accepted"),
            "Closed", Set.of("Won", "Lost", "Declined", "Expired", "Error"));

    private StatusMachine() {}

    /** One place a referral can be in. */
    record Place(String status, String substatus) {
        boolean isClosed() {
            return status.equals("Closed");
        }

        @Override
        public String toString() {
            return status + "/" + substatus;
        }
    }

    /**
     * Checks a move that the partner asks for.
     *
     * @throws ApiException 400 if the documents do not allow it
     */
    static void check(Place from, Place to) {
        if (!NEXT.containsKey(to.status())) {
            throw ApiException.invalid(
                    "/status", "invalidValue", "Expected status New, Active or Closed, found " + to.status() + ".");
        }
        if (!NEXT.get(from.status()).contains(to.status())) {
            throw ApiException.invalid(
                    "/status", "invalidTransition", "A referral cannot go from " + from + " to " + to + ".");
        }
        if (!SUBSTATUSES.get(to.status()).contains(to.substatus())) {
            throw ApiException.invalid(
                    "/substatus",
                    "invalidTransition",
                    "Status " + to.status() + " has the substatuses " + SUBSTATUSES.get(to.status()) + ", found "
                            + to.substatus() + ".");
        }
        if (to.substatus().equals("Expired")) {
            throw ApiException.invalid("/substatus", "invalidTransition", "Only the system lets a referral expire.");
        }
    }
}
