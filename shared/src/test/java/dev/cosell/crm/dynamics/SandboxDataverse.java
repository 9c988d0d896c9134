package dev.cosell.crm.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.http.Answer;
import dev.cosell.http.Call;
import dev.cosell.http.TokenSource;
import dev.cosell.http.Transport;
import dev.cosell.sandbox.Request;
import dev.cosell.sandbox.Response;
import dev.cosell.sandbox.dataverse.Dynamics;
import dev.cosell.sandbox.dataverse.Options;
import dev.cosell.sync.CustomerSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The sandbox's Dataverse in this process, without a network: the adapter against the whole documented behaviour. */
public final class SandboxDataverse implements Transport {
    private static final URI ENVIRONMENT = URI.create("https://fabrikam.crm.dynamics.test");

    /** As the platform itself, which leaves business-required columns to its forms. */
    private static final Options LENIENT = new Options(true, true, false, false, true, false, false, true);

    /** Every call the adapter made, oldest first. */
    public final List<Call> calls = new ArrayList<>();

    /** Bodies of the webhooks that it sent to the registered steps, oldest first. */
    public final List<byte[]> events = new ArrayList<>();

    private final Dynamics dynamics = new Dynamics(
            () -> ENVIRONMENT,
            request -> true,
            (service, target, headers, body, retry, subject) -> events.add(body),
            Clock.systemUTC(),
            LENIENT);
    private Runnable answered = () -> {};

    /** The adapter on this environment, with a memory of its own. */
    public DynamicsCrm adapter(FieldMaps maps) {
        return new DynamicsCrm(ENVIRONMENT, this, new FixedToken(), maps, InstantSource.system());
    }

    /** As above, with something between the adapter and this environment. */
    public DynamicsCrm adapter(FieldMaps maps, UnaryOperator<Transport> between) {
        return new DynamicsCrm(ENVIRONMENT, between.apply(this), new FixedToken(), maps, InstantSource.system());
    }

    /** As above, with a mark on its writes. */
    public DynamicsCrm adapter(FieldMaps maps, OwnWrites own) {
        return new DynamicsCrm(
                ENVIRONMENT,
                this,
                new FixedToken(),
                maps,
                InstantSource.system(),
                CustomerSettings.Columns.DEFAULT,
                own);
    }

    /** As above, with the columns of accounts by which customers are recognised. */
    public DynamicsCrm adapter(FieldMaps maps, CustomerSettings.Columns accountColumns) {
        return new DynamicsCrm(
                ENVIRONMENT, this, new FixedToken(), maps, InstantSource.system(), accountColumns, OwnWrites.UNMARKED);
    }

    @Override
    public Answer send(Call call) {
        calls.add(call);
        Answer answer = answer(dynamics.answer(request(call.method(), call.uri(), call.headers(), call.body())));
        answered.run();
        return answer;
    }

    /** What happens, from now on, between an answer and whoever asked. */
    public void onAnswer(Runnable happening) {
        answered = happening;
    }

    /**
     * What a person or an administrator does around the API; routes in the sandbox's package {@code dataverse}.
     *
     * @param path below {@code /_sandbox/dynamics/}
     * @param body JSON, or empty
     */
    public JsonNode control(String method, String path, String body) {
        URI uri = URI.create(ENVIRONMENT + "/_sandbox/dynamics/" + path);
        Response response = dynamics.control(request(method, uri, Map.of(), body.getBytes(StandardCharsets.UTF_8)));
        if (response.status() >= 300) {
            throw new AssertionError(method + " " + path + ": " + response.status() + " "
                    + new String(response.body(), StandardCharsets.UTF_8));
        }
        return json(response.body());
    }

    public void withoutAdditions() {
        dynamics.options(new Options(false, false, false, false, true, false, false, true));
    }

    /** An environment in which nobody installed our optional keys. */
    void withoutAlternateKeys() {
        dynamics.options(new Options(true, false, false, false, true, false, false, true));
    }

    void throttle(Duration wait) {
        dynamics.failNext(1, Dynamics.Protection.REQUESTS, wait);
    }

    static JsonNode json(byte[] body) {
        try {
            return WebApi.JSON.readTree(body);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Request request(String method, URI uri, Map<String, String> headers, byte[] body) {
        Map<String, List<String>> all = new HashMap<>();
        headers.forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        return new Request(method, uri, all, body);
    }

    private static Answer answer(Response response) {
        Map<String, String> headers = new HashMap<>();
        response.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return new Answer(response.status(), headers, response.body());
    }

    /** A token that is always valid. */
    record FixedToken() implements TokenSource {
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
