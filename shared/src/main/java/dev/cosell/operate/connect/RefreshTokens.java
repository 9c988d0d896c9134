package dev.cosell.operate.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cosell.http.RefreshTokenStore;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The refresh tokens of the Partner Center user, in two secrets: what the person's sign-in gave, which only a sign-in
 * writes, and the newest tokens that were renewed from it, with the one before, which is tried if the newest is refused.
 *
 * <p>Several instances renew at once. Each of their tokens is good, so the last one to write wins, and one that is lost
 * costs nothing. But a token that was renewed from an older sign-in never replaces that of a newer one, however late it is
 * written: it names the sign-in it comes from, and counts only for that. A renewed token is written twice a day, not each
 * hour.
 */
public final class RefreshTokens implements RefreshTokenStore {
    /** Also the name of the secret in the vault, or of the file. */
    public static final String NAME = "partner-center-refresh-token";

    /** Likewise, for what was renewed. */
    static final String RENEWED = NAME + "-renewed";

    private static final Duration WRITTEN_EVERY = Duration.ofHours(12);
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What there is of one sign-in.
     *
     * @param signIn names it: a digest of what it gave
     * @param token the newest
     * @param before empty if none is to be tried
     * @param at when it was written; the epoch if unknown
     */
    private record Kept(String signIn, String token, String before, Instant at) {
        /** @param text what a sign-in wrote; a text that is no JSON is a token that somebody put there by hand */
        static Kept signedIn(String text) {
            if (!text.startsWith("{")) {
                return new Kept(digest(text), text, "", Instant.EPOCH);
            }
            try {
                JsonNode json = JSON.readTree(text);
                String token = json.path("token").asText("");
                return new Kept(digest(token), token, "", at(json));
            } catch (JsonProcessingException | DateTimeParseException unreadable) {
                throw Problem.of(
                                ProblemCode.MISCONFIGURED,
                                "secret " + NAME
                                        + ": expected a refresh token or what the connector wrote, found neither")
                        .failure();
            }
        }

        /** @param text what was renewed, perhaps from another sign-in; what nobody can read is of none */
        Kept renewedBy(String text) {
            try {
                JsonNode json = JSON.readTree(text);
                return signIn.equals(json.path("of").asText())
                        ? new Kept(
                                signIn,
                                json.path("token").asText(""),
                                json.path("before").asText(""),
                                at(json))
                        : this;
            } catch (JsonProcessingException | DateTimeParseException unreadable) {
                return this;
            }
        }

        String text() {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("of", signIn)
                    .put("token", token)
                    .put("before", before)
                    .put("at", at.toString())
                    .toString();
        }

        boolean knows(String other) {
            return token.equals(other) || before.equals(other);
        }

        Stream<String> tokens() {
            return Stream.of(token, before).filter(text -> !text.isBlank());
        }

        @Override
        public String toString() {
            return "refresh token kept at " + at;
        }

        private static Instant at(JsonNode json) {
            return Instant.parse(json.path("at").asText(Instant.EPOCH.toString()));
        }

        private static String digest(String token) {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }
    }

    private final Optional<Secrets> secrets;
    private final Optional<String> setting;
    private final InstantSource clock;
    /** What was kept when this process renewed it last, and what it has now instead. */
    private Optional<Kept> renewedFrom = Optional.empty();

    private Optional<Kept> newest = Optional.empty();

    /**
     * @param secrets absent where nothing can be kept
     * @param setting the token to begin with, used until somebody signs in
     */
    public RefreshTokens(Optional<Secrets> secrets, Optional<String> setting, InstantSource clock) {
        this.secrets = secrets;
        this.setting = setting.filter(token -> !token.isBlank());
        this.clock = clock;
    }

    /** Whether the guided sign-in can keep what it gets. */
    public boolean canKeep() {
        return secrets.isPresent();
    }

    /**
     * When what is kept was written; the epoch if somebody put it there by hand. Nothing if none is kept.
     *
     * @throws Failure as {@link Secrets#read}
     */
    public Optional<Instant> keptAt() {
        return secrets.flatMap(place -> kept(place, Optional.empty())).map(Kept::at);
    }

    @Override
    public synchronized List<String> tokens() {
        Optional<Kept> kept = kept();
        boolean ours = newest.isPresent() && renewedFrom.equals(kept);
        return Stream.concat(
                        ours ? newest.stream().flatMap(Kept::tokens) : Stream.empty(),
                        kept.stream().flatMap(Kept::tokens))
                .distinct()
                .toList();
    }

    /** All tokens there are; as long as the place does not answer, those that this process renewed itself. */
    public synchronized Stream<String> known() {
        try {
            return tokens().stream();
        } catch (Failure away) {
            return newest.stream().flatMap(Kept::tokens);
        }
    }

    @Override
    public synchronized void renewed(String used, String newer) {
        Optional<Kept> kept = kept();
        boolean ofOurs = newest.filter(token -> renewedFrom.equals(kept) && token.knows(used))
                .isPresent();
        if (!newer.equals(used)) {
            kept.filter(token -> ofOurs || token.knows(used))
                    .ifPresent(token -> keep(token, new Kept(token.signIn(), newer, used, clock.instant())));
        }
    }

    private void keep(Kept before, Kept next) {
        boolean due = !before.at().plus(WRITTEN_EVERY).isAfter(next.at());
        newest = Optional.of(next);
        renewedFrom = due && written(next) ? newest : Optional.of(before);
    }

    /**
     * Keeps the token of a person who has just signed in. None before it is tried any more.
     *
     * @throws Failure {@code MISCONFIGURED} if there is no place for it, {@code UNAVAILABLE} if it does not answer
     */
    synchronized void signedIn(String token) {
        secrets.orElseThrow(() -> Problem.of(
                                ProblemCode.MISCONFIGURED,
                                "expected KEY_VAULT_URL or SECRETS_FOLDER, where the sign-in is kept, found neither")
                        .failure())
                .write(
                        NAME,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("token", token)
                                .put("at", clock.instant().toString())
                                .toString());
        newest = Optional.empty();
        renewedFrom = Optional.empty();
    }

    /** A write that fails loses nothing: the token lives on in memory, and the one that is kept lives on anyway. */
    private boolean written(Kept next) {
        if (secrets.isEmpty()) {
            return false;
        }
        try {
            secrets.get().write(RENEWED, next.text());
            return true;
        } catch (Failure away) {
            return false;
        }
    }

    private Optional<Kept> kept() {
        if (secrets.isEmpty()) {
            return setting.map(Kept::signedIn);
        }
        try {
            return kept(secrets.get(), setting);
        } catch (Failure away) {
            if (newest.isEmpty()) {
                throw away;
            }
            return renewedFrom;
        }
    }

    private static Optional<Kept> kept(Secrets place, Optional<String> otherwise) {
        return place.read(NAME)
                .or(() -> otherwise)
                .map(Kept::signedIn)
                .map(kept -> place.read(RENEWED).map(kept::renewedBy).orElse(kept));
    }
}
