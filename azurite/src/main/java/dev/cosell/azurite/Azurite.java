package dev.cosell.azurite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One Azurite process on free ports and a temporary directory.
 *
 * <p>The npm package is pinned in {@code tools/azurite/package-lock.json} and installed by {@code npm ci} on first
 * use. Data goes to disk, not memory: with {@code --inMemoryPersistence} the emulator stops answering for a minute or
 * more once a few thousand messages have passed (its collector walks them one by one).
 */
public final class Azurite implements AutoCloseable {
    /** The emulator's public, documented development account; not a secret. */
    private static final String ACCOUNT = "devstoreaccount1";

    private static final String KEY =
            "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private static final Duration START_LIMIT = Duration.ofSeconds(180);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final Process process;
    private final Path data;
    private final boolean ownsData;
    private final int blobPort;
    private final int queuePort;
    private final int tablePort;

    private Azurite(Process process, Path data, boolean ownsData, int blobPort, int queuePort, int tablePort) {
        this.process = process;
        this.data = data;
        this.ownsData = ownsData;
        this.blobPort = blobPort;
        this.queuePort = queuePort;
        this.tablePort = tablePort;
    }

    /** Starts on free ports, with a temporary directory that {@link #close()} removes. */
    public static Azurite start() {
        try {
            return start(Files.createTempDirectory("cosell-azurite"), true, freePort(), freePort(), freePort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts again on the same ports and directory, as after a crash; the data is kept by {@link #close()}. */
    public static Azurite start(Path data, int blobPort, int queuePort, int tablePort) {
        return start(data, false, blobPort, queuePort, tablePort);
    }

    private static Azurite start(Path data, boolean ownsData, int blobPort, int queuePort, int tablePort) {
        Path script = install().resolve("node_modules/azurite/dist/src/azurite.js");
        try {
            Files.createDirectories(data);
            Process process = new ProcessBuilder(List.of(
                            "node",
                            script.toString(),
                            "--skipApiVersionCheck",
                            "--disableTelemetry",
                            "--silent",
                            "--location",
                            data.toString(),
                            "--blobPort",
                            Integer.toString(blobPort),
                            "--queuePort",
                            Integer.toString(queuePort),
                            "--tablePort",
                            Integer.toString(tablePort)))
                    .redirectErrorStream(true)
                    .redirectOutput(data.resolve("azurite.out").toFile())
                    .start();
            Azurite azurite = new Azurite(process, data, ownsData, blobPort, queuePort, tablePort);
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "stop-azurite"));
            azurite.awaitPorts();
            return azurite;
        } catch (IOException e) {
            throw new UncheckedIOException("Could not start Azurite; is Node.js 20 or later on the PATH?", e);
        }
    }

    /** The storage connection string, as an Azure Functions setting takes it. */
    public String connectionString() {
        return "DefaultEndpointsProtocol=http;AccountName=" + ACCOUNT + ";AccountKey=" + KEY
                + ";BlobEndpoint=" + endpoint(blobPort) + ";QueueEndpoint=" + endpoint(queuePort)
                + ";TableEndpoint=" + endpoint(tablePort) + ";";
    }

    public int blobPort() {
        return blobPort;
    }

    public int queuePort() {
        return queuePort;
    }

    public int tablePort() {
        return tablePort;
    }

    public Path data() {
        return data;
    }

    public long pid() {
        return process.pid();
    }

    /** Stops the process (politely first: it saves its data every few seconds) and removes a temporary directory. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        if (ownsData) {
            delete(data);
        }
    }

    private static String endpoint(int port) {
        return "http://127.0.0.1:" + port + "/" + ACCOUNT;
    }

    private void awaitPorts() throws IOException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        for (int port : new int[] {blobPort, queuePort, tablePort}) {
            while (!accepts(port)) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    process.destroyForcibly();
                    throw new IOException("Azurite did not open port " + port + " within " + START_LIMIT.toSeconds()
                            + " s; it printed: " + Files.readString(data.resolve("azurite.out")));
                }
                pause();
            }
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 200);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while Azurite was starting", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Runs {@code npm ci} unless the installed version is the locked one; safe when several builds start at once. */
    private static Path install() {
        Path directory = toolDirectory();
        Path lock = directory.resolve("package-lock.json");
        Path stamp = directory.resolve("node_modules/.cosell-lock");
        try (FileChannel guard = FileChannel.open(
                        Path.of(System.getProperty("java.io.tmpdir"), "cosell-azurite-install.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                var held = guard.lock()) {
            if (held.isValid() && Files.exists(stamp) && Files.readString(stamp).equals(Files.readString(lock))) {
                return directory;
            }
            Process npm = new ProcessBuilder(npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(npm.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (npm.waitFor() != 0) {
                throw new IOException("npm ci failed in " + directory + ":\n" + output);
            }
            Files.writeString(stamp, Files.readString(lock));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Could not install Azurite; npm (Node.js 20 or later) must be on the PATH", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while npm was installing Azurite", e);
        }
    }

    private static String npm() {
        return System.getProperty("os.name").startsWith("Windows") ? "npm.cmd" : "npm";
    }

    private static Path toolDirectory() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path candidate = folder.resolve("tools/azurite");
            if (Files.exists(candidate.resolve("package-lock.json"))) {
                return candidate;
            }
        }
        throw new IllegalStateException("tools/azurite/package-lock.json not found above "
                + Path.of("").toAbsolutePath() + "; start inside the project");
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not remove " + directory, e);
        }
    }
}
