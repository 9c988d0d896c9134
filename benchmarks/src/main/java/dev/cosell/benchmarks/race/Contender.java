package dev.cosell.benchmarks.race;

import dev.cosell.launcher.ChildProcess;
import dev.cosell.launcher.Stack;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who does the job. */
enum Contender {
    CONNECTOR("connector", "", Duration.ofMinutes(10)),
    CAMEL("Apache Camel", "dev.cosell.peers.CamelRoute", Duration.ofMinutes(1)),
    NAIVE("naive", "dev.cosell.peers.Naive", Duration.ZERO);

    /** Partner Center tries an event once more after a minute. */
    private static final Duration EVENTS_AGAIN = Duration.ofSeconds(90);

    /** As many as the connector's instance takes from one queue: a batch, and half of one as it runs low. */
    private static final int WORKERS = 12;

    private final String shown;
    private final String mainClass;
    /** How long a message that it has taken is hidden from others. */
    private final Duration lock;

    Contender(String shown, String mainClass, Duration lock) {
        this.shown = shown;
        this.mainClass = mainClass;
        this.lock = lock;
    }

    String shown() {
        return shown;
    }

    /** Who was killed takes up what it was at when its messages' locks end, or Partner Center sends events once more. */
    Duration takesUpWithin() {
        return lock.plus(EVENTS_AGAIN);
    }

    /** The connector runs with its stack; another takes the place of it. */
    boolean isConnector() {
        return this == CONNECTOR;
    }

    /** Its administrator has given opportunities an alternate key for the referral's id. */
    boolean writesByAlternateKey() {
        return this == CAMEL;
    }

    /** Where it takes events on this port. */
    URI address(int port) {
        return URI.create("http://127.0.0.1:" + port + (isConnector() ? "/api/events/partner-center" : "/events"));
    }

    /** Starts a peer, with the JVM flags that the connector has. */
    ChildProcess start(Stack stack, Microsoft microsoft, int port, Path root) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PEER_PORT", Integer.toString(port));
        environment.put("PEER_STORAGE", stack.storage());
        environment.put("PEER_REFERRALS", stack.sandbox().address("partnerCenter") + "/v1.0/engagements/referrals");
        environment.put("PEER_REFERRALS_TOKEN", microsoft.userToken("partnerCenter"));
        environment.put("PEER_CRM", stack.sandbox().address("dynamics") + "/api/data/v9.2");
        environment.put("PEER_CRM_TOKEN", microsoft.appToken("dynamics"));
        environment.put("PEER_WORKERS", Integer.toString(WORKERS));
        environment.put(
                "JAVA_TOOL_OPTIONS",
                "-Djavax.net.ssl.trustStore=" + microsoft.trustStore()
                        + " -Djavax.net.ssl.trustStorePassword=changeit");
        Path built = root.resolve("benchmarks/peers/target");
        String classPath = built.resolve("classes")
                + File.pathSeparator
                + built.resolve("lib").resolve("*");
        return ChildProcess.start(
                shown,
                classPath,
                mainClass,
                List.of(),
                environment,
                stack.logs().resolve(name() + ".log"));
    }
}
