package dev.cosell.operate.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.http.RefreshTokenStore;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The refresh tokens of the Partner Center user, kept in one secret: the newest, and the one before it, which is tried if
 * the newest is refused.
 *
 * <p>Several instances renew at once. Each of their tokens is good, so the last one to write wins, and one that is lost
 * costs nothing. But a token that an instance renewed from an older sign-in never replaces that of a newer one: it is only
 * written if what it was renewed from is what is kept. A renewed token is written twice a day, not each hour.
 */
public final class RefreshTokens implements RefreshTokenStore {
    /** Also the name of the secret in the vault, or of the file. */
    public static final String NAME = "partner-center-refresh-token";

    private static final Duration WRITTEN_EVERY = Duration.ofHours(12);
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * As it is kept. A text that is no JSON is a token that somebody put there by hand.
     *
     * @param before empty if none is to be tried
     * @param at when it was written; the epoch if unknown
     */
    private record Kept(String token, String before, Instant at) {
        static Kept read(String text) {
            if (!text.startsWith("{")) {
                return new Kept(text, "", Instant.EPOCH);
            }
            try {
                JsonNode json = JSON.readTree(text);
                return new Kept(
                        json.path("token").asText(""),
                        json.path("before").asText(""),
                        Instant.parse(json.path("at").asText(Instant.EPOCH.toString())));
            } catch (JsonProcessingException | DateTimeParseException unreadable) {
                throw Problem.of(
                                ProblemCode.MISCONFIGURED,
                                "secret " + NAME
                                        + ": expected a refresh token or what the connector wrote, found neither")
                        .failure();
            }
        }

        String text() {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            return json.put("token", token)
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
    }

    private final Optional<Secrets> secrets;
    private final Optional<String> setting;
    private final InstantSource clock;
    /** What was kept when this process renewed it last, and what it has now instead. */
    private Optional<Kept> renewedFrom = Optional.empty();

    private Optional<Kept> newest = Optional.empty();

    /**
     * @param secrets absent where nothing can be kept
     * @param setting the token to begin with, used as long as none is kept
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
        return secrets.flatMap(place -> place.read(NAME)).map(Kept::read).map(Kept::at);
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

    @Override
    public synchronized void renewed(String used, String newer) {
        Optional<Kept> kept = kept();
        boolean ofOurs = newest.filter(token -> renewedFrom.equals(kept) && token.knows(used))
                .isPresent();
        if (newer.equals(used)
                || !ofOurs && kept.filter(token -> token.knows(used)).isEmpty()) {
            return;
        }
        Kept next = new Kept(newer, used, clock.instant());
        boolean due = kept.filter(token -> token.at().plus(WRITTEN_EVERY).isAfter(clock.instant()))
                .isEmpty();
        newest = Optional.of(next);
        renewedFrom = due && written(next) ? newest : kept;
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
                .write(NAME, new Kept(token, "", clock.instant()).text());
        newest = Optional.empty();
        renewedFrom = Optional.empty();
    }

    /** A write that fails loses nothing: the token lives on in memory, and the one that is kept lives on anyway. */
    private boolean written(Kept next) {
        if (secrets.isEmpty()) {
            return false;
        }
        try {
            secrets.get().write(NAME, next.text());
            return true;
        } catch (Failure away) {
            return false;
        }
    }

    private Optional<Kept> kept() {
        Optional<Kept> begun = setting.map(token -> new Kept(token, "", Instant.EPOCH));
        if (secrets.isEmpty()) {
            return begun;
        }
        try {
            return secrets.get().read(NAME).map(Kept::read).or(() -> begun);
        } catch (Failure away) {
            if (newest.isEmpty()) {
                throw away;
            }
            return renewedFrom;
        }
    }
}
