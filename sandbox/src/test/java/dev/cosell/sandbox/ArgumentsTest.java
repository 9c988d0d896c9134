package dev.cosell.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    @Test
    void portsCanBeConsecutiveWithExceptions() {
        SandboxOptions options =
                Arguments.read(List.of("--data", "here", "--port-base", "9000", "--port", "login=9999"));
        assertEquals(Path.of("here"), options.data());
        assertEquals(9000, options.ports().get("control"));
        assertEquals(9999, options.ports().get("login"));
        assertEquals(9002, options.ports().get("partnerCenter"));
    }

    @Test
    void keepingEverythingIsAskedForWhereverItStands() {
        assertTrue(Arguments.read(List.of("--durable", "--data", "here")).durable());
        assertTrue(Arguments.read(List.of("--data", "here", "--durable")).durable());
        assertFalse(Arguments.read(List.of("--data", "here")).durable());
    }

    @Test
    void theDataDirectoryIsNeverGuessed() {
        assertThrows(IllegalArgumentException.class, () -> Arguments.read(List.of()));
        assertThrows(IllegalArgumentException.class, () -> Arguments.read(List.of("--data")));
        assertThrows(IllegalArgumentException.class, () -> Arguments.read(List.of("--data", "x", "--speed", "1")));
    }
}
