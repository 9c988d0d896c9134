package dev.cosell.sandbox.dataverse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.dataverse.Database.Stored;
import dev.cosell.sandbox.dataverse.Table.Navigation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One item of {@code $expand}: {@code parentaccountid($select=name;$expand=primarycontactid($select=fullname))}.
 * Single-valued navigation properties only, as deep as they go.
 */
record Expansion(Navigation navigation, Set<String> select, List<Expansion> further) {
    private static final int DEEPEST = 10;

    static List<Expansion> parse(Table table, Optional<String> option, Schema schema) {
        return parse(table, option.orElse(""), schema, DEEPEST);
    }

    private static List<Expansion> parse(Table table, String text, Schema schema, int depth) {
        List<Expansion> expansions = new ArrayList<>();
        for (String item : split(text, ',')) {
            expansions.add(item(table, item.strip(), schema, depth));
        }
        return expansions;
    }

    private static Expansion item(Table table, String item, Schema schema, int depth) {
        int open = item.indexOf('(');
        String name = open < 0 ? item : item.substring(0, open).strip();
        if (!name.matches("\\w+") || open >= 0 && !item.endsWith(")") || depth == 0) {
            throw unreadable(item);
        }
        Navigation navigation = table.navigation(name).orElseThrow(() -> Refusal.unknownProperty(name, table));
        Table target = schema.table(navigation.target().table());
        Optional<String> select = Optional.empty();
        List<Expansion> further = List.of();
        for (String option : open < 0 ? List.<String>of() : split(item.substring(open + 1, item.length() - 1), ';')) {
            String plain = option.strip();
            if (plain.startsWith("$select=")) {
                select = Optional.of(plain.substring("$select=".length()));
            } else if (plain.startsWith("$expand=")) {
                further = parse(target, plain.substring("$expand=".length()), schema, depth - 1);
            } else {
                throw unreadable(item);
            }
        }
        return new Expansion(navigation, Representation.select(target, select), further);
    }

    /** Splits where no parenthesis is open. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth < 0) {
                throw unreadable(text);
            }
            if (c == separator && depth == 0) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        if (depth > 0) {
            throw unreadable(text);
        }
        if (start < text.length()) {
            parts.add(text.substring(start));
        }
        return parts;
    }

    private static Refusal unreadable(String text) {
        return new Refusal(
                400,
                "0x80060888",
                "Expected single-valued navigation properties with at most $select and $expand in $expand, found '%s'."
                        .formatted(text));
    }

    void addTo(ObjectNode json, Stored row, Organization organization, Preferences preferences) {
        String name = navigation.target().navigation();
        Optional<Stored> target = target(row, organization);
        if (target.isEmpty()) {
            json.putNull(name);
            return;
        }
        ObjectNode shown = new Representation(organization).of(target.get(), select, preferences);
        further.forEach(expansion -> expansion.addTo(shown, target.get(), organization, preferences));
        json.set(name, shown);
    }

    private Optional<Stored> target(Stored row, Organization organization) {
        var reference = row.value(navigation.column().name());
        return reference.path("table").asText().equals(navigation.target().table())
                ? organization
                        .data()
                        .find(navigation.target().table(), reference.get("id").asText())
                : Optional.empty();
    }
}
