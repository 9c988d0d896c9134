package dev.cosell.launcher.crm;

import static dev.cosell.launcher.crm.ControlledRecords.word;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.launcher.JsonClient;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The solutions of opportunities, which are rows of their own: each says which entry of the list of solutions it means. */
final class SalesforceSolutions {
    private static final String ROWS = "Microsoft_Solutions__c";
    private static final String LIST = "Microsoft_Solution_Detail__c";
    private static final String DEAL = "Opportunity__c";
    private static final String ENTRY = "Solution__c";
    private static final String IDENTIFIER = "Solution_Identifier__c";

    private final ControlledRecords records;

    SalesforceSolutions(ControlledRecords records) {
        this.records = records;
    }

    /** Solution ids by opportunity; an opportunity without any is not in it. */
    Map<String, Set<String>> all() {
        Map<String, String> identifiers =
                records.all(LIST).stream().collect(Collectors.toMap(records::id, entry -> word(entry, IDENTIFIER)));
        return records.all(ROWS).stream()
                .collect(Collectors.groupingBy(
                        row -> word(row, DEAL),
                        Collectors.mapping(
                                row -> identifiers.getOrDefault(word(row, ENTRY), ""),
                                Collectors.toCollection(TreeSet::new))));
    }

    /** Adds and takes away until a deal has these, and no other. */
    void put(String deal, Set<String> wanted) {
        List<JsonNode> entries = records.all(LIST);
        Set<String> missing = new TreeSet<>(wanted);
        for (JsonNode row : records.all(ROWS)) {
            if (word(row, DEAL).equals(deal) && !missing.remove(identifier(entries, word(row, ENTRY)))) {
                records.delete(ROWS, records.id(row));
            }
        }
        for (String identifier : missing) {
            ObjectNode row = JsonClient.JSON.createObjectNode().put(DEAL, deal).put(ENTRY, entry(entries, identifier));
            records.create(ROWS, row);
        }
    }

    private String identifier(List<JsonNode> entries, String entry) {
        return entries.stream()
                .filter(row -> records.id(row).equals(entry))
                .map(row -> word(row, IDENTIFIER))
                .findFirst()
                .orElse("");
    }

    /** The seller adds a solution to the list that is not on it. */
    private String entry(List<JsonNode> entries, String identifier) {
        return entries.stream()
                .filter(row -> word(row, IDENTIFIER).equals(identifier))
                .map(records::id)
                .findFirst()
                .orElseGet(() -> records.create(
                        LIST,
                        JsonClient.JSON
                                .createObjectNode()
                                .put("Name", identifier)
                                .put(IDENTIFIER, identifier)));
    }
}
