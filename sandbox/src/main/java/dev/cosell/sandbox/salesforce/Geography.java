package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The picklists of countries and of states. Codes fill in texts and texts fill in codes; a text that is no name of the list
 * is refused.
 */
final class Geography {
    private static final JsonNode STATES = Json.resource("states.json");
    private static final Map<String, String> COUNTRIES = countryNames();

    /** What an address is divided by, in the words of the service. */
    private enum Division {
        COUNTRY("country", "country/territory", "countries"),
        STATE("state", "state", "states");

        private final String what;
        private final String choice;
        private final String list;

        Division(String what, String choice, String list) {
            this.what = what;
            this.choice = choice;
            this.list = list;
        }

        Refusal wrong(String value, String field) {
            return Refusal.data(
                    "FIELD_INTEGRITY_EXCEPTION",
                    ("There's a problem with this %s, even though it may appear correct. Please select a %s from the list "
                                    + "of valid %s.: %s")
                            .formatted(what, choice, list, value),
                    field);
        }
    }

    private Geography() {}

    private static Map<String, String> countryNames() {
        Map<String, String> names = new LinkedHashMap<>();
        Arrays.stream(Locale.getISOCountries())
                .forEach(code -> names.put(code, Locale.of("", code).getDisplayCountry(Locale.ENGLISH)));
        return names;
    }

    static List<Choice> countries() {
        return COUNTRIES.entrySet().stream()
                .map(country -> new Choice(country.getKey(), country.getValue(), true, false))
                .toList();
    }

    static List<Choice> states() {
        return STATES.properties().stream()
                .flatMap(country -> country.getValue().properties().stream())
                .map(state -> new Choice(state.getKey(), state.getValue().asText(), true, false))
                .distinct()
                .toList();
    }

    /**
     * Completes every address of a record.
     *
     * @param written the fields that the writer gives another value: of a text and a code the one that was written leads
     * @param row changed
     */
    static void complete(ObjectType type, Map<String, JsonNode> written, Map<String, JsonNode> row) {
        for (Field field : type.fields()) {
            if (field.valuesFrom().equals("countries")) {
                country(field, written, row);
            }
        }
        for (Field field : type.fields()) {
            if (field.valuesFrom().equals("states")) {
                state(field, written, row);
            }
        }
    }

    private static void country(Field code, Map<String, JsonNode> written, Map<String, JsonNode> row) {
        follow(Division.COUNTRY, code, COUNTRIES, written, row);
    }

    private static void state(Field code, Map<String, JsonNode> written, Map<String, JsonNode> row) {
        String country = value(row, code.name().replaceFirst("StateCode$", "CountryCode"));
        if (country.isEmpty() && !(value(row, textField(code)) + value(row, code.name())).isEmpty()) {
            throw Refusal.data(
                    "FIELD_INTEGRITY_EXCEPTION",
                    "A country/territory must be specified before specifying a state value for field: "
                            + code.label().replace(" Code", ""),
                    textField(code));
        }
        Map<String, String> names = new LinkedHashMap<>();
        STATES.path(country)
                .properties()
                .forEach(state -> names.put(state.getKey(), state.getValue().asText()));
        follow(Division.STATE, code, names, written, row);
    }

    /** The field with the name beside the one with the code. */
    private static String textField(Field code) {
        return code.name().replaceFirst("Code$", "");
    }

    /** @param names by code */
    private static void follow(
            Division division,
            Field code,
            Map<String, String> names,
            Map<String, JsonNode> written,
            Map<String, JsonNode> row) {
        String textField = textField(code);
        String text = value(row, textField);
        if (written.containsKey(code.name()) && !written.get(code.name()).isNull()) {
            String chosen = value(row, code.name());
            if (!names.containsKey(chosen)) {
                throw division.wrong(chosen, code.name());
            }
            row.put(textField, Json.text(names.get(chosen)));
        } else if (written.containsKey(textField) && !text.isEmpty()) {
            String found = code(names, text).orElseThrow(() -> division.wrong(text, textField));
            row.put(code.name(), Json.text(found));
            row.put(textField, Json.text(names.get(found)));
        } else if (written.containsKey(textField) || written.containsKey(code.name())) {
            row.remove(textField);
            row.remove(code.name());
        }
    }

    private static Optional<String> code(Map<String, String> names, String text) {
        return names.entrySet().stream()
                .filter(name -> name.getValue().equalsIgnoreCase(text))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static String value(Map<String, JsonNode> row, String field) {
        return row.getOrDefault(field, Json.NODES.nullNode()).asText("");
    }
}
