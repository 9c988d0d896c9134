package dev.cosell.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.referral.Solution;
import java.util.ArrayList;
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
        return "(SELECT Id, " + SELECTED + " FROM " + relation + ")";
    }

    /**
     * The rows of a deal that was asked for with {@link #selected}. No call, unless there are more than come with a deal: then
     * one.
     */
    List<JsonNode> of(JsonNode deal, String relation) {
        JsonNode rows = deal.path(relation);
        return rows.path("done").asBoolean(true)
                ? rows.path("records").valueStream().toList()
                : rows(RowReader.id(deal));
    }

    /** What rows say as one text; null, as JSON has it, for nothing. */
    static JsonNode text(List<JsonNode> rows) {
        Set<String> ids = new TreeSet<>();
        rows.forEach(row -> ids.add(identifier(row)));
        return ids.isEmpty() ? NullNode.getInstance() : TextNode.valueOf(String.join("; ", ids));
    }

    /**
     * What has to be done for a deal to hold what a text says: rows that are missing are added, those too many are taken away.
     * Entries that are not on the list yet are put there, which takes calls; otherwise one, if any row is missing.
     *
     * @param deal its id, or a reference to it
     * @param key of the deal, of letters, digits and hyphens
     * @param rows that it has
     */
    List<Composite.Part> changes(String deal, String key, List<JsonNode> rows, JsonNode text) {
        Set<String> wanted = new TreeSet<>(Solution.ids(text.asText("")));
        Set<String> missing = new TreeSet<>(wanted);
        Set<String> met = new TreeSet<>();
        List<Composite.Part> parts = new ArrayList<>();
        for (JsonNode row : rows) {
            String id = identifier(row);
            missing.remove(id);
            if (!wanted.contains(id) || !met.add(id)) {
                parts.add(Composite.Part.delete("sobjects/" + OBJECT + "/" + RowReader.id(row)));
            }
        }
        Map<String, String> entries = entries(missing);
        for (String id : missing) {
            String entry = entries.containsKey(id) ? entries.get(id) : addToList(id);
            ObjectNode row = RestApi.JSON.createObjectNode().put(DEAL, deal).put(ENTRY, entry);
            parts.add(keyed.part(OBJECT, key + "-" + entry, row));
        }
        return parts;
    }

    private List<JsonNode> rows(String deal) {
        return api.query("SELECT Id, " + SELECTED + " FROM " + OBJECT + " WHERE " + DEAL + " = " + Soql.literal(deal));
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
