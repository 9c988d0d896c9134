package dev.cosell.sandbox.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFilesTest {
    private final AtomicInteger number = new AtomicInteger();

    @TempDir
    Path directory;

    @Test
    void whatChangedBeforeSettlingIsInTheFileAfterwards() {
        try (StateFiles states = open()) {
            number.set(1);
            states.settle();
            assertEquals(1, inFile());

            number.set(2);
            states.settle();
            assertEquals(2, inFile());
        }
    }

    @Test
    void eachOfManyFindsItsOwnChangeInTheFile() {
        try (StateFiles states = open()) {
            List<CompletableFuture<Void>> callers = IntStream.range(0, 50)
                    .mapToObj(caller -> CompletableFuture.runAsync(() -> {
                        int mine = number.incrementAndGet();
                        states.settle();
                        int found = inFile();
                        if (found < mine) {
                            throw new AssertionError("expected at least " + mine + ", found " + found);
                        }
                    }))
                    .toList();

            callers.forEach(CompletableFuture::join);
        }
    }

    @Test
    void whatCannotBeWrittenIsNotSettled() throws Exception {
        Path file = Files.createFile(directory.resolve("taken"));
        try (StateFiles states = new StateFiles(file, new ObjectMapper())) {
            states.register("numbers", () -> JsonNodeFactory.instance.numberNode(number.get()));

            assertThrows(CompletionException.class, states::settle);
        }
    }

    private StateFiles open() {
        StateFiles states = new StateFiles(directory, new ObjectMapper());
        states.register("numbers", () -> JsonNodeFactory.instance.numberNode(number.get()));
        return states;
    }

    private int inFile() {
        return new StateFiles(directory, new ObjectMapper())
                .read("numbers")
                .orElseThrow()
                .asInt();
    }
}
