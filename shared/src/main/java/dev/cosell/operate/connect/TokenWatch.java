package dev.cosell.operate.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.http.SignIn;
import dev.cosell.http.TokenClaims;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Handling;
import dev.cosell.problem.KnownError;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.pair.Outage;
import dev.cosell.sync.port.Outages;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Sees to it that a sign-in which ends is noticed before the deals notice it. Each look renews the refresh token, and so
 * prolongs its life; it is a call to the identity platform, which is nobody's quota.
 */
public final class TokenWatch {
    private static final Duration PROBE = Duration.ofSeconds(30);
    private static final String ACCOUNT = "Partner Center sign-in";
    private static final String SIGN_IN_AGAIN = "Sign in again: GET /api/sign-in gives the address.";

    private final SignIn user;
    private final Account account;
    private final Supplier<List<Expiry>> expiries;
    private final Alarms alarms;
    private final Outages outages;
    private final Runnable dropTokens;
    private final InstantSource clock;

    /**
     * @param user signs in anew each time
     * @param expiries of secrets and certificates, as far as anybody can know them
     * @param dropTokens forgets access tokens, which outlive the sign-in they came from
     */
    public TokenWatch(
            SignIn user,
            Account account,
            Supplier<List<Expiry>> expiries,
            Alarms alarms,
            Outages outages,
            Runnable dropTokens,
            InstantSource clock) {
        this.user = user;
        this.account = account;
        this.expiries = expiries;
        this.alarms = alarms;
        this.outages = outages;
        this.dropTokens = dropTokens;
        this.clock = clock;
    }

    /**
     * Looks at everything that may end.
     *
     * @return one line for the log
     */
    public String run() {
        String word = look();
        long told = all().stream().filter(alarms::watch).count();
        return "account=" + word + " alarms=" + told;
    }

    /** For operators: how the account stands, and what ends when. */
    public JsonNode report() {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.set("account", account.report());
        ArrayNode ends = report.putArray("ends");
        Instant now = clock.instant();
        all().forEach(expiry -> ends.addObject()
                .put("what", expiry.what())
                .put("at", expiry.at().toString())
                .put("daysLeft", Duration.between(now, expiry.at()).toDays())
                .put("how", expiry.how()));
        return report;
    }

    /** Everything that ends on a day that is known. */
    public List<Expiry> all() {
        List<Expiry> all = new ArrayList<>(expiries.get());
        account.endsUnlessUsed().ifPresent(end -> all.add(new Expiry(ACCOUNT, end, SIGN_IN_AGAIN)));
        return all;
    }

    private String look() {
        String signedInAt = account.signedInAt();
        try {
            TokenClaims.of(user.signIn())
                    .filter(claims -> !claims.hasSecondFactor())
                    .ifPresent(claims -> {
                        throw Problem.of(
                                        ProblemCode.MFA_MISSING,
                                        "expected a sign-in with a second factor (amr has mfa), found one without")
                                .from(RemoteSystem.PARTNER_CENTER)
                                .failure();
                    });
            account.worked();
            return "ok";
        } catch (Failure failure) {
            Problem problem = failure.problem();
            if (problem.handling() != Handling.SYSTEM) {
                return "unknown problem=" + problem.code().code();
            }
            if (!account.signedInAt().equals(signedInAt)) {
                return "signed in anew";
            }
            pause(problem, signedInAt);
            return "refused problem=" + problem.code().code();
        }
    }

    /**
     * Work waits from now on instead of failing one by one; the first that succeeds ends it. People are told before it is
     * noted, so that a crash in between loses no word.
     */
    private void pause(Problem problem, String signedInAt) {
        Instant now = clock.instant();
        outages.begin(new Outage(RemoteSystem.PARTNER_CENTER, problem, now, now.plus(PROBE)));
        dropTokens.run();
        if (account.isNews(problem)) {
            String advice =
                    KnownError.in(problem.detail()).map(KnownError::advice).orElse(SIGN_IN_AGAIN);
            alarms.tell(
                    ACCOUNT,
                    "Partner Center is paused: " + problem.code().title() + ". " + advice
                            + " Nothing is lost meanwhile.");
        }
        account.refused(problem, signedInAt);
    }
}
