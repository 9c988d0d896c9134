package dev.cosell.referral;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * A referral as Partner Center shows it: the whole document, with names for what the engine decides by.
 *
 * @param document the JSON object as received, unknown members included
 */
public record Referral(JsonNode document) {
    /** The organisation id under which Microsoft's own half of an engagement appears. */
    public static final String MICROSOFT = "msft";

    private static final String PORTAL = "https://partner.microsoft.com/referrals/v2/inbox?id=";

    /** Where a person opens a referral in the portal. */
    public static String webAddress(String id) {
        return PORTAL + id;
    }

    public String id() {
        return text("/id").orElseThrow(() -> new IllegalArgumentException("a referral without id: " + document));
    }

    public Optional<String> engagementId() {
        return text("/engagementId");
    }

    public Optional<String> name() {
        return text("/name");
    }

    /** The CRM's id for this deal, as somebody wrote it there; blank counts as none. */
    public Optional<String> externalReferenceId() {
        return text("/externalReferenceId");
    }

    /** Absent if the pair of members is not in the documented table. */
    public Optional<Status> status() {
        return Status.of(text("/status").orElse(""), text("/substatus").orElse(""));
    }

    /** The version, quotes included, to be sent back as {@code If-Match}. */
    public Optional<String> eTag() {
        return text("/eTag");
    }

    /** Seven fractional digits on the wire; kept exactly. */
    public Optional<Instant> updatedAt() {
        return instant("/updatedDateTime");
    }

    public Optional<Instant> createdAt() {
        return instant("/createdDateTime");
    }

    /** Whether this is Microsoft's half of an engagement, not the partner's own referral. */
    public boolean isMicrosofts() {
        return text("/organizationId").filter(MICROSOFT::equalsIgnoreCase).isPresent();
    }

    public ReferralKind kind() {
        return ReferralKind.of(this);
    }

    /** The text at a pointer; absent, null and blank all give nothing. */
    public Optional<String> text(String pointer) {
        return textOf(document, pointer);
    }

    /** As {@link #text}, for any part of a document. */
    public static Optional<String> textOf(JsonNode part, String pointer) {
        JsonNode node = Members.at(part, pointer);
        return node.isValueNode() && !node.isNull()
                ? Optional.of(node.asText()).filter(text -> !text.isBlank())
                : Optional.empty();
    }

    private Optional<Instant> instant(String pointer) {
        return text(pointer).flatMap(Referral::parseInstant);
    }

    /** Reads {@code 2026-03-01T10:00:00.1234567Z} and the same with an offset; anything else gives nothing. */
    public static Optional<Instant> parseInstant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException unreadable) {
            return Optional.empty();
        }
    }
}
