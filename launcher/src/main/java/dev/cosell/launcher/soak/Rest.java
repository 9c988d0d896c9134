package dev.cosell.launcher.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cosell.launcher.JsonAnswer;
import dev.cosell.launcher.demo.Census;
import dev.cosell.launcher.demo.Sides;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is looked at once people have gone home: first whether anything is still to be done, then whether all is well. */
final class Rest {
    private final Sides sides;
    private final Book book;
    private final Remembered remembered;

    Rest(Sides sides, Book book, Remembered remembered) {
        this.sides = sides;
        this.book = book;
        this.remembered = remembered;
    }

    /** What has yet to be done, one line each; cheap to ask. */
    List<String> underWay() {
        List<String> out = new ArrayList<>();
        int pending = sides.control().get("/_sandbox/deliveries?state=PENDING").size();
        if (pending > 0) {
            out.add(pending + " events are not delivered");
        }
        JsonAnswer health = sides.functions().call("GET", "/api/health", MissingNode.getInstance());
        if (health.status() != 200) {
            out.add("the app reports " + health.status() + " " + health.body());
            return out;
        }
        out.addAll(remembered.open());
        return out;
    }

    /** Every promise that is broken, one line each. */
    List<String> violations() {
        Census census = Census.take(sides);
        List<String> out = new ArrayList<>(census.differences());
        if (census.duplicates() > 0) {
            out.add("expected nothing twice, found " + census.duplicates()
                    + " records, referrals or accounts beyond the first");
        }
        if (census.pairs() != book.deals().size()) {
            out.add("expected " + book.deals().size() + " deals on both sides, found " + census.pairs());
        }
        out.addAll(verdict().violations());
        out.addAll(stuck());
        out.addAll(underWay());
        return out;
    }

    Verdict verdict() {
        List<JsonNode> referrals = sides.referrals();
        Map<String, JsonNode> shown = referrals.stream()
                .map(referral -> referral.path("id").asText())
                .collect(Collectors.toMap(
                        id -> id,
                        id -> sides.functions()
                                .call("GET", "/api/referrals/" + id, MissingNode.getInstance())
                                .body()));
        return new Verdict(book, referrals, sides.crm().records(), shown);
    }

    /** Deals that somebody seems to work on for ever, and messages that were given up with a reason. */
    private List<String> stuck() {
        List<String> out = new ArrayList<>();
        for (JsonNode pair : remembered.pairs().values()) {
            if (pair.has("lease")) {
                out.add(pair.path("id").asText() + " is leased");
            }
            if (pair.has("pending")) {
                out.add(pair.path("id").asText() + " has a write that nobody has looked after");
            }
        }
        for (JsonNode message : sides.functions().get("/api/poison").path("items")) {
            if (message.hasNonNull("problem")) {
                out.add(message.path("subject").asText() + " was given up: "
                        + message.path("detail").asText());
            }
        }
        return out;
    }
}
