package dev.cosell.operate.share;

import dev.cosell.fieldmap.CrmProduct;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;

/**
 * A condition in the CRM's own words (an OData filter, a SOQL condition, a JSONata expression), as a person typed it. It stays inside the brackets
 * that it is put in: nobody widens a list by closing them early. For that it has to be read as the CRM reads it, which
 * differs in how a quote is written inside a text: twice in OData, behind a backslash in the others.
 */
public final class RecordFilter {
    private static final int LONGEST = 2000;

    private RecordFilter() {}

    /** @throws dev.cosell.problem.Failure {@code REQUEST_UNREADABLE} if it is empty, too long or not whole */
    public static String checked(String filter, CrmProduct crm) {
        String text = filter.strip();
        if (text.isEmpty() || text.length() > LONGEST) {
            throw refused("a condition of 1 to " + LONGEST + " characters", text.length() + " characters");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw refused("a condition on one line", "a control character");
        }
        checkWhole(text, quotes(crm), escapes(crm));
        return text;
    }

    /** Whether a backslash inside a text takes away the meaning of what follows it. */
    private static boolean escapes(CrmProduct crm) {
        return switch (crm) {
            case DYNAMICS -> false;
            case SALESFORCE, FILE -> true;
        };
    }

    /** What a text may stand in. */
    private static String quotes(CrmProduct crm) {
        return switch (crm) {
            case DYNAMICS, SALESFORCE -> "'";
            case FILE -> "'\"";
        };
    }

    private static void checkWhole(String text, String quotes, boolean escapes) {
        int depth = 0;
        boolean quoted = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char at = text.charAt(i);
            if (quoted && escapes && at == '\\') {
                i++;
            } else if (quoted ? at == quote : quotes.indexOf(at) >= 0) {
                quoted = !quoted;
                quote = at;
            } else if (!quoted && at == '(') {
                depth++;
            } else if (!quoted && at == ')' && --depth < 0) {
                throw refused("brackets that belong together", "one that closes at character " + (i + 1));
            }
        }
        if (quoted || depth > 0) {
            throw refused(
                    "quotes and brackets that belong together", quoted ? "an open quote" : depth + " open brackets");
        }
    }

    private static RuntimeException refused(String expected, String found) {
        return Problem.of(ProblemCode.REQUEST_UNREADABLE, "filter: expected " + expected + ", found " + found)
                .failure();
    }
}
