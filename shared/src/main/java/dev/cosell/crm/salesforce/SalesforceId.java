package dev.cosell.crm.salesforce;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Ids as Salesforce gives them: 15 characters in which case matters, or 18 of which the last three say what the case of the
 * others is.
 */
final class SalesforceId {
    private static final Pattern FIFTEEN = Pattern.compile("[0-9A-Za-z]{15}");
    private static final Pattern EIGHTEEN = Pattern.compile("[0-9A-Za-z]{15}[A-Za-z0-5]{3}");
    private static final String SUFFIXES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
    private static final int BLOCK = 5;

    private SalesforceId() {}

    /**
     * The form with 18 characters; nothing if the text is no id. An id of 18 characters that lost its case on the way gets
     * it back; one whose last three do not fit is none.
     */
    static Optional<String> parse(String written) {
        String text = written.strip();
        if (FIFTEEN.matcher(text).matches()) {
            return Optional.of(text + suffix(text));
        }
        return EIGHTEEN.matcher(text).matches() ? withCase(text) : Optional.empty();
    }

    /**
     * As above, of an id that Salesforce itself gave.
     *
     * @throws dev.cosell.problem.Failure {@code UNAVAILABLE} if it is none: whoever answered was not, or not yet, Salesforce
     */
    static String of(String given) {
        return parse(given).orElseThrow(() -> missing().failure());
    }

    /** As above, of what was just made: without its id nobody knows whether it was. */
    static String ofMade(String given) {
        return parse(given).orElseThrow(() -> missing().withOutcomeUnknown().failure());
    }

    private static Problem missing() {
        return Problem.of(ProblemCode.UNAVAILABLE, "expected an answer with a Salesforce id, found one without")
                .from(RemoteSystem.CRM);
    }

    private static Optional<String> withCase(String text) {
        StringBuilder id = new StringBuilder(text.substring(0, 3 * BLOCK));
        for (int block = 0; block < 3; block++) {
            int capitals = SUFFIXES.indexOf(Character.toUpperCase(text.charAt(3 * BLOCK + block)));
            for (int i = 0; i < BLOCK; i++) {
                int at = block * BLOCK + i;
                boolean capital = (capitals >> i & 1) == 1;
                char letter = id.charAt(at);
                id.setCharAt(at, capital ? Character.toUpperCase(letter) : Character.toLowerCase(letter));
            }
        }
        String whole = id + suffix(id.toString());
        return Optional.of(whole).filter(text::equalsIgnoreCase);
    }

    /** One character per five: a bit for each capital letter, the first one the lowest. */
    private static String suffix(String fifteen) {
        StringBuilder suffix = new StringBuilder();
        for (int block = 0; block < 3; block++) {
            int capitals = 0;
            for (int i = 0; i < BLOCK; i++) {
                char letter = fifteen.charAt(block * BLOCK + i);
                capitals |= letter >= 'A' && letter <= 'Z' ? 1 << i : 0;
            }
            suffix.append(SUFFIXES.charAt(capitals));
        }
        return suffix.toString();
    }
}
