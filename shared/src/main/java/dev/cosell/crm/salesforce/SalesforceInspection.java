package dev.cosell.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.crm.CrmInspection;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.http.Answer;
import dev.cosell.http.CallMeter;
import dev.cosell.http.TokenSource;
import dev.cosell.http.Transport;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a Salesforce organisation tells about itself: object {@code Organization}, the rights that describe calls show, and
 * the calls of the day that come with every answer.
 */
public final class SalesforceInspection implements CrmInspection {
    private static final List<String> TEST_EDITIONS = List.of("Developer Edition");
    /** What Microsoft's connector puts before the names of deals. */
    private static final List<String> MARKS = List.of("\u2714", "\u2716");

    private static final String DEALS = "Opportunity";

    private final URI organization;
    private final RestApi api;
    private final boolean leads;

    /** Makes no call. @param maps with one of leads if leads cross */
    public SalesforceInspection(
            SalesforceCrm.Organization organization,
            Transport transport,
            CallMeter meter,
            TokenSource tokens,
            FieldMaps maps,
            InstantSource clock) {
        this.organization = organization.address();
        this.api = new RestApi(organization.address(), organization.version(), transport, meter, tokens, maps, clock);
        this.leads = maps.leads().isPresent();
    }

    @Override
    public Identity identity() {
        JsonNode own = api.query("SELECT Id, Name, OrganizationType, IsSandbox FROM Organization").stream()
                .findFirst()
                .orElseThrow(() -> Problem.of(
                                ProblemCode.PRIVILEGE_MISSING,
                                "expected to read the one row of object Organization, found none")
                        .from(RemoteSystem.CRM)
                        .failure());
        boolean test = own.path("IsSandbox").asBoolean()
                || TEST_EDITIONS.contains(own.path("OrganizationType").asText());
        return new Identity(
                own.path("Id").asText(),
                own.path("Name").asText(),
                test ? Kind.TEST : Kind.PRODUCTION,
                Optional.empty(),
                organization);
    }

    /** An object that is hidden altogether looks as if it were not there: that counts as not to be read. */
    @Override
    public List<MissingRight> missingRights() {
        List<MissingRight> missing = new ArrayList<>();
        for (String object : needed()) {
            String path = "sobjects/" + object + "/describe";
            Answer answer = api.send("GET", path);
            if (answer.ok()) {
                missing.addAll(missing(object, api.body(answer, "GET", path)));
            } else if (RestError.of(answer).gone()) {
                missing.add(right(object, "read", "Read"));
            } else {
                throw api.refusal(answer, "GET", path).failure();
            }
        }
        return List.copyOf(missing);
    }

    private List<String> needed() {
        return leads ? List.of(DEALS, "Account", "Contact", "Lead") : List.of(DEALS, "Account", "Contact");
    }

    private static List<MissingRight> missing(String object, JsonNode described) {
        List<MissingRight> missing = new ArrayList<>();
        if (!described.path("queryable").asBoolean(true)) {
            missing.add(right(object, "read", "Read"));
        }
        if (!described.path("createable").asBoolean()) {
            missing.add(right(object, "create", "Create"));
        }
        if (!described.path("updateable").asBoolean()) {
            missing.add(right(object, "change", "Edit"));
        }
        return missing;
    }

    private static MissingRight right(String object, String verb, String permission) {
        return new MissingRight(object, verb, "object permission " + permission + " of " + object);
    }

    /** Its flows are in an environment of Power Platform, which Salesforce does not know; its marks are on the deals. */
    @Override
    public List<Trace> tracesOfMicrosoftsConnector(Instant since) {
        List<Trace> traces = new ArrayList<>();
        for (String mark : MARKS) {
            int marked = api.query("SELECT Id FROM Opportunity WHERE Name LIKE '" + mark + "%' AND LastModifiedDate > "
                            + since.truncatedTo(ChronoUnit.SECONDS) + " LIMIT 200")
                    .size();
            if (marked > 0) {
                traces.add(new Trace(
                        marked + " opportunities changed since " + since.truncatedTo(ChronoUnit.SECONDS)
                                + " have its mark " + mark + " before their name",
                        false));
            }
        }
        return List.copyOf(traces);
    }

    @Override
    public Optional<CallsOfDay> callsOfDay() {
        JsonNode daily = api.get("limits").path("DailyApiRequests");
        long allowed = daily.path("Max").asLong();
        return allowed > 0
                ? Optional.of(new CallsOfDay(allowed - daily.path("Remaining").asLong(), allowed))
                : Optional.empty();
    }
}
