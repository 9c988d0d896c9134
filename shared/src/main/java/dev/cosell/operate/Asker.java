package dev.cosell.operate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Who asks for something, as the timeline shows it. Personal: never in a log.
 *
 * @param name at most 100 characters, on one line
 */
public record Asker(String name) {
    /** What is said of a caller who showed a key and no name. */
    public static final String UNNAMED = "somebody with a key";

    private static final int LONGEST = 100;

    /**
     * Who asks.
     *
     * @param signedIn the name under which the platform signed the caller in, if it did
     * @param request may name who asks in {@code by}; whoever has a key is believed
     */
    public static Asker of(Optional<String> signedIn, JsonNode request) {
        return new Asker(signedIn.or(() -> Optional.of(request.path("by").asText("")))
                .map(name -> name.replaceAll("\\p{Cntrl}+", " ").strip())
                .filter(name -> !name.isEmpty())
                .map(name -> name.length() <= LONGEST ? name : name.substring(0, LONGEST))
                .orElse(UNNAMED));
    }
}
