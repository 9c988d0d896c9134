package dev.cosell.benchmarks.race;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process takes, where the system tells. */
final class Memory {
    private static final long KILOBYTES = 1024;

    private Memory() {}

    /** The most it ever had in memory; 0 where nobody tells (only Linux does). */
    static long peakMegabytes(ProcessHandle process) {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        if (!Files.exists(status)) {
            return 0;
        }
        try {
            return Files.readAllLines(status).stream()
                            .filter(line -> line.startsWith("VmHWM:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                            .sum()
                    / KILOBYTES;
        } catch (IOException e) {
            throw new UncheckedIOException(status + " cannot be read", e);
        }
    }
}
