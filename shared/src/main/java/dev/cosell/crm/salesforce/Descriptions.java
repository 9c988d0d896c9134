package dev.cosell.crm.salesforce;

import dev.cosell.fieldmap.ColumnDescription;
import dev.cosell.fieldmap.ColumnDescription.Kind;
import dev.cosell.fieldmap.ColumnDescription.Option;
import dev.cosell.fieldmap.Limit;
import dev.cosell.fieldmap.TableDescription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Describes an object as the check of the field map wants it. Salesforce shows only what the connector's user may read, so a
 * column that field-level security hides is missing.
 */
final class Descriptions {
    private Descriptions() {}

    static TableDescription of(ObjectSchema schema) {
        Map<String, ColumnDescription> columns = new LinkedHashMap<>();
        schema.columns().values().forEach(column -> columns.put(column.name(), column(column)));
        return new TableDescription(schema.name(), columns);
    }

    /**
     * As above, of a mapped object: with the columns that are no columns of its own, a currency that all records have and
     * solutions that are rows of their own.
     */
    static TableDescription of(MappedObject object) {
        Map<String, ColumnDescription> columns =
                new LinkedHashMap<>(of(object.schema()).columns());
        object.impliedCurrencies().forEach(column -> columns.put(column, text(column)));
        object.solutions().ifPresent(column -> columns.put(column, text(column)));
        return new TableDescription(object.name(), columns);
    }

    private static ColumnDescription text(String name) {
        return new ColumnDescription(
                name, Kind.TEXT, false, true, true, Limit.NONE, List.of(), List.of(), true, true, true);
    }

    private static ColumnDescription column(ObjectSchema.Column column) {
        // What Salesforce derives from the stage is written by writing the stage.
        boolean derived = Stages.DERIVED.contains(column.name());
        return new ColumnDescription(
                column.name(),
                kind(column),
                column.createable() && !column.nillable(),
                column.custom(),
                column.defaulted(),
                MappedObject.limit(column),
                options(column),
                column.targets(),
                true,
                derived || column.createable(),
                derived || column.updateable());
    }

    private static Kind kind(ObjectSchema.Column column) {
        return switch (column.type()) {
            case "date" -> Kind.DAY;
            case "datetime" -> Kind.MOMENT;
            case "boolean" -> Kind.YES_NO;
            case "picklist" -> Kind.CHOICE;
            case "reference" -> Kind.LOOKUP;
            case "id" -> Kind.KEY;
            default -> column.isText() ? Kind.TEXT : column.isNumber() ? Kind.NUMBER : Kind.OTHER;
        };
    }

    private static List<Option> options(ObjectSchema.Column column) {
        List<Option> options = new ArrayList<>();
        for (ObjectSchema.Choice choice : column.values()) {
            List<String> labels =
                    Stream.of(choice.value(), choice.label()).distinct().toList();
            options.add(new Option(options.size(), labels, OptionalInt.empty()));
        }
        return List.copyOf(options);
    }
}
