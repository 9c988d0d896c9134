package dev.cosell.operate.deal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.referral.DealKind;
import dev.cosell.referral.Referral;
import dev.cosell.sync.pair.Pair;
import java.util.List;
import java.util.Optional;

/** What kind of deal a pair is, and how far its registration is, as far as Partner Center showed it. */
final class Kinds {
    private Kinds() {}

    static Optional<DealKind> of(Pair pair) {
        boolean withMicrosoft = pair.microsoftReferralId().isPresent();
        Optional<JsonNode> visible =
                Optional.ofNullable(pair.partnerCenter().seen().get(DealKind.VISIBILITY));
        return visible.map(node -> DealKind.of(node.asBoolean(false), withMicrosoft))
                .or(() -> withMicrosoft ? Optional.of(DealKind.CO_SELL) : Optional.empty());
    }

    /** The newest registration with its status, reason and history; nothing if the deal was never registered. */
    static Optional<ObjectNode> registration(Pair pair) {
        Optional<String> status = Optional.ofNullable(
                        pair.partnerCenter().seen().get("/registrationStatus"))
                .map(node -> node.asText(""))
                .filter(text -> !text.isBlank() && !text.equals("None"));
        JsonNode all = pair.partnerCenter().seen().getOrDefault("/registrations", JsonNodeFactory.instance.arrayNode());
        if (status.isEmpty() && all.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        status.ifPresent(text -> shown.put("status", text));
        if (!all.isEmpty()) {
            JsonNode newest = all.get(all.size() - 1);
            Referral.textOf(newest, "/statusReason").ifPresent(reason -> shown.put("reason", reason));
            for (String member : List.of("registrationDateTime", "statusHistory")) {
                if (newest.hasNonNull(member)) {
                    shown.set(member, newest.get(member));
                }
            }
        }
        return Optional.of(shown);
    }
}
