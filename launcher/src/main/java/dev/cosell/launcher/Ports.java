package dev.cosell.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Where everything listens, on 127.0.0.1.
 *
 * @param functions the functions app
 * @param sandboxBase first of the sandbox's consecutive ports; empty lets it take free ones
 */
public record Ports(int functions, OptionalInt sandboxBase, int blob, int queue, int table) {
    /** More than the sandbox has systems; what is over is left for further ones. */
    private static final int SANDBOX_PORTS = 10;

    private static final int HIGHEST = 65_535;

    /** Ports that nobody uses now. */
    public static Ports free() {
        List<ServerSocket> held = new ArrayList<>();
        try {
            // All are held until the last is chosen, so that none is given twice.
            for (int i = 0; i < 4; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return new Ports(port(held, 0), OptionalInt.empty(), port(held, 1), port(held, 2), port(held, 3));
        } catch (IOException e) {
            throw new UncheckedIOException("No free port on this computer", e);
        } finally {
            held.forEach(Ports::release);
        }
    }

    /**
     * Consecutive ports: the functions on the first, the sandbox on the ten after it, Azurite on the three after those.
     *
     * @throws LaunchFailure if they do not fit
     */
    public static Ports from(int first) {
        int azurite = first + 1 + SANDBOX_PORTS;
        if (first < 1 || azurite + 2 > HIGHEST) {
            throw new LaunchFailure("--port: expected 1 to " + (HIGHEST - SANDBOX_PORTS - 3) + ", found " + first);
        }
        return new Ports(first, OptionalInt.of(first + 1), azurite, azurite + 1, azurite + 2);
    }

    private static int port(List<ServerSocket> held, int index) {
        return held.get(index).getLocalPort();
    }

    private static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not release port " + socket.getLocalPort(), e);
        }
    }
}
