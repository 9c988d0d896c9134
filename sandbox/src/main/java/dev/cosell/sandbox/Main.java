package dev.cosell.sandbox;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Runs the sandbox until SIGTERM. Prints one line of JSON when every port answers; see {@link Sandbox#description()}.
 */
public final class Main {
    private static final String USAGE = """
            usage: sandbox --data <directory> [--port-base <port>] [--port <service>=<port>]... [--durable]

              --data       directory for keys and state; made if missing, taken up again if not
              --port-base  consecutive ports from here: control, login, partnerCenter, webhooks, certificates, others
              --port       the port of one service
              --durable    whatever was answered or sent is on disk before, and outlives a kill
            """;

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        SandboxOptions options;
        try {
            options = Arguments.read(List.of(args));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(USAGE);
            System.exit(2);
            return;
        }
        Sandbox sandbox = Sandbox.start(options);
        Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close, "close"));
        System.out.println(sandbox.description());
        // The listeners' own threads would end with the last request; the process is ended by a signal only.
        new CountDownLatch(1).await();
    }
}
