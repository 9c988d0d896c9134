package dev.cosell.sandbox.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One JSON file per name, written a moment after the last change and at the end. A crash loses at most that moment, and
 * nothing of what {@link #settle} has returned for.
 */
public final class StateFiles implements AutoCloseable {
    private static final Duration SETTLING = Duration.ofMillis(100);
    private static final Duration CLOSING_LIMIT = Duration.ofSeconds(10);

    private final Path directory;
    private final ObjectMapper mapper;
    private final Map<String, Supplier<JsonNode>> sources = new LinkedHashMap<>();
    private final Set<String> changed = ConcurrentHashMap.newKeySet();
    /** What the files hold; only the writer's thread looks at it. */
    private final Map<String, byte[]> written = new ConcurrentHashMap<>();

    private Optional<CompletableFuture<Void>> nextSettling = Optional.empty();
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("state").factory());

    public StateFiles(Path directory, ObjectMapper mapper) {
        this.directory = directory;
        this.mapper = mapper;
    }

    /** Says where to get the state of a name; before the first {@link #changed}. */
    public void register(String name, Supplier<JsonNode> source) {
        sources.put(name, source);
    }

    /** What was written last, if anything. */
    public Optional<JsonNode> read(String name) {
        Path file = file(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(mapper.readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot take up the state in " + file, e);
        }
    }

    /** Asks for this name to be written soon. */
    public void changed(String name) {
        if (changed.add(name)) {
            writer.schedule(() -> write(name), SETTLING.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Returns once all that changed before this call is in the files. Whoever calls meanwhile shares the next writing.
     *
     * @throws java.util.concurrent.CompletionException if it could not be written
     */
    public void settle() {
        joinedSettling().join();
    }

    private synchronized CompletableFuture<Void> joinedSettling() {
        if (nextSettling.isEmpty()) {
            nextSettling = Optional.of(new CompletableFuture<>());
            writer.execute(this::settleAll);
        }
        return nextSettling.get();
    }

    /** Whoever comes from now on may have changed what was written already, and is settled by the next one. */
    private void settleAll() {
        CompletableFuture<Void> settling = begunSettling();
        try {
            for (String name : sources.keySet()) {
                put(name);
            }
            settling.complete(null);
        } catch (IOException | RuntimeException e) {
            settling.completeExceptionally(e);
        }
    }

    private synchronized CompletableFuture<Void> begunSettling() {
        CompletableFuture<Void> settling = nextSettling.orElseThrow();
        nextSettling = Optional.empty();
        return settling;
    }

    @Override
    public void close() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(CLOSING_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("the state was not written within " + CLOSING_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sources.keySet().forEach(this::write);
    }

    private void write(String name) {
        changed.remove(name);
        try {
            put(name);
        } catch (IOException | RuntimeException e) {
            // Runs on the writer's own thread: nobody else would ever see it.
            System.err.println("The sandbox could not write " + file(name) + ": " + e);
        }
    }

    private void put(String name) throws IOException {
        byte[] content = mapper.writeValueAsBytes(sources.get(name).get());
        if (!Arrays.equals(content, written.get(name))) {
            Files.createDirectories(directory);
            OwnerOnly.write(file(name), content);
            written.put(name, content);
        }
    }

    private Path file(String name) {
        return directory.resolve(name + ".json");
    }
}
