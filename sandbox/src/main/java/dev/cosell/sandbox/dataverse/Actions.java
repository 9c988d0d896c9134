package dev.cosell.sandbox.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.Response;
import dev.cosell.sandbox.dataverse.Database.Stored;
import dev.cosell.sandbox.dataverse.Event.Entity;
import dev.cosell.sandbox.dataverse.Event.OptionValue;
import dev.cosell.sandbox.dataverse.Event.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** WhoAmI and the actions of Dynamics 365 Sales: WinOpportunity, LoseOpportunity, QualifyLead. */
final class Actions {
    private static final int OPEN = 0;
    private static final int QUALIFIED = 1;

    /** Columns an opportunity takes from its lead, as the stock mapping does: lead column to opportunity column. */
    private static final Map<String, String> LEAD_TO_OPPORTUNITY = Map.of(
            "subject", "name",
            "description", "description",
            "estimatedamount", "estimatedvalue",
            "estimatedclosedate", "estimatedclosedate",
            "budgetamount", "budgetamount",
            "transactioncurrencyid", "transactioncurrencyid");

    private static final List<String> ADDRESS = List.of(
            "address1_line1",
            "address1_line2",
            "address1_line3",
            "address1_city",
            "address1_stateorprovince",
            "address1_postalcode",
            "address1_country",
            "emailaddress1",
            "telephone1");

    private final Organization organization;
    private final Records records;
    private final Locator locator;

    Actions(Organization organization, Records records, Locator locator) {
        this.organization = organization;
        this.records = records;
        this.locator = locator;
    }

    Response whoAmI(Call call) {
        ObjectNode body = Json.object()
                .put("@odata.context", call.root() + "$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse")
                .put("BusinessUnitId", businessUnit(call.caller().user()))
                .put("UserId", call.caller().user())
                .put("OrganizationId", Seed.ORGANIZATION);
        return Json.ok(body, call.preferences()).with("x-ms-dop-hint", "4");
    }

    private String businessUnit(String user) {
        return organization
                .require(organization.table("systemuser"), user)
                .lookup("businessunitid")
                .orElse(Seed.BUSINESS_UNIT);
    }

    /**
     * Closes an opportunity.
     *
     * @param message {@code Win} or {@code Lose}
     * @param state the state it leads to, 1 won or 2 lost
     */
    Response close(Call call, String message, int state) {
        ObjectNode body = Json.parseObject(call.request().text());
        if (!(body.get("OpportunityClose") instanceof ObjectNode close)
                || !body.path("Status").isInt()) {
            throw Refusal.malformed("Expected Status and OpportunityClose in %sOpportunity.".formatted(message));
        }
        Table closes = organization.table("opportunityclose");
        Map<String, JsonNode> columns = new Payload(locator).columns(closes, close);
        if (!columns.getOrDefault("opportunityid", Json.NODES.nullNode()).isObject()) {
            throw Refusal.invalid("Expected opportunityid@odata.bind in OpportunityClose.");
        }
        Table table = organization.table("opportunity");
        Stored before = organization.require(
                table, columns.get("opportunityid").get("id").asText());
        organization.demand("Write", table, call.caller());
        if (before.number("statecode") != OPEN) {
            throw new Refusal(400, "0x80040515", "The opportunity is already closed.");
        }
        int status = body.get("Status").intValue();
        int reason = status == -1
                ? table.columns().get("statecode").option(state).orElseThrow().status()
                : status;
        States.checkPair(table, state, reason);
        Stored activity = createActivity(closes, columns, before, state, reason, call.caller());
        Event event = records.change(table, before, closing(activity, before, state, reason), call.caller());
        if (organization.options().closeFiresUpdate()) {
            organization.raise(event);
        }
        Map<String, Parameter> input = new LinkedHashMap<>();
        input.put("OpportunityClose", new Entity("opportunityclose", activity.id(), activity.values()));
        input.put("Status", new OptionValue(reason));
        organization.raise(new Event(
                message, "opportunity", before.id(), Map.of(), input, event.before(), event.after(), call.caller()));
        return Response.of(204).about(before.id());
    }

    private Stored createActivity(
            Table closes, Map<String, JsonNode> given, Stored opportunity, int state, int reason, Caller caller) {
        Map<String, JsonNode> columns = new LinkedHashMap<>(given);
        columns.remove(closes.primaryId());
        columns.putIfAbsent("subject", Json.NODES.textNode("Opportunity closed"));
        columns.putIfAbsent("actualend", Json.NODES.textNode(organization.now().substring(0, 10)));
        columns.putIfAbsent("transactioncurrencyid", opportunity.value("transactioncurrencyid"));
        columns.put("opportunitystatecode", Json.NODES.numberNode(state));
        columns.put("opportunitystatuscode", Json.NODES.numberNode(reason));
        Stored created = records.create(closes, Optional.empty(), columns, caller);
        // The activity itself is completed as soon as it exists.
        return records.apply(closes, created, Map.of("statecode", Json.NODES.numberNode(1)), caller);
    }

    private static Map<String, JsonNode> closing(Stored activity, Stored opportunity, int state, int reason) {
        Map<String, JsonNode> change = new LinkedHashMap<>();
        change.put("statecode", Json.NODES.numberNode(state));
        change.put("statuscode", Json.NODES.numberNode(reason));
        change.put("actualclosedate", activity.value("actualend"));
        JsonNode revenue = activity.value("actualrevenue");
        change.put("actualvalue", revenue.isNull() ? opportunity.value("estimatedvalue") : revenue);
        return change;
    }

