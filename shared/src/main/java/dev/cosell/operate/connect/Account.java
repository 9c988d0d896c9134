package dev.cosell.operate.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.http.TokenClaims;
import dev.cosell.problem.KnownError;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.port.KeptState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** How the Partner Center user's sign-in stands, as all instances see it. Holds no token. */
public final class Account {
    /** How long a refresh token lives without use, by the identity platform's default. */
    static final Duration LIFE = Duration.ofDays(90);

    private static final int ROUNDS = 5;
    private static final String STATE = "state";
    private static final String WORKED = "workedAt";
    private static final String SIGNED_IN = "signedInAt";
    private static final String PROBLEM = "problem";

    private final KeptState row;
    private final InstantSource clock;

    public Account(KeptState row, InstantSource clock) {
        this.row = row;
        this.clock = clock;
    }

    /** For operators: the state, since when, whose it is, what is wrong and what to do, and when it ends if it is not used. */
    ObjectNode report() {
        ObjectNode report = stored();
        if (!report.has(STATE)) {
            report.put(STATE, "unknown");
        }
        endsUnlessUsed().ifPresent(end -> report.put("endsUnlessUsedBefore", end.toString()));
        return report;
    }

    /** When the refresh token ends if nobody uses it before; nothing if it was never seen to work. */
    Optional<Instant> endsUnlessUsed() {
        return Optional.ofNullable(stored().get(WORKED))
                .map(at -> Instant.parse(at.asText()).plus(LIFE));
    }

    void signedIn(TokenClaims claims) {
        change(account -> {
            well(account);
            account.put("user", claims.user()).put(SIGNED_IN, clock.instant().toString());
            account.remove("lastSignIn");
        });
    }

    void worked() {
        change(Account.this::well);
    }

    /** A guided sign-in that came to nothing. The one before it may still be good. */
    void signInFailed(Problem problem) {
        change(account ->
                tell(account.putObject("lastSignIn").put("at", clock.instant().toString()), problem));
    }

    /** Which sign-in is kept now: when somebody signed in; empty if nobody did so here. */
    String signedInAt() {
        return stored().path(SIGNED_IN).asText();
    }

    /** Whether operators do not see yet that the sign-in is refused like this. */
    boolean isNews(Problem problem) {
        return !stored().path(STATE).asText().equals(state(problem));
    }

    /** @param signedInAt the sign-in that was refused; one that took its place meanwhile is as good as it was */
    void refused(Problem problem, String signedInAt) {
        change(account -> {
            if (!account.path(SIGNED_IN).asText().equals(signedInAt)) {
                return;
            }
            if (!account.path(STATE).asText().equals(state(problem))) {
                account.put("since", clock.instant().toString());
            }
            account.put(STATE, state(problem));
            tell(account, problem);
        });
    }

    private static String state(Problem problem) {
        return problem.code() == ProblemCode.MFA_MISSING ? "second factor missing" : "refused";
    }

    private void well(ObjectNode account) {
        if (!account.path(STATE).asText().equals("ok")) {
            account.put("since", clock.instant().toString());
        }
        account.put(STATE, "ok").put(WORKED, clock.instant().toString());
        account.remove(PROBLEM);
        account.remove("advice");
    }

    private static void tell(ObjectNode into, Problem problem) {
        into.put(PROBLEM, problem.toString());
        into.put(
                "advice",
                KnownError.in(problem.detail())
                        .map(KnownError::advice)
                        .orElse(problem.code().fix()));
    }

    private ObjectNode stored() {
        return document(row.read());
    }

    private static ObjectNode document(Optional<Stored<JsonNode>> stored) {
        return stored.map(found -> (ObjectNode) found.value().deepCopy())
                .orElseGet(JsonNodeFactory.instance::objectNode);
    }

    /** Where several instances say the same at once, one of them is enough. */
    private void change(Consumer<ObjectNode> change) {
        for (int round = 0; round < ROUNDS; round++) {
            Optional<Stored<JsonNode>> was = row.read();
            ObjectNode next = document(was);
            change.accept(next);
            if (row.write(was, next).isPresent()) {
                return;
            }
        }
    }
}
