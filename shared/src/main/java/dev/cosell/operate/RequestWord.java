package dev.cosell.operate;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.Phase;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Words of requests that several operations understand. Each fails with {@code REQUEST_UNREADABLE} for a word that it does
 * not know.
 */
public final class RequestWord {
    private static final int LARGEST_PAGE = 200;

    private RequestWord() {}

    /** A word from the network, such as an id, as an answer may repeat it. */
    public static String plain(String word) {
        String shown = word.length() > 80 ? word.substring(0, 80) : word;
        return shown.replaceAll("[^\\w-]", "?");
    }

    /** @param name in any case; with {@code _}, {@code -}, a blank or nothing between its words */
    public static Phase phase(String name) {
        return Arrays.stream(Phase.values())
                .filter(phase -> phase.name().replace("_", "").equalsIgnoreCase(name.replaceAll("[-_ ]", "")))
                .findFirst()
                .orElseThrow(() -> unreadable(
                        "expected phase to be one of " + Arrays.toString(Phase.values()) + ", found another word"));
    }

    /** @param code such as {@code CUS-01}, in any case */
    public static ProblemCode problem(String code) {
        return ProblemCode.byCode(code.strip().toUpperCase(Locale.ROOT))
                .orElseThrow(() -> unreadable(
                        "expected problem to be a code of docs/problems.md such as CUS-01, found another word"));
    }

    /** @param limit how many items a page may have, 1 to 200; 50 if nothing is said */
    public static int pageSize(Optional<String> limit) {
        String text = limit.orElse("50");
        if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > LARGEST_PAGE) {
            throw unreadable("expected limit to be a number from 1 to " + LARGEST_PAGE + ", found something else");
        }
        return Integer.parseInt(text);
    }

    private static RuntimeException unreadable(String detail) {
        return Problem.of(ProblemCode.REQUEST_UNREADABLE, detail).failure();
    }
}
