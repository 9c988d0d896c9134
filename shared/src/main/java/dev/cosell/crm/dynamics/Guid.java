package dev.cosell.crm.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Primary keys as people and systems write them. */
final class Guid {
    /** What Dataverse shows for "no row". */
    static final String NONE = "00000000-0000-0000-0000-000000000000";

    private static final Pattern WITH_DASHES =
            Pattern.compile("\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");
    private static final Pattern WITHOUT_DASHES = Pattern.compile("\\p{XDigit}{32}");

    private Guid() {}

    /** Lower case, with dashes; nothing if the text is no GUID, with or without braces and dashes. */
    static Optional<String> parse(String written) {
        String text = written.strip();
        if (text.startsWith("{") && text.endsWith("}")) {
            text = text.substring(1, text.length() - 1).strip();
        }
        text = text.toLowerCase(Locale.ROOT);
        if (WITH_DASHES.matcher(text).matches()) {
            return Optional.of(text);
        }
        return WITHOUT_DASHES.matcher(text).matches()
                ? Optional.of(String.join(
                        "-",
                        text.substring(0, 8),
                        text.substring(8, 12),
                        text.substring(12, 16),
                        text.substring(16, 20),
                        text.substring(20)))
                : Optional.empty();
    }

    /**
     * The id that a row of an answer must have.
     *
     * @throws dev.cosell.problem.Failure {@code UNAVAILABLE} if it has none: whoever answered was not, or not yet, the service
     */
    static String in(JsonNode row, String member) {
        return parse(row.path(member).asText())
                .orElseThrow(() -> Problem.of(
                                ProblemCode.UNAVAILABLE,
                                "expected a row with a GUID as " + member + ", found one without")
                        .from(RemoteSystem.CRM)
                        .failure());
    }
}
