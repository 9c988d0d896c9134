package dev.cosell.sandbox.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.sandbox.EventSink;
import dev.cosell.sandbox.Request;
import dev.cosell.sandbox.Response;
import dev.cosell.sandbox.Service;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A simulated Dynamics 365 environment: the Dataverse Web API v9.2 with the tables of Sales that co-selling touches. What
 * it does and how to steer it stands in the package description.
 */
public final class Dynamics implements Service {
    static final String NAME = "dynamics";

    /** The limits of service protection, each with its own error code. */
    public enum Protection {
        REQUESTS("0x80072322", "Number of requests exceeded the limit of 6000 over time window of 300 seconds."),
        EXECUTION_TIME(
                "0x80072321",
                "Combined execution time of incoming requests exceeded limit of 1,200,000 milliseconds over time window "
                        + "of 300 seconds. Decrease number of concurrent requests or reduce the duration of requests and "
                        + "try again later."),
        CONCURRENCY("0x80072326", "Number of concurrent requests exceeded the limit of 52.");

        private final String code;
        private final String message;

        Protection(String code, String message) {
            this.code = code;
            this.message = message;
        }
    }

    /** How the next calls fail; not kept over a restart. */
    private record Failing(Protection protection, int calls, Duration retryAfter) {
        static final Failing NEVER = new Failing(Protection.REQUESTS, 0, Duration.ZERO);
    }

    private final Supplier<URI> base;
    private final Predicate<Request> hasToken;

    /** Guards everything, together with what it points to. */
    private final Organization organization;

    private final WebApi api;
    private final Control control;
    private Failing failing = Failing.NEVER;

    /**
     * @param base where clients reach this environment, such as {@code https://fabrikam.crm.dynamics.test}; asked at each
     *     call
     * @param hasToken whether a request carries a valid access token for this environment; a call without is answered 401
     * @param events takes the webhooks
     * @param clock time of {@code createdon}, {@code modifiedon} and of tokens
     */
    public Dynamics(Supplier<URI> base, Predicate<Request> hasToken, EventSink events, Clock clock, Options options) {
        this.base = base;
        this.hasToken = hasToken;
        this.organization = new Organization(clock, options);
        Webhooks webhooks = new Webhooks(organization, base, events);
        this.api = new WebApi(organization, base, webhooks);
        this.control = new Control(this, organization, api, webhooks);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Response answer(Request request) {
        synchronized (organization) {
            return headed(guarded(request));
        }
    }

    private Response guarded(Request request) {
        if (!hasToken.test(request)) {
            return Response.of(401)
                    .with(
                            "WWW-Authenticate",
                            "Bearer authorization_uri=https://login.microsoftonline.com/common/oauth2/authorize, "
                                    + "resource_id=" + base.get());
        }
        if (failing.calls() > 0) {
            Failing now = failing;
            failing = new Failing(now.protection(), now.calls() - 1, now.retryAfter());
            return new Refusal(429, now.protection().code, now.protection().message)
                    .response(false)
                    .with("Retry-After", Long.toString(now.retryAfter().toSeconds()));
        }
        return api.answer(request, Seed.APPLICATION_USER);
    }

    private static Response headed(Response response) {
        return response.with("OData-Version", "4.0")
                .with("REQ_ID", UUID.randomUUID().toString())
                .with("x-ms-ratelimit-burst-remaining-xrm-requests", "5999")
                .with("x-ms-ratelimit-time-remaining-xrm-requests", "1,199.95");
    }

    /** Answers a request to {@code /_sandbox/dynamics/...}; routes in the package description. */
    public Response control(Request request) {
        synchronized (organization) {
            return control.answer(request);
        }
    }

    /** Lets the next calls fail by service protection: 429 with {@code Retry-After} in whole seconds. */
    public void failNext(int calls, Protection protection, Duration retryAfter) {
        synchronized (organization) {
            failing = new Failing(protection, calls, retryAfter);
        }
    }

    public Options options() {
        synchronized (organization) {
            return organization.options();
        }
    }

    public void options(Options options) {
        synchronized (organization) {
            organization.options(options);
        }
    }

    /**
     * Registers a webhook as an administrator would; gives the id of its step.
     *
     * @throws IllegalArgumentException if message or table is not known
     */
    public String register(WebhookStep step) {
        synchronized (organization) {
            String id = control.register(step);
            organization.commit();
            return id;
        }
    }

    @Override
    public JsonNode state() {
        synchronized (organization) {
            return organization.state();
        }
    }

    @Override
    public void restore(JsonNode state) {
        synchronized (organization) {
            organization.restore(state);
        }
    }
}
