package dev.cosell.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.referral.Solution;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The solutions of opportunities: rows of {@code Microsoft_Solutions__c}, each of which points to a row of the list {@code
 * Microsoft_Solution_Detail__c}. To the outside they are one text with ids, as a column would hold it.
 *
 * <p>They are written as a difference to what is there, so doing it again does nothing more.
 */
final class SolutionRows {
    static final String OBJECT = "Microsoft_Solutions__c";
    static final String LIST = "Microsoft_Solution_Detail__c";
    static final String DEAL = "Opportunity__c";
    static final String ENTRY = "Solution__c";
    private static final String ENTRY_RELATION = "Solution__r";
    static final String IDENTIFIER = "Solution_Identifier__c";
    private static final String SELECTED = ENTRY_RELATION + "." + IDENTIFIER;

    private final RestApi api;
    private final KeyedRows keyed;

    SolutionRows(RestApi api, KeyedRows keyed) {
        this.api = api;
        this.keyed = keyed;
    }

    /** By which name a query of deals goes on to their solutions, if the organisation has these. */
    static Optional<String> relation(ObjectSchema deals) {
        return deals.children().stream()
                .filter(child -> child.object().equals(OBJECT) && child.lookup().equals(DEAL))
                .map(ObjectSchema.Child::relation)
                .findFirst();
    }

    /** What a query of deals asks for, so that their solutions come with them. */
    static String selected(String relation) {
        return "(SELECT " + SELECTED + " FROM " + relation + ")";
    }

    /** What a deal that was asked for with {@link #selected} holds; null, as JSON has it, for nothing. */
    JsonNode of(JsonNode deal, String relation) {
        JsonNode rows = deal.path(relation);
        return rows.path("done").asBoolean(true) ? text(rows.path("records")) : of(RowReader.id(deal));
    }

    /** What a deal holds. One call. */
    JsonNode of(String deal) {
        return text(rows(deal));
    }

    /** Adds what is missing and takes away what is too much; one call each. */
    void write(String deal, JsonNode text) {
        Set<String> wanted = new TreeSet<>(Solution.ids(text.asText("")));
        Set<String> missing = new TreeSet<>(wanted);
        Set<String> met = new TreeSet<>();
        for (JsonNode row : rows(deal)) {
            String id = identifier(row);
            missing.remove(id);
            if (!wanted.contains(id) || !met.add(id)) {
                keyed.delete(OBJECT, SalesforceId.of(row.path("Id").asText()));
            }
        }
        Map<String, String> entries = entries(missing);
        for (String id : missing) {
            String entry = entries.containsKey(id) ? entries.get(id) : addToList(id);
            ObjectNode row = RestApi.JSON.createObjectNode().put(DEAL, deal).put(ENTRY, entry);
            keyed.create(
                    OBJECT,
                    deal + "-" + entry,
                    row,
                    DEAL + " = " + Soql.literal(deal) + " AND " + ENTRY + " = " + Soql.literal(entry));
        }
    }

    private List<JsonNode> rows(String deal) {
        return api.query("SELECT Id, " + SELECTED + " FROM " + OBJECT + " WHERE " + DEAL + " = " + Soql.literal(deal));
    }

    private static JsonNode text(Iterable<JsonNode> rows) {
        Set<String> ids = new TreeSet<>();
        rows.forEach(row -> ids.add(identifier(row)));
        return ids.isEmpty() ? NullNode.getInstance() : TextNode.valueOf(String.join("; ", ids));
    }

    /** By identifier, the oldest entry of each. */
    private Map<String, String> entries(Collection<String> identifiers) {
        Map<String, String> entries = new LinkedHashMap<>();
        if (!identifiers.isEmpty()) {
            api.query("SELECT Id, " + IDENTIFIER + " FROM " + LIST + " WHERE " + IDENTIFIER + " IN "
                            + Soql.in(identifiers) + " ORDER BY CreatedDate, Id")
                    .forEach(row -> entries.putIfAbsent(
                            row.path(IDENTIFIER).asText(), row.path("Id").asText()));
        }
        return entries;
    }

    /** Referrals tell ids only, so an entry that is not on the list yet goes by its id. */
    private String addToList(String identifier) {
        ObjectNode entry =
                RestApi.JSON.createObjectNode().put("Name", identifier).put(IDENTIFIER, identifier);
        return keyed.create(LIST, identifier, entry, IDENTIFIER + " = " + Soql.literal(identifier));
    }

    private static String identifier(JsonNode row) {
        return row.path(ENTRY_RELATION).path(IDENTIFIER).asText("");
    }
}
