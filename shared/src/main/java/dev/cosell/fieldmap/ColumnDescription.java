package dev.cosell.fieldmap;

import java.util.List;
import java.util.OptionalInt;

/**
 * What a CRM's metadata says about one column, and what the connector's user may do with it.
 *
 * @param required whether a record is not complete without it, be it for the platform or for the customer's business
 * @param custom whether it was added to the table, by the customer or by a solution
 * @param hasDefault whether a record that gives no value gets one
 * @param limit what it holds, as far as the metadata says
 * @param options of a choice, a state or a status reason
 * @param targets of a lookup, the tables it may point to
 * @param readable whether the user may read it, column security included; so for creating and updating
 */
public record ColumnDescription(
        String name,
        Kind kind,
        boolean required,
        boolean custom,
        boolean hasDefault,
        Limit limit,
        List<Option> options,
        List<String> targets,
        boolean readable,
        boolean creatable,
        boolean updatable) {
    /** What a column holds. */
    public enum Kind {
        TEXT("a text"),
        NUMBER("a number"),
        DAY("a date without a time"),
        MOMENT("a date with a time"),
        YES_NO("yes or no"),
        CHOICE("a choice"),
        STATE("a state"),
        REASON("a status reason"),
        LOOKUP("a lookup"),
        KEY("an id"),
        OTHER("something else");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** As people read it in messages. */
        public String label() {
            return label;
        }
    }

    /**
     * One option.
     *
     * @param labels in all languages, the one that is read first
     * @param state of a status reason, the state it belongs to
     */
    public record Option(int value, List<String> labels, OptionalInt state) {
        String label() {
            return labels.isEmpty() ? "" : labels.getFirst();
        }

        @Override
        public String toString() {
            return value + " " + label();
        }
    }

    List<String> labels() {
        return options.stream().map(Option::label).toList();
    }

    boolean hasLabel(String label) {
        return options.stream().flatMap(option -> option.labels().stream()).anyMatch(label::equalsIgnoreCase);
    }
}
