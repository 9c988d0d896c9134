package dev.cosell.sandbox.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * One column as {@code schema.json} declares it.
 *
 * @param required level as in the metadata; the platform itself insists on {@code SYSTEMREQUIRED} only
 * @param maxLength of texts, in characters; 0 = not limited
 * @param precision decimal places
 * @param precisionSource {@code column}, or {@code currency}: as many places as the record's currency has
 * @param initial value of a new record that does not give one; missing if none
 * @param options of choices
 * @param optionSet name of the global choice that gives the options, or null
 * @param targets tables a lookup may point to
 * @param baseOf the money column whose value in the base currency this is, or null
 * @param computed maintained by the platform, not valid for create nor update
 * @param createInvalid not valid for create
 * @param createOnly not valid for update
 * @param unreadable not valid for read
 * @param optional belongs to our own optional solution
 */
record Column(
        String name,
        ColumnType type,
        String label,
        Required required,
        int maxLength,
        int precision,
        String precisionSource,
        BigDecimal min,
        BigDecimal max,
        JsonNode initial,
        List<Option> options,
        String optionSet,
        List<Target> targets,
        String baseOf,
        boolean computed,
        boolean createInvalid,
        boolean createOnly,
        boolean unreadable,
        boolean optional) {
    Column {
        label = label == null ? name : label;
        required = required == null ? Required.NONE : required;
        initial = initial == null ? MissingNode.getInstance() : initial;
        options = options == null ? List.of() : List.copyOf(options);
        targets = targets == null ? List.of() : List.copyOf(targets);
    }

    enum Required {
        NONE("None"),
        RECOMMENDED("Recommended"),
        APPLICATIONREQUIRED("ApplicationRequired"),
        SYSTEMREQUIRED("SystemRequired");

        private final String level;

        Required(String level) {
            this.level = level;
        }

        String level() {
            return level;
        }
    }

    /**
     * One choice.
     *
     * @param state of a status reason: the state it belongs to
     * @param status of a state: its default status reason
     */
    record Option(int value, String label, Integer state, Integer status) {}

    /** @param navigation name of the navigation property that reaches this table; case matters */
    record Target(String table, String navigation) {}

    static Column primaryKey(String name) {
        return new Column(
                name,
                ColumnType.UNIQUEIDENTIFIER,
                name,
                Required.SYSTEMREQUIRED,
                0,
                0,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                false,
                false,
                true,
                false,
                false);
    }

    boolean validForCreate() {
        return !computed && !createInvalid;
    }

    boolean validForUpdate() {
        return !computed && !createOnly;
    }

    /** The member that carries the column in JSON: a lookup appears as {@code _name_value}. */
    String jsonName() {
        return type.isLookup() ? "_" + name + "_value" : name;
    }

    Optional<Option> option(int value) {
        return options.stream().filter(option -> option.value() == value).findFirst();
    }

    Column with(Required level, int length) {
        return new Column(
                name,
                type,
                label,
                level,
                length,
                precision,
                precisionSource,
                min,
                max,
                initial,
                options,
                optionSet,
                targets,
                baseOf,
                computed,
                createInvalid,
                createOnly,
                unreadable,
                optional);
    }

    Column withOptions(List<Option> choices) {
        return new Column(
                name,
                type,
                label,
                required,
                maxLength,
                precision,
                precisionSource,
                min,
                max,
                initial,
                choices,
                optionSet,
                targets,
                baseOf,
                computed,
                createInvalid,
                createOnly,
                unreadable,
                optional);
    }
}
