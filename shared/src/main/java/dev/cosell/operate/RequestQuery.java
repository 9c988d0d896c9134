package dev.cosell.operate;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The parameters of a request's address. One that nobody knows is refused: ignored, it would widen a list. */
public final class RequestQuery {
    /** What the platform reads of any address: the key. */
    private static final Set<String> OF_THE_PLATFORM = Set.of("code");

    private RequestQuery() {}

    /**
     * Checks that there are no other parameters than known ones, each with a value.
     *
     * @throws dev.cosell.problem.Failure {@code REQUEST_UNREADABLE} otherwise
     */
    public static void check(Map<String, String> given, List<String> known) {
        given.forEach((name, value) -> {
            if (OF_THE_PLATFORM.contains(name)) {
                return;
            }
            if (!known.contains(name)) {
                throw unreadable(
                        "expected no other parameters than " + known + ", found \"" + RequestWord.plain(name) + "\"");
            }
            if (value.isBlank()) {
                throw unreadable("expected a value of " + name + ", found none");
            }
        });
    }

    private static RuntimeException unreadable(String detail) {
        return Problem.of(ProblemCode.REQUEST_UNREADABLE, detail).failure();
    }
}
