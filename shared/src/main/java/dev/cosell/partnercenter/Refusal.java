package dev.cosell.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.http.Answer;
import dev.cosell.http.HttpProblems;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.Referral;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What Partner Center says when it does not do what was asked. Its error bodies have three shapes:
 *
 * <ul>
 *   <li>Referrals: {@code {"error": {"code", "message", "target", "innerError": {...}}}}, nested to any depth
 *   <li>webhooks and the rest of Partner Center: {@code {"code", "description"}}
 *   <li>gateway: {@code {"statusCode", "message"}}
 * </ul>
 *
 * @param code the innermost one that is documented, else the outermost; empty if there is none
 * @param codes all of them, from the general to the particular
 * @param message all messages, likewise; empty if the body is unreadable
 * @param target the member it is about, as Partner Center names it; often empty
 */
record Refusal(String code, List<String> codes, String message, String target) {
    /** Source: the error code table of the Referrals API. */
    private static final Set<String> DOCUMENTED = Set.of(
            "accessDenied",
            "generalException",
            "invalidRequest",
            "itemNotFound",
            "preconditionFailed",
            "resourceModified",
            "serviceNotAvailable",
            "unauthenticated");

    /** The token was made without multi-factor authentication. */
    private static final String MFA_CODE = "900421";

    // How the service words a broken rule is not documented, so these match what any wording would have to say.
    private static final Pattern MOVE = Pattern.compile("(?i)transition");
    private static final Pattern CLOSED =
            Pattern.compile("(?i)closed ?referral|referral ?closed|\\b(is|already|been) (closed|terminal)");
    private static final Pattern STATUS = Pattern.compile("(?i)/?(sub)?status");

    private static final int LONGEST_MESSAGE = 500;
    private static final int DEEPEST_ERROR = 20;

    static Refusal in(Answer answer) {
        try {
            JsonNode body = Documents.read(answer.body());
            JsonNode error = body.path("error");
            return error.isObject() ? nested(error) : flat(body);
        } catch (IOException notJson) {
            return new Refusal("", List.of(), "", "");
        }
    }

    private static Refusal nested(JsonNode error) {
        List<String> codes = new ArrayList<>();
        List<String> messages = new ArrayList<>();
        JsonNode level = error;
        for (int depth = 0; level.isObject() && depth < DEEPEST_ERROR; depth++) {
            add(codes, text(level, "/code"));
            add(messages, text(level, "/message"));
            level = level.path("innerError");
        }
        String code = codes.reversed().stream()
                .filter(DOCUMENTED::contains)
                .findFirst()
                .orElse(codes.isEmpty() ? "" : codes.getFirst());
        return new Refusal(code, codes, joined(messages), text(error, "/target"));
    }

    private static Refusal flat(JsonNode body) {
        String code = text(body, "/code");
        String description = text(body, "/description");
        return new Refusal(code, List.of(code), description.isEmpty() ? text(body, "/message") : description, "");
    }

    /** Whether another token of the same kind would be refused just the same. */
    boolean isForMissingMfa() {
        return code.equals(MFA_CODE) || message.contains(MFA_CODE);
    }

    /**
     * The entry of the catalogue.
     *
     * @param writing whether the call could change anything
     * @param absent what a 404 means for this call
     */
    Problem problem(Answer answer, boolean writing, ProblemCode absent, Instant now) {
        Problem general = HttpProblems.of(RemoteSystem.PARTNER_CENTER, answer, writing, detail(), now);
        ProblemCode precise = switch (answer.status()) {
            case 401 -> isForMissingMfa() ? ProblemCode.MFA_MISSING : general.code();
            case 404, 410 -> absent;
            case 400, 409, 422 -> brokenRule().orElse(general.code());
            default -> general.code();
        };
        Problem problem = new Problem(
                precise,
                general.detail(),
                general.field(),
                general.system(),
                general.retryAfter(),
                general.outcomeUnknown());
        return problem.explained();
    }

    /** Asked for a move first: a refused step out of a closed status speaks of both. */
    private Optional<ProblemCode> brokenRule() {
        String words = String.join(" ", codes) + " " + message;
        if (MOVE.matcher(words).find()) {
            return Optional.of(ProblemCode.ILLEGAL_MOVE);
        }
        if (CLOSED.matcher(words).find()) {
            return Optional.of(ProblemCode.REFERRAL_CLOSED);
        }
        return STATUS.matcher(target).matches() ? Optional.of(ProblemCode.ILLEGAL_MOVE) : Optional.empty();
    }

    private String detail() {
        if (code.isEmpty() && message.isEmpty()) {
            return "expected an error body, found nothing readable";
        }
        String about = target.isEmpty() ? "" : " (" + target + ")";
        return (code.isEmpty() ? message : code + ": " + message) + about;
    }

    private static String joined(List<String> messages) {
        return Quoted.plain(String.join(" / ", messages), LONGEST_MESSAGE);
    }

    private static void add(List<String> messages, String message) {
        if (!message.isEmpty() && !messages.contains(message)) {
            messages.add(message);
        }
    }

    private static String text(JsonNode node, String pointer) {
        return Referral.textOf(node, pointer)
                .map(text -> Quoted.plain(text, LONGEST_MESSAGE))
                .orElse("");
    }
}
