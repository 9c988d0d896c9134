package dev.cosell.operate.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.port.KeptState;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Sign-ins that were begun and not ended, in one row that every instance sees: the end may reach another one than the
 * beginning. Each is good once, for ten minutes; of the state only a hash is kept.
 */
public final class SignInAttempts {
    static final Duration GOOD_FOR = Duration.ofMinutes(10);

    private static final int MOST = 5;
    private static final int ROUNDS = 5;
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * A sign-in that was begun.
     *
     * @param state secret until it comes back
     * @param verifier secret; proves that who ends it is who began it
     */
    record Attempt(String state, String verifier) {
        @Override
        public String toString() {
            return "sign-in attempt";
        }
    }

    private final KeptState row;
    private final InstantSource clock;

    public SignInAttempts(KeptState row, InstantSource clock) {
        this.row = row;
        this.clock = clock;
    }

    /** Begins one. Of several that are open the oldest are given up. */
    Attempt begin() {
        Attempt attempt = new Attempt(random(), random());
        for (int round = 0; round < ROUNDS; round++) {
            Optional<Stored<JsonNode>> was = row.read();
            List<JsonNode> open = open(was);
            List<JsonNode> kept = open.subList(Math.max(0, open.size() - (MOST - 1)), open.size());
            ObjectNode document = document(kept);
            document.withArray("open")
                    .addObject()
                    .put("state", hash(attempt.state()))
                    .put("verifier", attempt.verifier())
                    .put("until", clock.instant().plus(GOOD_FOR).toString());
            if (row.write(was, document).isPresent()) {
                return attempt;
            }
        }
        throw changedMeanwhile();
    }

    /** Takes the attempt with this state: it is nobody's from then on. Nothing if there is none. */
    Optional<Attempt> take(String state) {
        String hash = hash(state);
        for (int round = 0; round < ROUNDS; round++) {
            Optional<Stored<JsonNode>> was = row.read();
            List<JsonNode> open = new ArrayList<>(open(was));
            Optional<JsonNode> found = open.stream()
                    .filter(attempt -> MessageDigest.isEqual(
                            attempt.path("state").asText().getBytes(StandardCharsets.US_ASCII),
                            hash.getBytes(StandardCharsets.US_ASCII)))
                    .findFirst();
            if (found.isEmpty()) {
                return Optional.empty();
            }
            open.remove(found.get());
            if (row.write(was, document(open)).isPresent()) {
                return Optional.of(
                        new Attempt(state, found.get().path("verifier").asText()));
            }
        }
        throw changedMeanwhile();
    }

    private List<JsonNode> open(Optional<Stored<JsonNode>> stored) {
        List<JsonNode> open = new ArrayList<>();
        stored.map(row -> row.value().path("open")).ifPresent(list -> list.forEach(open::add));
        open.removeIf(attempt ->
                !clock.instant().isBefore(Instant.parse(attempt.path("until").asText())));
        return open;
    }

    private static ObjectNode document(List<JsonNode> open) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ArrayNode list = document.putArray("open");
        open.forEach(list::add);
        return document;
    }

    private static RuntimeException changedMeanwhile() {
        return Problem.of(
                        ProblemCode.STORAGE_UNAVAILABLE,
                        "sign-ins: expected to write their row, found it changed " + ROUNDS + " times meanwhile")
                .failure();
    }

    private static String random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String hash(String state) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(state.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
