package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.salesforce.Database.Stored;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Turns a lead into an account, a contact and, unless that is not wanted, an opportunity. */
final class LeadConversion {
    private static final Map<String, String> TO_ACCOUNT = Map.of(
            "Company", "Name",
            "Phone", "Phone",
            "Fax", "Fax",
            "Website", "Website",
            "Industry", "Industry",
            "Street", "BillingStreet",
            "City", "BillingCity",
            "State", "BillingState",
            "PostalCode", "BillingPostalCode",
            "Country", "BillingCountry");
    private static final List<String> TO_CONTACT = List.of(
            "LastName", "FirstName", "Salutation", "Title", "Email", "Phone", "MobilePhone", "Fax", "LeadSource");
    private static final Map<String, String> ADDRESS_TO_CONTACT = Map.of(
            "Street", "MailingStreet",
            "City", "MailingCity",
            "State", "MailingState",
            "PostalCode", "MailingPostalCode",
            "Country", "MailingCountry");

    /** A lead's custom field and where its value goes, as an administrator maps it. */
    record Mapping(String lead, String object, String field) {}

    private final Organization organization;
    private final Records records;
    private List<Mapping> mappings = mappings(Json.resource("schema.json").get("leadConversion"));

    LeadConversion(Organization organization, Records records) {
        this.organization = organization;
        this.records = records;
    }

    static List<Mapping> mappings(JsonNode json) {
        return StreamSupport.stream(json.spliterator(), false)
                .map(one -> Json.MAPPER.convertValue(one, Mapping.class))
                .toList();
    }

    List<Mapping> mappings() {
        return mappings;
    }

    void mappings(List<Mapping> changed) {
        mappings = List.copyOf(changed);
    }

    /**
     * Converts as the form does.
     *
     * @param wish {@code convertedStatus}, {@code accountId} and {@code contactId} of existing records, {@code
     *     opportunityName}, {@code doNotCreateOpportunity}; all optional
     * @return the converted lead
     */
    Stored convert(Stored lead, ObjectNode wish, Caller caller) {
        if (lead.flag("IsConverted")) {
            throw Refusal.data("CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead");
        }
        Stored account = existing("Account", wish.path("accountId").asText())
                .orElseGet(() -> create("Account", lead, account(lead), caller));
        Stored contact = existing("Contact", wish.path("contactId").asText())
                .orElseGet(() -> create("Contact", lead, contact(lead, account), caller));
        Map<String, JsonNode> converted = new LinkedHashMap<>();
        converted.put("ConvertedAccountId", Json.text(account.id()));
        converted.put("ConvertedContactId", Json.text(contact.id()));
        if (!wish.path("doNotCreateOpportunity").asBoolean()) {
            String name = wish.path("opportunityName").asText(lead.text("Company") + "-");
            Stored opportunity = create("Opportunity", lead, opportunity(lead, account, name), caller);
            create("OpportunityContactRole", lead, role(opportunity, contact), caller);
            converted.put("ConvertedOpportunityId", Json.text(opportunity.id()));
        }
        converted.put("Status", Json.text(status(wish.path("convertedStatus").asText())));
        converted.put("IsConverted", Json.NODES.booleanNode(true));
        converted.put("ConvertedDate", Json.text(organization.today()));
        return records.write(organization.schema().type("Lead"), lead, converted, caller);
    }

    private Optional<Stored> existing(String type, String id) {
        return id.isEmpty()
                ? Optional.empty()
                : Optional.of(Ids.parse(id)
                        .flatMap(whole -> organization.data().find(type, whole))
                        .filter(row -> !row.deleted())
                        .orElseThrow(Refusal::crossReference));
    }

    /** The status that was asked for, or the first that says converted. */
    private String status(String wanted) {
        return organization.data().live("LeadStatus").stream()
                .filter(status -> status.flag("IsConverted"))
                .map(status -> status.text("ApiName"))
                .filter(name -> wanted.isEmpty() || name.equals(wanted))
                .findFirst()
                .orElseThrow(() -> Refusal.data("INVALID_STATUS", "invalid convertedStatus: " + wanted, "Status"));
    }

    private Stored create(String typeName, Stored lead, Map<String, JsonNode> values, Caller caller) {
        ObjectType type = organization.schema().type(typeName);
        for (Mapping mapping : mappings) {
            if (mapping.object().equals(typeName) && type.has(mapping.field())) {
                values.put(mapping.field(), lead.value(mapping.lead()));
            }
        }
        if (type.has("OwnerId")
                && organization.data().find("User", lead.text("OwnerId")).isPresent()) {
            values.put("OwnerId", lead.value("OwnerId"));
        }
        if (type.has("CurrencyIsoCode") && lead.values().containsKey("CurrencyIsoCode")) {
            values.put("CurrencyIsoCode", lead.value("CurrencyIsoCode"));
        }
        values.values().removeIf(JsonNode::isNull);
        return records.create(type, values, caller);
    }

    private static Map<String, JsonNode> account(Stored lead) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        TO_ACCOUNT.forEach((from, to) -> values.put(to, lead.value(from)));
        return values;
    }

    private static Map<String, JsonNode> contact(Stored lead, Stored account) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        TO_CONTACT.forEach(name -> values.put(name, lead.value(name)));
        ADDRESS_TO_CONTACT.forEach((from, to) -> values.put(to, lead.value(from)));
        values.put("AccountId", Json.text(account.id()));
        return values;
    }

    /** It opens in the first stage and closes at the end of the quarter. */
    private Map<String, JsonNode> opportunity(Stored lead, Stored account, String name) {
        LocalDate today = LocalDate.parse(organization.today());
        LocalDate quarter = today.withMonth((today.getMonthValue() - 1) / 3 * 3 + 3);
        Map<String, JsonNode> values = new LinkedHashMap<>();
        values.put("Name", Json.text(name));
        values.put("AccountId", Json.text(account.id()));
        values.put("LeadSource", lead.value("LeadSource"));
        values.put(
                "CloseDate",
                Json.text(quarter.withDayOfMonth(quarter.lengthOfMonth()).toString()));
        values.put(
                "StageName",
                organization.data().live("OpportunityStage").getFirst().value("ApiName"));
        return values;
    }

    private static Map<String, JsonNode> role(Stored opportunity, Stored contact) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        values.put("OpportunityId", Json.text(opportunity.id()));
        values.put("ContactId", Json.text(contact.id()));
        values.put("IsPrimary", Json.NODES.booleanNode(true));
        return values;
    }
}
