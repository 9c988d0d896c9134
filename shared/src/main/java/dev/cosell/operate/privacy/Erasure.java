package dev.cosell.operate.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.operate.Asker;
import dev.cosell.operate.Reply;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.Traces;
import dev.cosell.sync.pair.Person;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.port.KeptState;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Erases one person from what is stored, on request; shows first what it would find. Whoever asked is on the timeline of
 * each deal that changed, and in a register; neither names the person.
 */
public final class Erasure {
    /** A page of rows takes a second or two, and a request must end long before the caller gives up. */
    private static final int ROWS = 1000;

    private static final Pattern EMAIL = Pattern.compile("[^\\s@'\"<>]{1,64}@[^\\s@'\"<>]{1,255}");
    private static final int MOST_WORDS = 5;
    private static final int SHORTEST_WORD = 4;
    private static final int LONGEST_WORD = 100;
    private static final int REGISTERED = 200;
    private static final int ROUNDS = 10;

    private final Traces traces;
    private final KeptState register;
    private final InstantSource clock;

    /** @param clock the storage server's */
    public Erasure(Traces traces, KeptState register, InstantSource clock) {
        this.traces = traces;
        this.register = register;
        this.clock = clock;
    }

    /**
     * Looks through a part of what is stored, and erases what it finds if it is told to.
     *
     * @param request {@code {"email": "...", "also": ["..."], "erase": true, "next": "..."}}: the person's address; other
     *     words for them, at most five of 4 to 100 characters; without {@code erase} nothing is changed; {@code next} as the
     *     answer before had it
     * @return what was found; it goes on as long as there is a {@code next}
     * @throws dev.cosell.problem.Failure {@code REQUEST_UNREADABLE}
     */
    public Reply erase(JsonNode request, Asker by) {
        Person person = person(request);
        Optional<String> token = Optional.of(request.path("next").asText("")).filter(text -> !text.isEmpty());
        boolean erase = request.path("erase").asBoolean();
        Traces.Part part = erase
                ? traces.erase(person, "a person's data erased, asked by " + by.name(), clock.instant(), token, ROWS)
                : traces.find(person, clock.instant(), token, ROWS);
        long erased = part.found().stream().filter(trace -> !trace.busy()).count();
        if (erase && erased > 0) {
            register(by, erased);
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("erased", erase).put("looked", part.looked());
        ArrayNode found = body.putArray("found");
        part.found().forEach(trace -> found.add(json(trace)));
        part.next().ifPresent(next -> body.put("next", next));
        return Reply.of(200, body);
    }

    /** Who had people erased and when, the latest first; at most 200 parts of requests. */
    public Reply erasures() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("items", items(register.read()));
        return Reply.of(200, body);
    }

    private static ObjectNode json(Traces.Trace trace) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("where", trace.place().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        trace.id().ifPresent(id -> json.put("id", id));
        return json.put("busy", trace.busy());
    }

    private void register(Asker by, long erased) {
        for (int round = 0; round < ROUNDS; round++) {
            Optional<Stored<JsonNode>> was = register.read();
            ArrayNode items = JsonNodeFactory.instance.arrayNode();
            items.addObject()
                    .put("at", clock.instant().toString())
                    .put("by", by.name())
                    .put("rows", erased);
            items(was).valueStream().limit(REGISTERED - 1L).forEach(items::add);
            ObjectNode document = JsonNodeFactory.instance.objectNode();
            document.set("items", items);
            if (register.write(was, document).isPresent()) {
                return;
            }
        }
        throw Problem.of(
                        ProblemCode.STORAGE_UNAVAILABLE,
                        "erasures: expected to write their row, found it changed " + ROUNDS + " times meanwhile")
                .failure();
    }

    private static JsonNode items(Optional<Stored<JsonNode>> stored) {
        return stored.map(document -> document.value().path("items")).orElseGet(JsonNodeFactory.instance::arrayNode);
    }

    private static Person person(JsonNode request) {
        String email = request.path("email").asText("").strip();
        if (!EMAIL.matcher(email).matches()) {
            throw unreadable("expected email to be an e-mail address, found "
                    + (email.isEmpty() ? "none" : email.length() + " other characters"));
        }
        List<String> also = new ArrayList<>();
        for (JsonNode word : request.path("also")) {
            String text = word.asText("").strip();
            if (!word.isTextual() || text.length() < SHORTEST_WORD || text.length() > LONGEST_WORD) {
                throw unreadable("expected each of also to be a text of " + SHORTEST_WORD + " to " + LONGEST_WORD
                        + " characters, found " + text.length() + " characters");
            }
            also.add(text);
        }
        if (also.size() > MOST_WORDS) {
            throw unreadable("expected at most " + MOST_WORDS + " words in also, found " + also.size());
        }
        return new Person(email, also);
    }

    private static RuntimeException unreadable(String detail) {
        return Problem.of(ProblemCode.REQUEST_UNREADABLE, detail).failure();
    }
}
