package dev.cosell.sandbox.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.dataverse.Database.Stored;
import dev.cosell.sandbox.dataverse.Table.Navigation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One item of {@code $expand}: {@code parentaccountid($select=name)}. One level, single-valued navigation properties
 * only.
 */
record Expansion(Navigation navigation, Set<String> select) {
    private static final Pattern ITEM = Pattern.compile("\\s*(\\w+)\\s*(?:\\(\\s*\\$select=([^()]*)\\))?\\s*(?:,|$)");

    static List<Expansion> parse(Table table, Optional<String> option, Schema schema) {
        List<Expansion> expansions = new ArrayList<>();
        String text = option.orElse("");
        Matcher item = ITEM.matcher(text);
        while (item.regionStart() < text.length()) {
            if (!item.lookingAt()) {
                throw new Refusal(
                        400,
                        "0x80060888",
                        "Expected single-valued navigation properties with at most a $select in $expand, found '%s'."
                                .formatted(text));
            }
            Navigation navigation =
                    table.navigation(item.group(1)).orElseThrow(() -> Refusal.unknownProperty(item.group(1), table));
            Table target = schema.table(navigation.target().table());
            expansions.add(
                    new Expansion(navigation, Representation.select(target, Optional.ofNullable(item.group(2)))));
            item.region(item.end(), text.length());
        }
        return expansions;
    }

    void addTo(ObjectNode json, Stored row, Organization organization, Preferences preferences) {
        String name = navigation.target().navigation();
        JsonNode reference = row.value(navigation.column().name());
        Optional<Stored> target =
                reference.path("table").asText().equals(navigation.target().table())
                        ? organization
                                .data()
                                .find(
                                        navigation.target().table(),
                                        reference.get("id").asText())
                        : Optional.empty();
        json.set(
                name,
                target.<JsonNode>map(found -> new Representation(organization).of(found, select, preferences))
                        .orElse(Json.NODES.nullNode()));
    }
}
