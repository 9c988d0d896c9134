package dev.cosell.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code .cosell/run.json}: what runs now, for people, other programs and {@code ./cosell down}. It holds this run's
 * secrets, so only its owner may read it.
 */
final class RunFile {
    static final String SUPERVISOR = "launcher";

    /** Clocks of processes are told in ticks of the system; the same process may look a moment younger. */
    private static final Duration SAME_START = Duration.ofSeconds(2);

    private final Path path;

    RunFile(Project project) {
        this(project.state().resolve("run.json"));
    }

    private RunFile(Path path) {
        this.path = path;
    }

    /** Another one, {@code .cosell/starting.json}: who starts what is to run, for {@code ./cosell down} alone. */
    static RunFile ofStart(Project project) {
        return new RunFile(project.state().resolve("starting.json"));
    }

    Path path() {
        return path;
    }

    void write(Stack stack) {
        write(describe(stack));
    }

    /** Names a launcher whose stack is not there yet. */
    void write(ProcessHandle launcher) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.putArray("processes").add(process(SUPERVISOR, launcher));
        write(out);
    }

    private void write(ObjectNode run) {
        try {
            Files.createDirectories(path.getParent());
            Path draft = path.resolveSibling(path.getFileName() + ".draft");
            Files.deleteIfExists(draft);
            if (Files.getFileStore(path.getParent()).supportsFileAttributeView("posix")) {
                Files.createFile(
                        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(draft, run.toPrettyString() + System.lineSeparator());
            Files.move(draft, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write " + path, e);
        }
    }

    Optional<JsonNode> read() {
        try {
            return Files.exists(path)
                    ? Optional.of(JsonClient.JSON.readTree(Files.readString(path)))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + path, e);
        }
    }

    void remove() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not remove " + path, e);
        }
    }

    /** The processes of the file that still run, the launcher first: same id and same start, so never a stranger's. */
    static List<ProcessHandle> running(JsonNode file) {
        List<ProcessHandle> running = new ArrayList<>();
        for (JsonNode process : file.path("processes")) {
            Instant started = Instant.parse(process.path("startedAt").asText());
            ProcessHandle.of(process.path("pid").asLong())
                    .filter(ProcessHandle::isAlive)
                    .filter(found -> found.info()
                            .startInstant()
                            .map(instant -> Duration.between(started, instant).abs())
                            .filter(difference -> difference.compareTo(SAME_START) < 0)
                            .isPresent())
                    .ifPresent(running::add);
        }
        return running;
    }

    private static ObjectNode describe(Stack stack) {
        SandboxDescription sandbox = stack.sandbox();
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("functions", stack.functionsUrl().toString());
        out.putObject("keys")
                .put("master", stack.secrets().masterKey())
                .put("function", stack.secrets().functionKey());
        out.put("partnerCenter", sandbox.address("partnerCenter") + FunctionSettings.PARTNER_CENTER_API);
        String crm = stack.crm().system();
        out.put("crm", crm);
        out.put(crm, stack.crm().address());
        out.put("tokenAuthority", sandbox.address("login"));
        out.put("webhooks", sandbox.address("webhooks") + FunctionSettings.REGISTRATION_API);
        out.put("caCertificate", sandbox.certificateFile());
        out.put("sandboxControl", sandbox.address("control"));
        clients(out.putObject("clients"), sandbox).set(crm, stack.crm().client());
        out.putObject("webhookSecrets").set(crm, stack.crm().eventsSecret());
        out.put("storage", stack.storage());
        out.put("logs", stack.logs().toAbsolutePath().toString());
        out.put("data", stack.data().toString());
        ArrayNode processes = out.putArray("processes");
        processes.add(process(SUPERVISOR, ProcessHandle.current()));
        stack.processes().forEach((name, handle) -> processes.add(process(name, handle)));
        return out;
    }

    private static ObjectNode clients(ObjectNode clients, SandboxDescription sandbox) {
        for (String system : List.of("partnerCenter", "webhooks")) {
            clients.putObject(system)
                    .put("tenant", sandbox.login("tenantId"))
                    .put("clientId", sandbox.login("clientId"))
                    .put("clientSecret", sandbox.login("clientSecret"))
                    .put("scope", sandbox.scope(system))
                    .put("refreshToken", sandbox.login("refreshToken"));
        }
        return clients;
    }

    private static ObjectNode process(String name, ProcessHandle handle) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("pid", handle.pid())
                .put("startedAt", handle.info().startInstant().orElseThrow().toString());
    }
}
