package dev.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Every referral of the partner and of Microsoft, newest version only. A stored document is never changed in place, so
 * readers need no copy. Guarded by itself; events are raised in the order of the changes.
 */
final class Referrals {
    private final Map<String, ObjectNode> documents = new LinkedHashMap<>();
    private final Ticks ticks;
    private final Consumer<ReferralEvent> events;
    private long versions;
    private Organization owner = Organization.fresh();

    Referrals(Ticks ticks, Consumer<ReferralEvent> events) {
        this.ticks = ticks;
        this.events = events;
    }

    synchronized Organization owner() {
        return owner;
    }

    synchronized Optional<ObjectNode> find(String id) {
        return Optional.ofNullable(documents.get(id));
    }

    synchronized List<ObjectNode> all() {
        return List.copyOf(documents.values());
    }

    synchronized List<ObjectNode> ofEngagement(String engagementId) {
        return documents.values().stream()
                .filter(document -> document.path("engagementId").asText().equalsIgnoreCase(engagementId))
                .toList();
    }

    boolean isOwn(JsonNode document) {
        return document.path("organizationId").asText().equals(owner().id());
    }

    /** Stores a new referral; {@code createdDateTime} is set unless it is given. */
    synchronized ObjectNode add(ObjectNode draft, boolean byCaller) {
        Instant now = ticks.next();
        ObjectNode document = Shape.complete(draft);
        if (document.path("createdDateTime").isNull()) {
            document.put("createdDateTime", Ticks.json(now));
        }
        return commit(document, now, ReferralEvent.CREATED, byCaller);
    }

    /**
     * Replaces a referral by what the change makes of a copy of it.
     *
     * @throws ApiException 404 if there is none; whatever the change throws, with nothing stored
     */
    synchronized ObjectNode update(String id, boolean byCaller, UnaryOperator<ObjectNode> change) {
        ObjectNode before = documents.get(id);
        if (before == null) {
            throw ApiException.notFound("referral", "There is no referral " + id + ".");
        }
        ObjectNode after = Shape.complete(change.apply(before.deepCopy()));
        Instant now = ticks.next();
        Lifecycle.settle(before, after, now);
        return commit(after, now, ReferralEvent.UPDATED, byCaller);
    }

    /** Closes every unanswered referral whose fourteen days are over. */
    synchronized void expire(Instant now) {
        for (ObjectNode document : List.copyOf(documents.values())) {
            if (Lifecycle.isOverdue(document, now)) {
                update(
                        document.path("id").asText(),
                        false,
                        copy -> copy.put("status", "Closed").put("substatus", "Expired"));
            }
        }
    }

    synchronized ObjectNode state() {
        ObjectNode state = JsonNodeFactory.instance.objectNode();
        state.put("versions", versions);
        state.putObject("owner").put("id", owner.id()).put("name", owner.name()).put("mpnId", owner.mpnId());
        ArrayNode list = state.putArray("referrals");
        list.addAll(new ArrayList<>(documents.values()));
        return state;
    }

    synchronized void restore(JsonNode state) {
        versions = state.path("versions").asLong();
        JsonNode kept = state.path("owner");
        owner = new Organization(
                kept.path("id").asText(),
                kept.path("name").asText(),
                kept.path("mpnId").asText());
        documents.clear();
        state.path("referrals").forEach(document -> {
            documents.put(document.path("id").asText(), (ObjectNode) document);
            ticks.after(Instant.parse(document.path("updatedDateTime").asText()));
        });
    }

    private ObjectNode commit(ObjectNode document, Instant now, String event, boolean byCaller) {
        versions++;
        document.put("updatedDateTime", Ticks.json(now));
        document.put("eTag", eTag(versions, now));
        String id = document.path("id").asText();
        documents.put(id, document);
        String name = isOwn(document) ? event : ReferralEvent.RELATED + event;
        events.accept(new ReferralEvent(name, id, now, byCaller));
        return document;
    }

    /** Looks like Cosmos DB's, with its quotes; the last group begins with the Unix time (observed). */
    private static String eTag(long version, Instant now) {
        return String.format("\"%08x-0000-0100-0000-%08x0000\"", 0x84000000L + version, now.getEpochSecond());
    }
}
