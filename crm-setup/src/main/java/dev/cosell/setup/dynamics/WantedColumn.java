package dev.cosell.setup.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A column as it is made where it is missing; {@code columns.json} has them.
 *
 * @param type in the words of {@code AttributeType}
 * @param maxLength of texts, in characters
 * @param format of texts: {@code Url} or none
 * @param choice of a choice, the name of the global one
 * @param shownOnly whether the connector alone fills it, so that it is read-only on forms
 */
record WantedColumn(
        Type type,
        int maxLength,
        Optional<String> format,
        String label,
        Optional<String> description,
        Optional<String> choice,
        boolean shownOnly) {
    /** @throws IllegalArgumentException for a kind that nobody knows to make */
    static WantedColumn read(JsonNode declared) {
        return new WantedColumn(
                Type.named(declared.path("type").asText()),
                declared.path("maxLength").asInt(),
                text(declared, "format"),
                declared.path("label").asText(),
                text(declared, "description"),
                text(declared, "choice"),
                declared.path("shownOnly").asBoolean());
    }

    private static Optional<String> text(JsonNode declared, String member) {
        return Optional.ofNullable(declared.path(member).asText(null));
    }

    /** What a column holds, and which control shows it; the ids of controls are those of the form XML reference. */
    enum Type {
        STRING("String", "{4273EDBD-AC1D-40d3-9FB2-095C621B552D}"),
        MEMO("Memo", "{E0DECE4B-6FC8-4a8f-A065-082708572369}"),
        BOOLEAN("Boolean", "{67FAC785-CD58-4f9f-ABB3-4B7DDC6ED5ED}"),
        DATE_TIME("DateTime", "{5B773807-9FB2-42db-97C3-7A91EFF8ADFF}"),
        PICKLIST("Picklist", "{3EF39988-22BB-4f0b-BBBE-64B5A3748AEE}"),
        LOOKUP("Lookup", "{270BD3DB-D9AF-4782-9025-509E298DEC0A}");

        private final String word;
        private final String control;

        Type(String word, String control) {
            this.word = word;
            this.control = control;
        }

        private static Type named(String word) {
            return Stream.of(values())
                    .filter(type -> type.word.equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("columns.json: expected a type, found " + word));
        }

        String word() {
            return word;
        }

        String control() {
            return control;
        }
    }

    /** The control for it; an address has one of its own. */
    String control() {
        return format.isPresent() ? "{71716B6C-711E-476c-8AB8-5D11542BFB47}" : type.control();
    }
}
