package dev.cosell.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cosell.problem.Failure;
import dev.cosell.problem.RemoteSystem;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A program: two GETs to a server that answers the first one of each connection and hangs up on the second. Prints
 * what the server received. A process of its own, because the switches against retries only work in one whose first
 * client is ours.
 */
final class DeadConnection {
    private DeadConnection() {}

    public static void main(String[] args) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> serve(server));
            JdkTransport transport =
                    new JdkTransport(new TrustStore(Optional.empty()), (system, method, status) -> print("counted"));
            Call call = new Call(
                    RemoteSystem.PARTNER_CENTER,
                    "GET",
                    URI.create("http://127.0.0.1:" + server.getLocalPort() + "/"),
                    Map.of(),
                    new byte[0],
                    Duration.ofSeconds(5));
            print("answered " + transport.send(call).status());
            transport.send(call);
        } catch (Failure failure) {
            print("failed " + failure.problem().code());
        }
    }

    private static void serve(ServerSocket server) {
        try {
            while (true) {
                try (Socket socket = server.accept()) {
                    if (receive(socket.getInputStream())) {
                        socket.getOutputStream()
                                .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".getBytes(UTF_8));
                        receive(socket.getInputStream());
                    }
                }
            }
        } catch (IOException closed) {
            print("server closed");
        }
    }

    private static boolean receive(InputStream input) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int next = input.read(); next >= 0; next = input.read()) {
            head.append((char) next);
            if (head.indexOf("\r\n\r\n") >= 0) {
                print("received");
                return true;
            }
        }
        return false;
    }

    private static synchronized void print(String line) {
        System.out.println(line);
    }
}
