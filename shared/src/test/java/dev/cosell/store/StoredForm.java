package dev.cosell.store;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * How one kind of row or message was written by each version that changed its form, the first one first: resources {@code
 * forms/<kind>.1.json}, {@code forms/<kind>.2.json}... They are added to and never edited, because what an installation has
 * in storage is not edited either.
 */
public final class StoredForm {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private StoredForm() {}

    /** All forms of a kind that ever were, the oldest first. */
    public static List<JsonNode> all(String kind) {
        List<JsonNode> forms = new ArrayList<>();
        for (int number = 1; ; number++) {
            try (InputStream file = StoredForm.class.getResourceAsStream(resource(kind, number))) {
                if (file == null) {
                    return forms;
                }
                forms.add(JSON.readTree(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Fails if what is written today is not the newest form. */
    public static void isNewest(String kind, JsonNode today) {
        List<JsonNode> forms = all(kind);
        JsonNode sorted = sorted(today);
        if (forms.isEmpty() || !sorted(forms.getLast()).equals(sorted)) {
            fail("""
                    %s: what is written is no longer what shared/src/test/resources/dev/cosell/store/%s says. While a new version is
                    deployed, instances of the earlier one read such rows and write them again. If something must not be lost then,
                    raise the version of the layout. In either case add a file with the next number:
                    %s""".formatted(kind, resource(kind, Math.max(forms.size(), 1)), sorted.toPrettyString()));
        }
    }

    private static String resource(String kind, int number) {
        return "forms/" + kind + "." + number + ".json";
    }

    private static JsonNode sorted(JsonNode json) {
        try {
            return JSON.readTree(JSON.writeValueAsBytes(JSON.treeToValue(json, Object.class)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
