package dev.cosell.crm.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.crm.Remembered;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.Near;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The options of the table's choice columns: numbers to the CRM, labels to everybody else. One call per process, and
 * one more whenever something unknown is met, because an option may have been added since.
 *
 * <p>The numbers differ between organisations, so they are never written down here.
 */
final class Choices {
    /** Labels may be translated; Partner Center's words are English. */
    private static final int ENGLISH = 1033;

    /**
     * @param label the English one where there is one, which keeps the stored form stable
     * @param labels in all languages; any of them may be written
     */
    private record Option(int value, String label, List<String> labels) {}

    private final WebApi api;
    private final FieldMap map;
    private final Remembered<Map<String, List<Option>>> options = new Remembered<>(this::read);

    Choices(WebApi api, FieldMap map) {
        this.api = api;
        this.map = map;
    }

    /** The label of a value; nothing if the column has no such option. */
    Optional<String> label(String column, int value) {
        Optional<String> label = label(options.get(), column, value);
        return label.isPresent() ? label : label(reread(), column, value);
    }

    /** As {@link #label}, but only from what is known without a call. */
    Optional<String> knownLabel(String column, int value) {
        return options.known().flatMap(known -> label(known, column, value));
    }

    /**
     * The value of a label, whatever its case.
     *
     * @throws dev.cosell.problem.Failure with {@code INVALID_VALUE} and the nearest labels
     */
    int value(String column, String label) {
        return value(options.get(), column, label)
                .or(() -> value(reread(), column, label))
                .orElseThrow(() -> unknown(column, label).failure());
    }

    private Problem unknown(String column, String label) {
        List<String> labels = of(options.get(), column).map(Option::label).toList();
        return Problem.of(
                        ProblemCode.INVALID_VALUE,
                        "expected an option of " + column + ", found \"" + label + "\"; nearest: "
                                + String.join(", ", Near.to(label, labels)))
                .from(RemoteSystem.CRM);
    }

    private Map<String, List<Option>> reread() {
        options.forget();
        return options.get();
    }

    private Map<String, List<Option>> read() {
        Map<String, List<Option>> read = new HashMap<>();
        String query = "$select=LogicalName&$expand=OptionSet($select=Options),GlobalOptionSet($select=Options)";
        for (JsonNode column : api.list(TableSchema.attributes(map, "Picklist", query))) {
            // A column has options of its own or shares a global choice; the other one is null.
            JsonNode set = column.path("OptionSet").path("Options").isEmpty()
                    ? column.path("GlobalOptionSet")
                    : column.path("OptionSet");
            read.put(
                    column.path("LogicalName").asText(),
                    StreamSupport.stream(set.path("Options").spliterator(), false)
                            .map(Choices::option)
                            .toList());
        }
        return read;
    }

    private static Option option(JsonNode option) {
        JsonNode localized = option.path("Label").path("LocalizedLabels");
        List<String> labels = texts(localized, false).toList();
        String label = texts(localized, true)
                .findFirst()
                .orElseGet(() -> option.path("Label")
                        .path("UserLocalizedLabel")
                        .path("Label")
                        .asText(labels.isEmpty() ? "" : labels.getFirst()));
        return new Option(option.path("Value").asInt(), label, labels);
    }

    private static Stream<String> texts(JsonNode localized, boolean englishOnly) {
        return StreamSupport.stream(localized.spliterator(), false)
                .filter(label -> !englishOnly || label.path("LanguageCode").asInt() == ENGLISH)
                .map(label -> label.path("Label").asText());
    }

    private static Optional<String> label(Map<String, List<Option>> options, String column, int value) {
        return of(options, column)
                .filter(option -> option.value() == value)
                .map(Option::label)
                .findFirst();
    }

    private static Optional<Integer> value(Map<String, List<Option>> options, String column, String label) {
        String wanted = label.strip();
        return of(options, column)
                .filter(option -> option.label().equalsIgnoreCase(wanted)
                        || option.labels().stream().anyMatch(wanted::equalsIgnoreCase))
                .map(Option::value)
                .findFirst();
    }

    private static Stream<Option> of(Map<String, List<Option>> options, String column) {
        return options.getOrDefault(column, List.of()).stream();
    }
}
