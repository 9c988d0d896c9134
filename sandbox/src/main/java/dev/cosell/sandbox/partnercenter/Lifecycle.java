package dev.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.partnercenter.StatusMachine.Place;
import java.time.Duration;
import java.time.Instant;

/** The times that go with a referral's status. */
final class Lifecycle {
    /** How long the receiver of a referral may take to answer. */
    static final Duration ANSWER_TIME = Duration.ofDays(14);

    private Lifecycle() {}

    static Place place(JsonNode referral) {
        return new Place(
                referral.path("status").asText(), referral.path("substatus").asText());
    }

    /** Notes the acceptance or the end of a referral that has just moved. */
    static void settle(JsonNode before, ObjectNode after, Instant now) {
        Place from = place(before);
        Place to = place(after);
        if (from.status().equals("New") && !to.status().equals("New")) {
            after.putNull("expirationDateTime");
        }
        if (from.status().equals("New") && to.status().equals("Active")) {
            after.put("acceptedDateTime", Ticks.json(now));
        }
        if (!from.isClosed() && to.isClosed()) {
            after.put("closedDateTime", Ticks.json(now));
        }
    }

    static boolean isOverdue(JsonNode referral, Instant now) {
        return place(referral).status().equals("New")
                && referral.hasNonNull("expirationDateTime")
                && !now.isBefore(
                        Instant.parse(referral.path("expirationDateTime").asText()));
    }
}
