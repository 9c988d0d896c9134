package dev.cosell.sync.port;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.sync.pair.Stored;
import java.util.Optional;

/** Port: one JSON document that several instances take turns in changing. */
public interface KeptState {
    Optional<Stored<JsonNode>> read();

    /**
     * Writes the document if it is still as it was read (or still absent).
     *
     * @return what is stored now, or nothing if somebody else was faster
     */
    Optional<Stored<JsonNode>> write(Optional<Stored<JsonNode>> was, JsonNode document);
}
