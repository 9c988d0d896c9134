package dev.cosell.setup.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.setup.Finding;
import dev.cosell.setup.Item;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** A global choice; {@code choices.json} has its options. */
final class ChoiceItem implements Item {
    static final String KIND = "choice";

    /** Values of options are the publisher's five digits and four more. */
    private static final int VALUES_OF_A_PUBLISHER = 10_000;

    private static final JsonNode KNOWN = read();

    private final Dataverse dataverse;
    private final Definitions definitions;
    private final Labels labels;
    private final String name;

    ChoiceItem(Dataverse dataverse, Definitions definitions, Labels labels, String name) {
        this.dataverse = dataverse;
        this.definitions = definitions;
        this.labels = labels;
        this.name = name;
    }

    /** Options that somebody renamed or added are theirs; one that is missing would be refused to a seller only when met. */
    @Override
    public Finding look() {
        return definitions
                .choice(name)
                .map(found -> {
                    TreeSet<String> missing = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
                    missing.addAll(options(name));
                    found.path("Options")
                            .forEach(option -> option.at("/Label/LocalizedLabels")
                                    .forEach(label ->
                                            missing.remove(label.path("Label").asText())));
                    return missing.isEmpty()
                            ? Finding.there(KIND, name)
                            : Finding.different(
                                    KIND,
                                    name,
                                    "expected the options " + options(name) + ", found none called " + missing);
                })
                .orElseGet(() -> Finding.missing(KIND, name, String.join("; ", options(name))));
    }

    @Override
    public void make() {
        ObjectNode choice = Dataverse.object()
                .put("@odata.type", "Microsoft.Dynamics.CRM.OptionSetMetadata")
                .put("Name", name)
                .put("IsGlobal", true)
                .put("OptionSetType", "Picklist");
        choice.set("DisplayName", labels.of(KNOWN.path(name).path("label").asText()));
        ArrayNode all = choice.putArray("Options");
        int value = Home.of(name).optionValues() * VALUES_OF_A_PUBLISHER;
        for (String option : options(name)) {
            all.addObject().put("Value", value++).set("Label", labels.of(option));
        }
        dataverse.create("GlobalOptionSetDefinitions", choice, Home.of(name).solution());
    }

    /** The options of a choice that it is made with. */
    static List<String> options(String name) {
        List<String> options = new ArrayList<>();
        KNOWN.path(name).path("options").forEach(option -> options.add(option.asText()));
        return options;
    }

    private static JsonNode read() {
        try (InputStream file = ChoiceItem.class.getResourceAsStream("choices.json")) {
            return Dataverse.JSON.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException("choices.json cannot be read", e);
        }
    }
}
