package dev.cosell.setup.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.crm.dynamics.DynamicsCrm;
import dev.cosell.crm.dynamics.DynamicsInspection;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.http.Answer;
import dev.cosell.http.Call;
import dev.cosell.http.TokenSource;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sandbox.Request;
import dev.cosell.sandbox.Response;
import dev.cosell.sandbox.dataverse.Dynamics;
import dev.cosell.sandbox.dataverse.Options;
import dev.cosell.setup.Finding;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The sandbox's Dynamics 365 in this process, in which an administrator and the connector's user sign in. */
public final class LocalEnvironment {
    static final URI ADDRESS = URI.create("https://fabrikam.crm.dynamics.test");
    static final URI EVENTS = URI.create("https://connector.test/api/events/dynamics");
    static final FieldMaps MAPS = FieldMapFile.dynamics();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ADMINISTRATOR = "mara.lindqvist@fabrikam.example";

    /** A webhook that was sent. */
    record Sent(URI target, Map<String, String> headers, byte[] body) {}

    final List<Sent> sent = new ArrayList<>();
    /** What the administrator's calls changed: method and path of each. */
    final List<String> changes = new ArrayList<>();

    /** Addresses of what the administrator asked for and was not there. */
    final List<String> notFound = new ArrayList<>();

    private final Dynamics dynamics;
    private boolean publishingFails;
    private Instant now = Instant.parse("2026-11-22T10:00:00Z");

    private LocalEnvironment(Options options) {
        InstantSource clock = () -> now;
        dynamics = new Dynamics(
                () -> ADDRESS,
                request -> true,
                (service, target, headers, body, retry, subject) -> sent.add(new Sent(target, headers, body)),
                clock.withZone(ZoneOffset.UTC),
                options);
    }

    /** Sales as it is bought, its changes not tracked. */
    public static LocalEnvironment asBought() {
        return untracked(new Options(false, false, false, false, true, false, false, false));
    }

    /** With Microsoft's co-sell solution and nothing of ours. */
    static LocalEnvironment withMicrosoftsSolution() {
        return untracked(new Options(false, false, false, false, true, false, false, true));
    }

    private static LocalEnvironment untracked(Options options) {
        LocalEnvironment environment = new LocalEnvironment(options);
        for (String table : List.of("opportunity", "lead")) {
            var definition = (ObjectNode) environment.get(Definitions.address(table));
            environment.as("PUT", Definitions.address(table), definition.put("ChangeTrackingEnabled", false));
        }
        environment.changes.clear();
        return environment;
    }

    void passes(Duration time) {
        now = now.plus(time);
    }

    // --- The administrator ---

    DynamicsSetUp setUp() {
        return setUp(MAPS);
    }

    DynamicsSetUp setUp(FieldMaps maps) {
        return new DynamicsSetUp(
                ADDRESS,
                this::asAdministrator,
                new FixedToken(),
                maps,
                Optional.of(new Events(EVENTS, "x-cosell-secret", "s3cret <&>")));
    }

    /** As if the connector's own identity ran the command. */
    DynamicsSetUp setUpByTheConnector() {
        return new DynamicsSetUp(ADDRESS, this::asConnector, new FixedToken(), MAPS, Optional.empty());
    }

    public List<Finding> apply() {
        return setUp().apply(finding -> {});
    }

    List<Finding> check() {
        return setUp().check(finding -> {});
    }

    JsonNode get(String path) {
        return as("GET", path, JSON.missingNode());
    }

    /** Any call by a person. */
    JsonNode as(String method, String path, JsonNode body) {
        byte[] bytes = body.isMissingNode() ? new byte[0] : body.toString().getBytes(StandardCharsets.UTF_8);
        Answer answer = asAdministrator(new Call(
                RemoteSystem.CRM,
                method,
                ADDRESS.resolve("/api/data/v9.2/" + path),
                Map.of(),
                bytes,
                Duration.ofSeconds(1)));
        if (!answer.ok()) {
            throw new AssertionError(method + " " + path + ": " + answer.status() + " " + answer.text());
        }
        return answer.body().length == 0 ? JSON.missingNode() : json(answer.body());
    }

    private Answer asAdministrator(Call call) {
        if (call.writes()) {
            changes.add(call.method() + " " + call.uri().getPath().replaceFirst("/api/data/v9.2/", ""));
        }
        String address =
                call.uri().toString().replace(ADDRESS + "/", ADDRESS + "/_sandbox/dynamics/as/" + ADMINISTRATOR + "/");
        if (publishingFails && address.endsWith("/PublishXml")) {
            publishingFails = false;
            return new Answer(503, Map.of(), new byte[0]);
        }
        Answer answer = answer(dynamics.control(request(call, URI.create(address))));
        if (answer.status() == 404) {
            notFound.add(call.uri().getPath());
        }
        return answer;
    }

    /** The next publishing is answered 503, and nothing is published. */
    void failsToPublishOnce() {
        publishingFails = true;
    }

    // --- The connector ---

    public DynamicsCrm adapter() {
        return new DynamicsCrm(ADDRESS, this::asConnector, new FixedToken(), MAPS, () -> now);
    }

    public DynamicsInspection inspection() {
        return new DynamicsInspection(ADDRESS, this::asConnector, new FixedToken(), MAPS, () -> now);
    }

    private Answer asConnector(Call call) {
        return answer(dynamics.answer(request(call, call.uri())));
    }

    // --- Around it ---

    JsonNode control(String method, String path, String body) {
        Response response = dynamics.control(new Request(
                method,
                URI.create(ADDRESS + "/_sandbox/dynamics/" + path),
                Map.of(),
                body.getBytes(StandardCharsets.UTF_8)));
        if (response.status() >= 300) {
            throw new AssertionError(method + " " + path + ": " + response.status() + " "
                    + new String(response.body(), StandardCharsets.UTF_8));
        }
        return response.body().length == 0 ? JSON.missingNode() : json(response.body());
    }

    /** From now on the connector's user may do what the role that was made allows, and nothing else. */
    public void givesTheRoleToTheConnector() {
        String role = get("roles?$filter=name%20eq%20%27Co-sell%20Connector%27")
                .at("/value/0/roleid")
                .asText();
        List<String> held =
                get("roleprivilegescollection?$filter=roleid%20eq%20" + role).findValuesAsText("privilegeid");
        var missing = JSON.createArrayNode();
        get("privileges").path("value").forEach(privilege -> {
            if (!held.contains(privilege.path("privilegeid").asText())) {
                missing.add(privilege.path("name").asText());
            }
        });
        control("PUT", "missing-privileges", missing.toString());
    }

    static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Request request(Call call, URI uri) {
        Map<String, List<String>> headers = new HashMap<>();
        call.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        return new Request(call.method(), uri, headers, call.body());
    }

    private static Answer answer(Response response) {
        Map<String, String> headers = new HashMap<>();
        response.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return new Answer(response.status(), headers, response.body());
    }

    /** A token that is always valid. */
    private record FixedToken() implements TokenSource {
        @Override
        public String token() {
            return "fixed";
        }

        @Override
        public void refused() {
            throw new AssertionError("this environment refuses no token");
        }
    }
}
