package dev.cosell.referral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a referral stands in its life, and when it got there: what people are told beside the fields. Pure.
 *
 * @param status absent if it is not known
 * @param reason why it was closed, as Partner Center shows it
 * @param expiresAt when Partner Center closes it unless somebody answers; only of a referral that waits for an answer
 * @param microsoftsStatus where Microsoft's half stands
 * @param microsoftsReason why that was closed
 */
public record Milestones(
        Optional<Status> status,
        Optional<String> reason,
        Optional<Instant> createdAt,
        Optional<Instant> closedAt,
        Optional<Instant> expiresAt,
        Optional<Status> microsoftsStatus,
        Optional<String> microsoftsReason) {
    /** How long before the end of the answer time people are reminded. */
    public static final List<Duration> ALARMS = List.of(Duration.ofDays(7), Duration.ofDays(3), Duration.ofDays(1));

    /** Deal registration wants this much between a referral's creation and its being won; the service's rule. */
    public static final Duration BEFORE_WON = Duration.ofHours(72);

    public static final String TOO_SOON =
            "Deal registration wants 72 hours between the referral's creation and Won: a deal"
                    + " won before may not be registrable";

    /** Where the reason of a closing goes, in the same patch as the status. */
    public static final String REASON = "/statusReason";

    private static final String STATUS = "/status";
    private static final String SUBSTATUS = "/substatus";
    private static final String CREATED = "/createdDateTime";
    private static final String CLOSED = "/closedDateTime";
    private static final String EXPIRES = "/expirationDateTime";
    private static final String MICROSOFTS = "/microsoft";

    /** The JSON pointers read for this beside those of the fields. */
    public static final List<String> POINTERS =
            List.of(REASON, CREATED, CLOSED, EXPIRES, MICROSOFTS + STATUS, MICROSOFTS + SUBSTATUS, MICROSOFTS + REASON);

    /**
     * Reads what is shown.
     *
     * @param shown stored form of Partner Center's side, by JSON pointer; what is absent is unknown
     */
    public static Milestones of(Map<String, JsonNode> shown) {
        return new Milestones(
                Status.of(text(shown, STATUS).orElse(""), text(shown, SUBSTATUS).orElse("")),
                text(shown, REASON),
                instant(shown, CREATED),
                instant(shown, CLOSED),
                instant(shown, EXPIRES),
                Status.of(
                        text(shown, MICROSOFTS + STATUS).orElse(""),
                        text(shown, MICROSOFTS + SUBSTATUS).orElse("")),
                text(shown, MICROSOFTS + REASON));
    }

    /** The part of a stored form that is remembered for this. */
    public static Map<String, JsonNode> within(Map<String, JsonNode> shown) {
        Map<String, JsonNode> part = new LinkedHashMap<>();
        POINTERS.stream().filter(shown::containsKey).forEach(pointer -> part.put(pointer, shown.get(pointer)));
        return part;
    }

    /** Until when somebody has to answer, if an answer is waited for. */
    public Optional<Instant> answerBy() {
        return status.filter(Status::isNew).flatMap(waiting -> expiresAt);
    }

    /** {@code Lost, Budget not adequate}; nothing while the referral is open. */
    public Optional<String> ending() {
        return ending(status, reason);
    }

    /** Why it was closed, as Partner Center shows it; nothing while it is open. */
    public Optional<String> closingReason() {
        return reason.filter(why -> status.filter(Status::isClosed).isPresent());
    }

    /** As {@link #ending}, of Microsoft's half; nothing if Microsoft won, for that is no news. */
    public Optional<String> microsoftsEnding() {
        return ending(microsoftsStatus.filter(how -> how != Status.WON), microsoftsReason);
    }

    /** Whether a deal won at an instant is won too soon to be registered. */
    public boolean tooSoonToWin(Instant at) {
        return createdAt
                .filter(created -> at.isBefore(created.plus(BEFORE_WON)))
                .isPresent();
    }

    /** Whether it was won too soon to be registered. */
    public boolean wonTooSoon() {
        return status.equals(Optional.of(Status.WON))
                && closedAt.filter(this::tooSoonToWin).isPresent();
    }

    private static Optional<String> ending(Optional<Status> status, Optional<String> reason) {
        return status.filter(Status::isClosed)
                .map(how -> how.substatus()
                        + reason.map(why -> ", " + why.replaceAll("\\s+", " ")).orElse(""));
    }

    private static Optional<String> text(Map<String, JsonNode> shown, String pointer) {
        JsonNode node = shown.getOrDefault(pointer, MissingNode.getInstance());
        return Optional.of(node.asText("").strip())
                .filter(text -> node.isValueNode() && !node.isNull() && !text.isEmpty());
    }

    private static Optional<Instant> instant(Map<String, JsonNode> shown, String pointer) {
        return text(shown, pointer).flatMap(Referral::parseInstant);
    }
}
