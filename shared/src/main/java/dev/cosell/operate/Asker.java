package dev.cosell.operate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.util.Optional;

/**
 * Who asks for something, as the timeline shows it. Personal: never in a log.
 *
 * @param name at most 100 characters, on one line
 */
public record Asker(String name) {
    /** What is said of a caller who gave no name. */
    public static final String UNNAMED = "an operator";

    private static final int LONGEST = 100;

    /**
     * Who asks, where the platform may know it.
     *
     * @param signedIn the name under which the platform signed the caller in, if it did; cut if it is too long
     * @param request as in {@link #of(JsonNode)}, and only looked at where nobody is signed in
     */
    public static Asker of(Optional<String> signedIn, JsonNode request) {
        return signedIn.map(Asker::onOneLine)
                .filter(name -> !name.isEmpty())
                .map(name -> new Asker(name.length() <= LONGEST ? name : name.substring(0, LONGEST)))
                .orElseGet(() -> of(request));
    }

    /**
     * Who asks, as the request says: whoever has a key is believed.
     *
     * @param request may name who asks in {@code by}, 1 to 100 characters
     * @throws dev.cosell.problem.Failure {@code REQUEST_UNREADABLE} for any other {@code by}
     */
    public static Asker of(JsonNode request) {
        JsonNode given = request.path("by");
        if (given.isMissingNode()) {
            return new Asker(UNNAMED);
        }
        String name = onOneLine(given.asText(""));
        if (!given.isTextual() || name.isEmpty() || name.length() > LONGEST) {
            throw Problem.of(
                            ProblemCode.REQUEST_UNREADABLE,
                            "expected by to be a name of 1 to " + LONGEST + " characters, found "
                                    + (given.isTextual() ? name.length() + " characters" : "no text"))
                    .failure();
        }
        return new Asker(name);
    }

    private static String onOneLine(String name) {
        return name.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    }
}
