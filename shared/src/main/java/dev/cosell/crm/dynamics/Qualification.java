package dev.cosell.crm.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.http.Answer;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.Status;
import dev.cosell.sync.pair.RecordRef;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Turns a lead into an opportunity by the bound action {@code QualifyLead}, which needs Dynamics 365 Sales.
 *
 * <p>The action would make an account and a contact of its own for every lead. So who is known already is entered on the
 * lead first, as its form does it, and the action is told to make nobody who is there.
 */
final class Qualification {
    private static final String ACTION = "Microsoft.Dynamics.CRM.QualifyLead";
    private static final String ACCOUNT = "parentaccountid";
    private static final String CONTACT = "parentcontactid";
    private static final String LAST_NAME = "lastname";
    private static final String COMPANY = "companyname";

    private final WebApi api;
    private final FieldMap leads;
    private final Optional<String> leadsEmail;
    private final Optional<String> contactsEmail;

    Qualification(WebApi api, FieldMaps maps, FieldMap leads) {
        this.api = api;
        this.leads = leads;
        this.leadsEmail = email(leads);
        this.contactsEmail = email(maps.deals())
                .filter(path -> path.startsWith(Relation.CONTACT.prefix()))
                .map(path -> path.substring(Relation.CONTACT.prefix().length()));
    }

    /** One call. */
    Optional<RecordRef> accountOf(RecordRef lead) {
        return id(api.get(row(lead) + "?$select=" + lookup(ACCOUNT)), ACCOUNT)
                .map(id -> new RecordRef(Table.ACCOUNT.logicalName(), id));
    }

    /**
     * Three calls, and one more to enter on the lead who is known. Entering is repeatable; the action happens once.
     *
     * @return the opportunity
     */
    RecordRef qualify(RecordRef lead, Optional<RecordRef> account) {
        JsonNode shown = api.get(row(lead) + "?$select=" + lookup(ACCOUNT) + "," + lookup(CONTACT) + "," + LAST_NAME
                + "," + COMPANY + leadsEmail.map(column -> "," + column).orElse(""));
        Optional<String> contact = id(shown, CONTACT).or(() -> known(shown));
        enter(lead, shown, account, contact);
        // Where nobody was named, the lead bears the company's name: that is no person either.
        String lastName = shown.path(LAST_NAME).asText("");
        boolean nameless =
                lastName.isBlank() || lastName.equals(shown.path(COMPANY).asText(""));
        ObjectNode parameters = WebApi.JSON
                .createObjectNode()
                .put("CreateAccount", false)
                .put("CreateContact", contact.isEmpty() && !nameless)
                .put("CreateOpportunity", true)
                .put("Status", reason());
        account.ifPresent(ref -> parameters
                .putObject("OpportunityCustomerId")
                .put("@odata.type", "Microsoft.Dynamics.CRM.account")
                .put(Table.ACCOUNT.key(), ref.id()));
        String path = row(lead) + "/" + ACTION;
        Answer answer = api.send("POST", path, Map.of(), parameters);
        if (!answer.ok()) {
            throw api.refusal(answer, "POST", path).failure();
        }
        return made(api.body(answer, "POST", path));
    }

    /** The person the CRM knows by the lead's e-mail address; of several the oldest, which is the same on every try. */
    private Optional<String> known(JsonNode lead) {
        String address =
                leadsEmail.map(column -> lead.path(column).asText("").strip()).orElse("");
        if (address.isEmpty() || contactsEmail.isEmpty()) {
            return Optional.empty();
        }
        String filter = WebApi.encode(contactsEmail.get() + " eq ") + WebApi.literal(address);
        return api
                .list(Table.CONTACT.entitySet() + "?$select=" + Table.CONTACT.key() + "&$filter=" + filter
                        + "&$orderby=createdon%20asc," + Table.CONTACT.key() + "%20asc&$top=1")
                .stream()
                .map(row -> row.path(Table.CONTACT.key()).asText())
                .findFirst();
    }

    private void enter(RecordRef lead, JsonNode shown, Optional<RecordRef> account, Optional<String> contact) {
        ObjectNode lookups = WebApi.JSON.createObjectNode();
        account.map(RecordRef::id)
                .filter(id -> !Optional.of(id).equals(id(shown, ACCOUNT)))
                .ifPresent(id -> lookups.put(ACCOUNT + "@odata.bind", Table.ACCOUNT.reference(id)));
        contact.filter(id -> !Optional.of(id).equals(id(shown, CONTACT)))
                .ifPresent(id -> lookups.put(CONTACT + "@odata.bind", Table.CONTACT.reference(id)));
        if (lookups.isEmpty()) {
            return;
        }
        Answer answer = api.send("PATCH", row(lead), Map.of("If-Match", version(shown)), lookups);
        if (!answer.ok()) {
            throw api.refusal(answer, "PATCH", row(lead)).failure();
        }
    }

    /** The lead as it was looked at: whom the seller chose meanwhile is not overwritten, but found by the next try. */
    private static String version(JsonNode shown) {
        return Optional.of(shown.path("@odata.etag").asText(""))
                .filter(version -> !version.isEmpty())
                .orElseThrow(
                        () -> Problem.of(ProblemCode.UNAVAILABLE, "expected a lead with its @odata.etag, found none")
                                .from(RemoteSystem.CRM)
                                .failure());
    }

    /** The status reason that a lead's map gives an accepted referral. */
    private int reason() {
        return leads.statusField().stream()
                .map(field -> field.stored(Side.CRM, new Value.Stage(Status.ACCEPTED)))
                .flatMap(state -> Optional.ofNullable(state.get(Closing.REASON)).stream())
                .mapToInt(JsonNode::asInt)
                .findFirst()
                .orElseThrow(() -> Problem.of(
                                ProblemCode.MISCONFIGURED,
                                "field map: expected a status of leads with " + Closing.REASON + ", found none")
                        .failure());
    }

    /** The answer names everything that was made. It was made, so an answer that cannot be read is no refusal. */
    private static RecordRef made(JsonNode answer) {
        return StreamSupport.stream(answer.path("value").spliterator(), false)
                .filter(row -> row.path("@odata.type").asText().endsWith("." + Table.OPPORTUNITY.logicalName()))
                .flatMap(row -> Guid.parse(row.path(Table.OPPORTUNITY.key()).asText("")).stream())
                .map(id -> new RecordRef(Table.OPPORTUNITY.logicalName(), id))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                                ProblemCode.UNAVAILABLE, ACTION + ": expected the opportunity it made, found none")
                        .from(RemoteSystem.CRM)
                        .withOutcomeUnknown()
                        .failure());
    }

    private static Optional<String> email(FieldMap map) {
        return map.field("contactEmail").map(Field::crm).map(paths -> paths.getFirst());
    }

    private static Optional<String> id(JsonNode row, String column) {
        return Optional.of(row.path(lookup(column)).asText("").toLowerCase(Locale.ROOT))
                .flatMap(Guid::parse);
    }

    private static String lookup(String column) {
        return "_" + column + "_value";
    }

    private static String row(RecordRef lead) {
        return Table.LEAD.row(lead.id());
    }
}
