package dev.cosell.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.http.Answer;
import dev.cosell.referral.Referral;

/** Turns what came over the network into a referral, or says why it is none. */
final class ReferralDocument {
    private ReferralDocument() {}

    /** Any referral: an object with an id we can write into an address. */
    static Referral checked(JsonNode document) {
        if (!document.isObject()) {
            throw AuthorizedCalls.unreadable(
                    "a referral", document.getNodeType().toString());
        }
        Referral referral = new Referral(document);
        String id = referral.text("/id").orElse("");
        if (!ReferralIds.isId(id)) {
            throw AuthorizedCalls.unreadable("a referral with an id", "the id " + Quoted.of(id));
        }
        return referral;
    }

    /** The referral that was asked for. */
    static Referral in(Answer answer, String id) {
        Referral referral = checked(AuthorizedCalls.json(answer));
        if (!referral.id().equalsIgnoreCase(id)) {
            throw AuthorizedCalls.unreadable("referral " + id, referral.id());
        }
        return referral;
    }
}
