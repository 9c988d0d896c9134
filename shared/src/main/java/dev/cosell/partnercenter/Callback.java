package dev.cosell.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Referral;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the body of a callback, once its signature is verified. */
public final class Callback {
    /** Of a body, in bytes; real ones have about 300. */
    public static final int LARGEST_BODY = 64 * 1024;

    /** What Partner Center sends when it is asked for a test. */
    public static final String TEST_EVENT = "test-created";

    private static final String RELATED = "related-";
    private static final Set<String> REFERRAL_EVENTS =
            Set.of("referral-created", "referral-updated", RELATED + "referral-created", RELATED + "referral-updated");
    private static final Pattern EVENT_NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private Callback() {}

    /**
     * The event. Of its members only the name is required, because some events lack the others; names of members are
     * read in any case.
     *
     * <p>The id is the last step of the resource's address. The documentation knows two forms of that address, and none
     * is ever called.
     *
     * @throws Failure with {@code TOO_LARGE} or {@code REQUEST_UNREADABLE}
     */
    public static CallbackEvent parse(byte[] body) {
        if (body.length > LARGEST_BODY) {
            throw Problem.of(ProblemCode.TOO_LARGE, "expected at most " + LARGEST_BODY + " bytes, found " + body.length)
                    .failure();
        }
        JsonNode document = document(body);
        String eventName = Referral.textOf(document, "/EventName").orElse("");
        if (!EVENT_NAME.matcher(eventName).matches()) {
            throw unreadable("an EventName of letters, digits and hyphens", Quoted.of(eventName));
        }
        boolean aboutReferral = REFERRAL_EVENTS.contains(eventName);
        return new CallbackEvent(
                eventName,
                aboutReferral ? referralId(document) : Optional.empty(),
                Referral.textOf(document, "/ResourceChangeUtcDate").flatMap(Referral::parseInstant),
                aboutReferral,
                aboutReferral && eventName.startsWith(RELATED),
                eventName.equals(TEST_EVENT) ? testId(document) : Optional.empty());
    }

    private static JsonNode document(byte[] body) {
        try {
            JsonNode document = Documents.read(body);
            if (document.isObject()) {
                return document;
            }
        } catch (IOException e) {
            throw unreadable("a JSON object", "something else in " + body.length + " bytes");
        }
        throw unreadable("a JSON object", "another kind of JSON");
    }

    private static Optional<String> referralId(JsonNode document) {
        return Referral.textOf(document, "/ResourceUri").map(Callback::lastStep);
    }

    /** Documented as the last step of the address; one sample has another address, which is then nobody's test. */
    private static Optional<String> testId(JsonNode document) {
        return Referral.textOf(document, "/ResourceUri")
                .map(address -> address.substring(address.lastIndexOf('/') + 1))
                .filter(ReferralIds::isId);
    }

    private static String lastStep(String address) {
        String path;
        try {
            path = URI.create(address).getRawPath();
        } catch (IllegalArgumentException e) {
            throw unreadable("an address in ResourceUri", Quoted.of(address));
        }
        String id = path == null ? "" : path.substring(path.lastIndexOf('/') + 1);
        if (!ReferralIds.isId(id)) {
            throw unreadable("the referral's id at the end of ResourceUri", Quoted.of(address));
        }
        return id;
    }

    private static Failure unreadable(String expected, String found) {
        return Problem.of(ProblemCode.REQUEST_UNREADABLE, "expected " + expected + ", found " + found)
                .failure();
    }
}
