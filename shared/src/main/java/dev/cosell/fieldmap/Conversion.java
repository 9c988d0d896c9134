package dev.cosell.fieldmap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.Optional;

/**
 * How what Partner Center means and what the CRM's column holds become each other, where the field's type alone does not
 * say it. Both work on one JSON value, never on an empty one: empty stays empty.
 */
sealed interface Conversion {
    Conversion NONE = new None();

    /** Whether what a column holds can be turned back into what Partner Center means. */
    boolean readsBack();

    /** @param meant as Partner Center stores it */
    Converted toCrm(JsonNode meant);

    /** @param stored as the CRM's neutral stored form has it */
    Converted toPartnerCenter(JsonNode stored);

    /** The type does all. */
    record None() implements Conversion {
        @Override
        public boolean readsBack() {
            return true;
        }

        @Override
        public Converted toCrm(JsonNode meant) {
            return new Converted.Done(meant);
        }

        @Override
        public Converted toPartnerCenter(JsonNode stored) {
            return new Converted.Done(stored);
        }
    }

    /**
     * A value map. Case does not count. Of several values with one label the first is read back.
     *
     * @param labels the CRM's label by Partner Center's value, in the order of the file
     */
    record Labels(Map<String, String> labels) implements Conversion {
        @Override
        public boolean readsBack() {
            return true;
        }

        @Override
        public Converted toCrm(JsonNode meant) {
            return found(labels.entrySet().stream()
                            .filter(entry -> entry.getKey().equalsIgnoreCase(meant.asText()))
                            .map(Map.Entry::getValue)
                            .findFirst())
                    .orElseGet(() -> unknown("Partner Center's value", labels.keySet(), meant));
        }

        @Override
        public Converted toPartnerCenter(JsonNode stored) {
            return found(labels.entrySet().stream()
                            .filter(entry -> entry.getValue()
                                    .equalsIgnoreCase(stored.asText().strip()))
                            .map(Map.Entry::getKey)
                            .findFirst())
                    .orElseGet(() -> unknown("the CRM's value", labels.values(), stored));
        }

        private static Optional<Converted> found(Optional<String> text) {
            return text.map(TextNode::valueOf).map(Converted.Done::new);
        }

        private static Converted unknown(String whose, java.util.Collection<String> known, JsonNode found) {
            return new Converted.Failed("expected " + whose + " to be one of " + String.join(", ", known) + ", found \""
                    + found.asText() + "\"");
        }
    }

    /** JSONata expressions; a field that flows one way has only that way's. */
    record Expressions(Optional<Expression> crm, Optional<Expression> partnerCenter) implements Conversion {
        @Override
        public boolean readsBack() {
            return partnerCenter.isPresent();
        }

        @Override
        public Converted toCrm(JsonNode meant) {
            return crm.map(expression -> expression.on(meant)).orElseGet(() -> new Converted.Done(meant));
        }

        @Override
        public Converted toPartnerCenter(JsonNode stored) {
            return partnerCenter.map(expression -> expression.on(stored)).orElseGet(() -> new Converted.Done(stored));
        }
    }
}