    /** Turns a lead into account, contact and opportunity, as asked. */
    Response qualifyLead(Call call, Stored lead) {
        ObjectNode body = Json.parseObject(call.request().text());
        for (String flag : List.of("CreateAccount", "CreateContact", "CreateOpportunity")) {
            if (!body.path(flag).isBoolean()) {
                throw Refusal.malformed("Expected a Boolean parameter '%s' of QualifyLead.".formatted(flag));
            }
        }
        if (!body.path("Status").isInt()) {
            throw Refusal.malformed("Expected an Int32 parameter 'Status' of QualifyLead.");
        }
        if (lead.number("statecode") != OPEN) {
            throw new Refusal(400, "0x80040519", "The lead is already closed.");
        }
        Map<String, JsonNode> change = new LinkedHashMap<>();
        change.put("statecode", Json.NODES.numberNode(QUALIFIED));
        change.put("statuscode", body.get("Status"));
        States.checkPair(
                organization.table("lead"), QUALIFIED, body.get("Status").intValue());
        ArrayNode created = Json.array();
        if (body.get("CreateAccount").asBoolean()) {
            change.put("parentaccountid", added(created, account(lead, call.caller())));
        }
        if (body.get("CreateContact").asBoolean()) {
            change.put("parentcontactid", added(created, contact(lead, change.get("parentaccountid"), call.caller())));
        }
        if (body.get("CreateOpportunity").asBoolean()) {
            change.put("qualifyingopportunityid", added(created, opportunity(lead, body, change, call.caller())));
        }
        Stored qualified = records.apply(organization.table("lead"), lead, change, call.caller());
        organization.raise(new Event(
                "QualifyLead",
                "lead",
                lead.id(),
                Map.of(),
                Map.of("LeadId", new Event.Reference("lead", lead.id())),
                Optional.of(lead),
                Optional.of(qualified),
                call.caller()));
        ObjectNode answer = Json.object()
                .put("@odata.context", call.root() + "$metadata#Collection(Microsoft.Dynamics.CRM.crmbaseentity)");
        return Json.ok(answer.set("value", created), call.preferences()).about(lead.id());
    }

    private JsonNode added(ArrayNode created, Stored row) {
        created.addObject()
                .put("@odata.type", "#Microsoft.Dynamics.CRM." + row.table())
                .put(organization.table(row.table()).primaryId(), row.id());
        return Values.reference(row.table(), row.id());
    }

    private Stored account(Stored lead, Caller caller) {
        Map<String, JsonNode> columns = copied(lead, ADDRESS);
        JsonNode company = lead.value("companyname");
        columns.put("name", company.isNull() ? lead.value("fullname") : company);
        columns.put("originatingleadid", Values.reference("lead", lead.id()));
        try {
            return records.create(organization.table("account"), Optional.empty(), columns, caller);
        } catch (Refusal refusal) {
            if (refusal.status() == 403) {
                throw new Refusal(
                        403,
                        "0x80081018",
                        "You can't qualify this lead because you don't have permission to create accounts. Work with "
                                + "your system administrator to create the account and then try again.");
            }
            throw refusal;
        }
    }

    private Stored contact(Stored lead, JsonNode account, Caller caller) {
        Map<String, JsonNode> columns = copied(lead, ADDRESS);
        columns.putAll(copied(lead, List.of("firstname", "lastname", "jobtitle", "mobilephone")));
        columns.put("originatingleadid", Values.reference("lead", lead.id()));
        if (account != null) {
            columns.put("parentcustomerid", account);
        }
        return records.create(organization.table("contact"), Optional.empty(), columns, caller);
    }

    private Stored opportunity(Stored lead, ObjectNode body, Map<String, JsonNode> change, Caller caller) {
        Map<String, JsonNode> columns = new LinkedHashMap<>();
        LEAD_TO_OPPORTUNITY.forEach((from, to) -> {
            if (lead.values().containsKey(from)) {
                columns.put(to, lead.value(from));
            }
        });
        columns.put("originatingleadid", Values.reference("lead", lead.id()));
        JsonNode account = change.getOrDefault("parentaccountid", lead.value("parentaccountid"));
        JsonNode contact = change.getOrDefault("parentcontactid", lead.value("parentcontactid"));
        columns.put("parentaccountid", account);
        columns.put("parentcontactid", contact);
        columns.put("customerid", customer(body).orElse(account.isNull() ? contact : account));
        reference(body.path("OpportunityCurrencyId"), "transactioncurrency")
                .ifPresent(currency -> columns.put("transactioncurrencyid", currency));
        return records.create(organization.table("opportunity"), Optional.empty(), columns, caller);
    }

    private Optional<JsonNode> customer(ObjectNode body) {
        JsonNode parameter = body.path("OpportunityCustomerId");
        if (!parameter.isObject()) {
            return Optional.empty();
        }
        String type = parameter.path("@odata.type").asText().replaceFirst("^#?Microsoft\\.Dynamics\\.CRM\\.", "");
        if (!type.equals("account") && !type.equals("contact")) {
            throw Refusal.malformed(
                    "Expected an @odata.type of account or contact in OpportunityCustomerId, found '%s'."
                            .formatted(type));
        }
        return reference(parameter, type);
    }

    private Optional<JsonNode> reference(JsonNode parameter, String table) {
        String id = parameter.path(organization.table(table).primaryId()).asText("");
        return Values.guid(id).map(found -> Values.reference(table, found));
    }

    private static Map<String, JsonNode> copied(Stored lead, List<String> names) {
        Map<String, JsonNode> columns = new LinkedHashMap<>();
        for (String name : names) {
            if (lead.values().containsKey(name)) {
                columns.put(name, lead.value(name));
            }
        }
        return columns;
    }
}
