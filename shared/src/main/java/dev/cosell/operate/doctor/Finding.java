package dev.cosell.operate.doctor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.problem.Fixer;
import dev.cosell.problem.KnownError;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.net.URI;
import java.util.Optional;

/**
 * What a check found.
 *
 * @param check its name
 * @param code the entry of the catalogue it belongs to; absent where all is well
 * @param detail what was expected and what was found; never a secret
 * @param cause why; empty where all is well
 * @param fix what to do; empty where there is nothing to do
 * @param who can do it
 * @param link to the page where it is done or explained
 */
public record Finding(
        String check,
        State state,
        Optional<ProblemCode> code,
        String detail,
        String cause,
        String fix,
        Fixer who,
        Optional<URI> link) {

    public static Finding ok(String check, String detail) {
        return plain(check, State.OK, detail);
    }

    /** @param why nothing can be said */
    public static Finding notChecked(String check, String why) {
        return plain(check, State.NOT_CHECKED, why);
    }

    public static Finding warning(String check, Problem problem) {
        return of(check, State.WARNING, problem);
    }

    public static Finding failed(String check, Problem problem) {
        return of(check, State.FAILED, problem);
    }

    /** With advice that is more to the point than the catalogue's. */
    public Finding advising(String betterCause, String betterFix) {
        return new Finding(check, state, code, detail, betterCause, betterFix, who, link);
    }

    public Finding forWhom(Fixer other) {
        return new Finding(check, state, code, detail, cause, fix, other, link);
    }

    public Finding linked(URI page) {
        return new Finding(check, state, code, detail, cause, fix, who, Optional.of(page));
    }

    private static Finding plain(String check, State state, String detail) {
        return new Finding(check, state, Optional.empty(), detail, "", "", Fixer.NOBODY, Optional.empty());
    }

    /** What a service's own error code means is more to the point than the entry of the catalogue it belongs to. */
    private static Finding of(String check, State state, Problem problem) {
        ProblemCode entry = problem.code();
        Optional<KnownError> known = KnownError.in(problem.detail());
        return new Finding(
                check,
                state,
                Optional.of(entry),
                known.isPresent() ? KnownError.asQuoted(problem.detail()) : problem.detail(),
                known.map(KnownError::meaning).orElse(entry.cause()),
                known.map(KnownError::advice).orElse(entry.fix()),
                known.map(KnownError::fixer).orElse(entry.fixer()),
                known.map(KnownError::page));
    }

    /** As answers show it. */
    public ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("check", check).put("state", state.word());
        code.ifPresent(entry -> node.put("code", entry.code()).put("title", entry.title()));
        node.put("detail", detail);
        if (state != State.OK && state != State.NOT_CHECKED) {
            node.put("cause", cause).put("fix", fix).put("who", who.name());
        }
        link.ifPresent(page -> node.put("link", page.toString()));
        return node;
    }
}
