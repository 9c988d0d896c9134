package dev.cosell.launcher;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cosell.azurite.Azurite;
import dev.cosell.launcher.crm.CrmProduct;
import dev.cosell.launcher.crm.CrmSandbox;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Everything on this computer: Azurite, the sandbox and the packaged functions, each a process of its own, connected with
 * each other. State is in a temporary directory and goes with the stack.
 */
public final class Stack implements AutoCloseable {
    private static final Duration HEALTHY_LIMIT = Duration.ofSeconds(60);

    private final Project project;
    private final Ports ports;
    private final Path logs;
    private final CrmProduct product;
    private final Map<String, String> chosen;
    private final boolean durable;
    private final Path data = Directories.temporary();
    private final Secrets secrets = Secrets.random();
    private final Thread hook = new Thread(this::close, "stop-stack");

    private Azurite azurite;
    private ChildProcess sandbox;
    private SandboxDescription description;
    private CrmSandbox crm;
    private ChildProcess host;
    private boolean closed;

    private Stack(
            Project project, Ports ports, Path logs, CrmProduct product, Map<String, String> chosen, boolean durable) {
        this.project = project;
        this.ports = ports;
        this.logs = logs;
        this.product = product;
        this.chosen = Map.copyOf(chosen);
        this.durable = durable;
    }

    /**
     * Starts everything and returns when events may come.
     *
     * @param logs directory for the processes' logs
     * @param product the partner's CRM; the functions hear of no other
     * @param chosen settings of the functions that differ from the usual ones
     * @param progress told what is being done
     * @throws LaunchFailure if a part does not start; nothing is left running
     */
    public static Stack start(
            Project project,
            Ports ports,
            Path logs,
            CrmProduct product,
            Map<String, String> chosen,
            Consumer<String> progress) {
        return new Stack(project, ports, logs, product, chosen, false).started(progress);
    }

    /** As {@link #start}, for whoever kills its parts: the sandbox forgets nothing that it has answered or sent. */
    public static Stack startDurable(
            Project project,
            Ports ports,
            Path logs,
            CrmProduct product,
            Map<String, String> chosen,
            Consumer<String> progress) {
        return new Stack(project, ports, logs, product, chosen, true).started(progress);
    }

