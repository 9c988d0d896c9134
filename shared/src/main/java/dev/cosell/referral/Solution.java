package dev.cosell.referral;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A solution as a referral names it.
 *
 * @param id for instance {@code SOL-12345-ABC}, or a GUID
 * @param name empty if not known
 * @param type Partner Center's word, for instance {@code Name}; empty if not known
 */
public record Solution(String id, String name, String type) {
    /** The solutions in a referral. */
    public static final String POINTER = "/details/requirements/solutions";

    /** Partner Center's bulk tool takes no more per deal. */
    public static final int MOST = 50;

    /** Observed are {@code SOL-12345-ABC} and GUIDs; what is typed by mistake are names. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{2,99}");

    private static final Pattern SEPARATORS = Pattern.compile("[;,|\\s]+");

    public Solution {
        id = id.strip();
        name = name.strip();
        type = type.strip();
    }

    /** Whether a text has the form of an id. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** What a referral names, each once. */
    public static List<Solution> of(Referral referral) {
        List<Solution> found = new ArrayList<>();
        for (JsonNode entry : Members.at(referral.document(), POINTER)) {
            Referral.textOf(entry, "/id")
                    .map(id -> new Solution(
                            id,
                            Referral.textOf(entry, "/name").orElse(""),
                            Referral.textOf(entry, "/type").orElse("")))
                    .filter(solution -> found.stream().noneMatch(known -> known.id.equalsIgnoreCase(solution.id)))
                    .ifPresent(found::add);
        }
        return found;
    }

    /** The ids in a text, however people separate them: semicolons, commas, bars, blanks, lines. Ids hold no blanks. */
    public static List<String> ids(String text) {
        return SEPARATORS
                .splitAsStream(text.strip())
                .filter(id -> !id.isEmpty())
                .toList();
    }
}
