package dev.cosell.sync.memory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.port.KeptState;
import java.util.Optional;
import java.util.function.Consumer;

/** A document in memory, with the promise of the port: whoever read an older one writes nothing. */
public final class MemoryState implements KeptState {
    private final Steps steps;
    private final String write;
    private Optional<Stored<JsonNode>> stored = Optional.empty();
    private int reads;
    private int writes;

    public MemoryState() {
        this("state", step -> {});
    }

    /**
     * A document whose writes are announced as {@link Steps} says.
     *
     * @param name of the document, before {@code .write}
     */
    public MemoryState(String name, Consumer<String> hook) {
        this.steps = new Steps(hook);
        this.write = name + ".write";
    }

    @Override
    public Optional<Stored<JsonNode>> read() {
        reads++;
        return stored;
    }

    @Override
    public Optional<Stored<JsonNode>> write(Optional<Stored<JsonNode>> was, JsonNode document) {
        return steps.run(write, () -> written(was, document));
    }

    private Optional<Stored<JsonNode>> written(Optional<Stored<JsonNode>> was, JsonNode document) {
        if (!was.equals(stored)) {
            return Optional.empty();
        }
        stored = Optional.of(new Stored<>(document.deepCopy(), "v" + ++writes));
        return stored;
    }

    public int reads() {
        return reads;
    }

    public int writes() {
        return writes;
    }
}
