package dev.cosell.launcher.operator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.launcher.LaunchFailure;
import dev.cosell.launcher.Waiting;
import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code connect}: begins the sign-in of the Partner Center user, says where to go on with it, and waits for its end. The
 * tokens go from the identity platform to the app; nothing of them comes here.
 */
public final class SignInGuide {
    private static final Duration USUAL = Duration.ofMinutes(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
    private static final int LONGEST_ADDRESS = 8192;
    private static final String ACCOUNT = "/connections/account";

    private final DeployedApp app;
    private final PrintStream out;

    public SignInGuide(DeployedApp app, PrintStream out) {
        this.app = app;
        this.out = out;
    }

    /**
     * Returns when somebody has signed in.
     *
     * @return whether the app can work with what they gave it
     * @throws LaunchFailure if the sign-in came to nothing, or to no end within its time
     */
    public boolean follow() {
        JsonNode begun = app.get("/api/sign-in");
        JsonNode before = begun.path("account");
        Duration goodFor = goodFor(begun);
        out.println("Open this address in a private browser window, and sign in as the user of Partner Center, with a"
                + " second factor. It is good once, for " + goodFor.toMinutes() + " minutes:");
        out.println();
        out.println("  " + address(begun, "open"));
        out.println();
        out.println("Only if an administrator has to consent first, they open this one:");
        out.println();
        out.println("  " + address(begun, "adminConsent"));
        out.println();
        out.println("Waiting for the sign-in; Ctrl-C ends the waiting alone.");
        JsonNode account = ended(before, goodFor);
        if (differs(account, before, "/lastSignIn/at")) {
            JsonNode last = account.path("lastSignIn");
            throw new LaunchFailure("The sign-in came to nothing: " + Plain.text(last.path("problem")) + ". "
                    + Plain.text(last.path("advice")) + " Call connect again for a new address");
        }
        tell(account);
        return List.of("partner-center-sign-in", "partner-center").stream()
                .map(check -> new Examination(app, out).show(Optional.of(check), false))
                .reduce(true, Boolean::logicalAnd);
    }

    private JsonNode ended(JsonNode before, Duration goodFor) {
        JsonNode[] account = {before};
        Waiting.until(goodFor, BETWEEN_LOOKS, "the sign-in to be ended in the browser", () -> {
            account[0] = account().orElse(account[0]);
            return differs(account[0], before, "/signedInAt") || differs(account[0], before, "/lastSignIn/at");
        });
        return account[0];
    }

    /** The sign-in goes on in the browser whether we see it or not, so one call that fails does not end the waiting. */
    private Optional<JsonNode> account() {
        try {
            return Optional.of(app.status().at(ACCOUNT));
        } catch (LaunchFailure notSeen) {
            out.println("Still waiting. " + notSeen.getMessage());
            return Optional.empty();
        }
    }

    private static boolean differs(JsonNode now, JsonNode before, String pointer) {
        return !now.at(pointer).isMissingNode()
                && !now.at(pointer).asText().equals(before.at(pointer).asText());
    }

    private void tell(JsonNode account) {
        out.println();
        out.println("Signed in: " + Plain.text(account.path("user")));
        String end = Plain.text(account.path("endsUnlessUsedBefore"));
        if (!end.isEmpty()) {
            out.println("It ends unless it is used before " + end + "; the app uses it every five minutes.");
        }
        out.println();
    }

    private static Duration goodFor(JsonNode begun) {
        long seconds = begun.path("goodForSeconds").asLong(USUAL.toSeconds());
        return seconds < 1 || seconds > 3600 ? USUAL : Duration.ofSeconds(seconds);
    }

    /** An address that a person is told to open: https, or on this computer. */
    private String address(JsonNode begun, String member) {
        String found = begun.path(member).asText("");
        try {
            URI uri = new URI(found);
            if (found.length() <= LONGEST_ADDRESS
                    && found.equals(Plain.address(found))
                    && "https".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null) {
                return found;
            }
        } catch (URISyntaxException e) {
            throw odd(member, found);
        }
        throw odd(member, found);
    }

    private LaunchFailure odd(String member, String found) {
        return new LaunchFailure("Expected an https address in " + member + " of the answer of " + app.uri()
                + "/api/sign-in, found " + (found.isEmpty() ? "none" : Plain.text(found)));
    }
}
