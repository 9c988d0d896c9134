package dev.cosell.setup.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the fields that a project declares stand in the organisation. Described anew each time: a deployment changes them. */
final class Fields {
    private final SalesforceCli cli;
    private final List<SourceField> declared;

    Fields(SalesforceCli cli, List<SourceField> declared) {
        this.cli = cli;
        this.declared = declared;
    }

    /**
     * How they stand.
     *
     * @param missing names of those that are not there
     * @param differences of those that are, in words
     */
    record Standing(List<String> missing, List<String> differences, int there) {}

    Standing look() {
        Map<String, Map<String, JsonNode>> objects = new HashMap<>();
        List<String> missing = new ArrayList<>();
        List<String> differences = new ArrayList<>();
        for (SourceField field : declared) {
            JsonNode found =
                    objects.computeIfAbsent(field.object(), this::described).get(field.name());
            if (found == null) {
                missing.add(field.path());
            } else {
                difference(field, found).ifPresent(differences::add);
            }
        }
        return new Standing(missing, differences, declared.size() - missing.size());
    }

    private Map<String, JsonNode> described(String object) {
        Map<String, JsonNode> fields = new HashMap<>();
        cli.describe(object)
                .ifPresent(description -> description
                        .path("fields")
                        .forEach(field -> fields.put(field.path("name").asText(), field)));
        return fields;
    }

    /** What is longer than needed, or marked beyond what is needed, suits. */
    private static Optional<String> difference(SourceField field, JsonNode found) {
        if (!found.path("type").asText().equals(field.type())
                || found.path("length").asInt() < field.length()) {
            return Optional.of("expected " + field.path() + " to be " + kind(field.type(), field.length()) + ", found "
                    + kind(found.path("type").asText(), found.path("length").asInt()));
        }
        if (field.unique() && !found.path("unique").asBoolean()
                || field.externalId() && !found.path("externalId").asBoolean()) {
            return Optional.of("expected " + field.path() + " to be " + marks(field)
                    + ", found that it is not; tick it in its definition");
        }
        return Optional.empty();
    }

    private static String marks(SourceField field) {
        return field.unique() ? field.externalId() ? "unique and an external id" : "unique" : "an external id";
    }

    private static String kind(String type, int length) {
        return length == 0 ? type : type + " of " + length + " characters";
    }
}