    private Stack started(Consumer<String> progress) {
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            bringUp(progress);
            return this;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void bringUp(Consumer<String> progress) {
        progress.accept("Starting Azurite and the sandbox");
        CompletableFuture<Void> storage = CompletableFuture.runAsync(this::startAzurite);
        startSandbox();
        crm = product.in(this);
        crm.prepare();
        try {
            storage.join();
        } catch (CompletionException e) {
            throw new LaunchFailure("Azurite did not start: " + e.getCause().getMessage(), e);
        }
        progress.accept("Starting the functions");
        startHost();
        progress.accept("Registering the webhooks");
        functions().send("PUT", "/api/webhook-registration", JsonNodeFactory.instance.objectNode());
        crm.subscribe(functionsUrl());
    }

    /** The functions app's address, without a slash at the end. */
    public URI functionsUrl() {
        return URI.create("http://127.0.0.1:" + ports.functions());
    }

    /** The functions app, called with the function key. */
    public JsonClient functions() {
        return new JsonClient(functionsUrl(), Map.of("x-functions-key", secrets.functionKey()));
    }

    /** The functions app, called as a stranger calls it. */
    public JsonClient functionsWithoutKey() {
        return new JsonClient(functionsUrl(), Map.of());
    }

    /** The sandbox's control surface. */
    public JsonClient control() {
        return new JsonClient(URI.create(description.address("control")), Map.of());
    }

    /** How the sandbox describes itself: addresses, certificates, credentials. */
    public SandboxDescription sandbox() {
        return description;
    }

    /** The CRM that the functions are connected with. */
    public CrmSandbox crm() {
        return crm;
    }

    public Secrets secrets() {
        return secrets;
    }

    /** Azurite's connection string. */
    public String storage() {
        return azurite.connectionString();
    }

    /** Where the state is; removed by {@link #close()}. */
    public Path data() {
        return data;
    }

    public Path logs() {
        return logs;
    }

    /** Every process of the stack by what it is. */
    public synchronized Map<String, ProcessHandle> processes() {
        Map<String, ProcessHandle> processes = new LinkedHashMap<>();
        ProcessHandle.of(azurite.pid()).ifPresent(handle -> processes.put("azurite", handle));
        for (ChildProcess child : List.of(sandbox, host)) {
            processes.put(child.name(), child.process().toHandle());
        }
        return processes;
    }

    /** The app settings of the functions. */
    public Map<String, String> settings() {
        Map<String, String> settings =
                FunctionSettings.of(description, azurite.connectionString(), functionsUrl(), secrets);
        settings.put("SECRETS_FOLDER", data.resolve("secrets").toString());
        settings.putAll(crm.settings());
        settings.putAll(chosen);
        return settings;
    }

    /** Starts the functions host, again on the same port and with the same settings. */
    public void startHost() {
        startHostInNeed();
        awaitHealthy();
    }

    /** As {@link #startHost}, while what it needs may be away: it runs when this returns, and may not be ready yet. */
    public void startHostInNeed() {
        ChildProcess started = startHost("functions", ports.functions(), settings());
        synchronized (this) {
            host = keep(started);
        }
        started.awaitReady();
    }

    /** Ends the functions host as a crash does. */
    public synchronized void killHost() {
        host.kill();
    }

    /** A second functions host with other settings, for whoever asks; it is the caller's to close. */
    ChildProcess startHost(String name, int port, Map<String, String> settings) {
        return ChildProcess.start(
                name,
                "dev.cosell.localhost.Main",
                List.of(project.functionsPackage().toString(), "--port", Integer.toString(port)),
                settings,
                logs.resolve(name + ".log"));
    }

    /** Takes storage away; its data stays. */
    public synchronized void stopAzurite() {
        azurite.close();
    }

    /** Starts Azurite, again on the same ports and data. */
    public void startAzurite() {
        Azurite started = Azurite.start(data.resolve("azurite"), ports.blob(), ports.queue(), ports.table());
        synchronized (this) {
            azurite = keep(started);
        }
    }

    /** Ends the sandbox as a crash does. What waited to be sent is lost; the rest is there if the stack is durable. */
    public synchronized void killSandbox() {
        sandbox.kill();
    }

    /** Starts the sandbox, again on the same ports and with what it had. */
    public void startSandbox() {
        List<String> arguments =
                new ArrayList<>(List.of("--data", data.resolve("sandbox").toString()));
        arguments.addAll(sandboxPorts());
        if (durable) {
            arguments.add("--durable");
        }
        ChildProcess started = ChildProcess.start(
                "sandbox", "dev.cosell.sandbox.Main", arguments, Map.of(), logs.resolve("sandbox.log"));
        synchronized (this) {
            sandbox = keep(started);
        }
        description = SandboxDescription.read(started.awaitReady());
    }

    /** Where it listens: once it was started, where it listened before, because everybody knows it by that. */
    private List<String> sandboxPorts() {
        if (description != null) {
            return description.ports().entrySet().stream()
                    .flatMap(port -> Stream.of("--port", port.getKey() + "=" + port.getValue()))
                    .toList();
        }
        return ports.sandboxBase().isPresent()
                ? List.of("--port-base", Integer.toString(ports.sandboxBase().getAsInt()))
                : List.of();
    }

    private void awaitHealthy() {
        JsonClient app = functionsWithoutKey();
        Waiting.until(
                HEALTHY_LIMIT,
                "the functions to report ready at /api/health",
                () -> app.call("GET", "/api/health", "", Map.of()).status() == 200);
    }

    /** Stops what was started: the functions first, storage last. Closing twice is fine. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (host != null) {
            host.close();
        }
        if (sandbox != null) {
            sandbox.close();
        }
        if (azurite != null) {
            azurite.close();
        }
        Directories.delete(data);
        forgetHook();
    }

    /** A part that came up after a signal had stopped the rest must not stay. */
    private <T extends AutoCloseable> T keep(T started) {
        if (closed) {
            try {
                started.close();
            } catch (Exception e) {
                throw new LaunchFailure("Could not stop what had just started", e);
            }
            throw new LaunchFailure("Stopped while starting");
        }
        return started;
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // The process is ending: the hook has run or will find everything closed.
            return;
        }
    }
}
