package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.EventSink;
import dev.cosell.sandbox.Request;
import dev.cosell.sandbox.Response;
import dev.cosell.sandbox.Service;
import dev.cosell.sandbox.salesforce.Database.Stored;
import dev.cosell.sandbox.salesforce.soql.SoqlException;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A simulated Salesforce organisation: sign-in, REST API, outbound messages and flows, with the objects that co-selling
 * touches. What it does and how to steer it stands in the package description.
 */
public final class Salesforce implements Service {
    public static final String NAME = "salesforce";

    private static final String USAGE = "Sforce-Limit-Info";

    /** Guards everything, together with what it points to. */
    private final Organization organization;

    private final ConnectedApp app = new ConnectedApp();
    private final Sessions sessions;
    private final ApiUsage usage;
    private final OAuth oauth;
    private final RestApi api;
    private final Flows flows;
    private final Control control;

    /**
     * @param base where clients reach this organisation, such as {@code https://fabrikam.my.salesforce.test}; asked at each
     *     call
     * @param events takes outbound messages and callouts
     * @param clock time of everything that is stamped, and of sessions
     */
    public Salesforce(Supplier<URI> base, EventSink events, Clock clock, OrganizationSettings settings) {
        this.organization = new Organization(clock, settings);
        this.sessions = new Sessions(organization);
        this.usage = new ApiUsage(organization);
        this.oauth = new OAuth(organization, app, sessions, base);
        this.api = new RestApi(organization, usage);
        this.flows = new Flows(organization, new OutboundMessages(organization, base, events), events);
        this.control = new Control(organization, app, sessions, usage, flows, api);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Response answer(Request request) {
        synchronized (organization) {
            try {
                return guarded(request);
            } catch (Refusal refusal) {
                return refusal.response();
            }
        }
    }

    private Response guarded(Request request) {
        if (RestApi.asksForVersions(request)) {
            return RestApi.versions();
        }
        if (request.path().startsWith("/services/oauth2/") || request.path().startsWith("/id/")) {
            return oauth.answer(request);
        }
        Caller caller = Caller.of(user(request), true, request);
        try {
            usage.count();
            return committed(() -> api.answer(request, caller)).with(USAGE, usage.header());
        } catch (Refusal refusal) {
            return refusal.response().with(USAGE, usage.header());
        }
    }

    /** The user who signed in, unless they have left since. */
    private String user(Request request) {
        return sessions.user(request)
                .flatMap(id -> organization.data().find("User", id))
                .filter(user -> user.flag("IsActive"))
                .map(Stored::id)
                .orElseThrow(Refusal::session);
    }

    /** Answers a request to {@code /_sandbox/salesforce/...}; routes in the package description. */
    @Override
    public Response control(Request request) {
        synchronized (organization) {
            try {
                return committed(() -> control.answer(request));
            } catch (Refusal refusal) {
                return refusal.response();
            } catch (IllegalArgumentException | SoqlException badValue) {
                return Refusal.of(400, "INVALID_INPUT", badValue.getMessage()).response();
            }
        }
    }

    /** All that a call changes takes effect, or nothing. */
    private Response committed(Supplier<Response> change) {
        Organization.Mark start = organization.mark();
        try {
            RecycleBin.sweep(organization);
            Response response = change.get();
            flows.run(organization.commit());
            return response;
        } catch (RuntimeException failed) {
            organization.rollback(start);
            throw failed;
        }
    }

    @Override
    public void expireToken(Request request) {
        synchronized (organization) {
            sessions.end(request);
        }
    }

    @Override
    public Response failure(int status) {
        Refusal refusal = switch (status) {
            case 401 -> Refusal.session();
            case 403, 429 -> Refusal.of(status, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
            case 404 -> Refusal.noResource();
            case 503 -> Refusal.of(status, "SERVER_UNAVAILABLE", "The service is temporarily unavailable");
            default -> Refusal.of(status, "UNKNOWN_EXCEPTION", "An unexpected error occurred");
        };
        return refusal.response();
    }

    @Override
    public Map<String, String> credentials() {
        synchronized (organization) {
            return Map.of(
                    "consumerKey", app.consumerKey(),
                    "consumerSecret", app.consumerSecret(),
                    "username", app.runAs(),
                    "organizationId", oauth.organizationId());
        }
    }

    @Override
    public JsonNode state() {
        synchronized (organization) {
            ObjectNode state = Json.object();
            state.set("app", app.state());
            state.set("organization", organization.state());
            state.set("flows", flows.state());
            state.set("leadConversion", control.leadConversion());
            return state;
        }
    }

    @Override
    public void restore(JsonNode state) {
        synchronized (organization) {
            app.restore(state.get("app"));
            organization.restore(state.get("organization"));
            flows.restore(state.get("flows"));
            control.leadConversion(state.get("leadConversion"));
            sessions.endAll();
        }
    }
}
