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
    private static final String LIST = "Microsoft_Solution_Detail__c";
    private static final String DEAL = "Opportunity__c";
    private static final String ENTRY = "Solution__c";
    private static final String ENTRY_RELATION = "Solution__r";
    private static final String IDENTIFIER = "Solution_Identifier__c";

    /** Texts in one query: an address must not grow without limit. */
    private static final int AT_ONCE = 200;

    private final RestApi api;
    private final Schemas schemas;
    private final KeyedRows keyed;

    SolutionRows(RestApi api, Schemas schemas, KeyedRows keyed) {
        this.api = api;
        this.schemas = schemas;
        this.keyed = keyed;
    }

    /** Whether the organisation has them. */
    boolean exist() {
        return schemas.find(OBJECT).filter(schema -> schema.has(DEAL)).isPresent();
    }

    /**
     * What deals hold, each by its id; those without solutions hold null, as JSON has it. One call per 200 deals.
     *
     * @param deals ids
     */
    Map<String, JsonNode> of(List<String> deals) {
        Map<String, Set<String>> ids = new LinkedHashMap<>();
        deals.forEach(deal -> ids.put(deal, new TreeSet<>()));
        for (int from = 0; from < deals.size(); from += AT_ONCE) {
            for (JsonNode row : rows(deals.subList(from, Math.min(deals.size(), from + AT_ONCE)))) {
                ids.get(row.path(DEAL).asText()).add(identifier(row));
            }
        }
        Map<String, JsonNode> texts = new LinkedHashMap<>();
        ids.forEach((deal, held) ->
                texts.put(deal, held.isEmpty() ? NullNode.getInstance() : TextNode.valueOf(String.join("; ", held))));
        return texts;
    }

    /** Adds what is missing and takes away what is too much; one call each. */
    void write(String deal, JsonNode text) {
        Set<String> wanted = new TreeSet<>(Solution.ids(text.asText("")));
        Set<String> missing = new TreeSet<>(wanted);
        Set<String> met = new TreeSet<>();
        for (JsonNode row : rows(List.of(deal))) {
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

    private List<JsonNode> rows(List<String> deals) {
        return api.query("SELECT Id, " + DEAL + ", " + ENTRY_RELATION + "." + IDENTIFIER + " FROM " + OBJECT + " WHERE "
                + DEAL + " IN " + Soql.in(deals));
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
