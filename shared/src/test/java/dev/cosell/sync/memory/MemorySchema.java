package dev.cosell.sync.memory;

import dev.cosell.fieldmap.ColumnDescription;
import dev.cosell.fieldmap.ColumnDescription.Kind;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Limit;
import dev.cosell.fieldmap.TableDescription;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The metadata of a CRM that was made for a map: every column it names, of the kind it expects, and no other. */
record MemorySchema(FieldMap map, Map<String, Limit> limits) {
    static MemorySchema of(FieldMap map, Map<String, Limit> limits) {
        return new MemorySchema(map, limits);
    }

    TableDescription describe(String table) {
        Map<String, ColumnDescription> columns = new LinkedHashMap<>();
        for (Field field : map.fields()) {
            for (int i = 0; i < field.crm().size(); i++) {
                String path = field.crm().get(i);
                String[] steps = path.split("/", 2);
                if (steps.length == 2 && table.equals(map.table())) {
                    columns.put(steps[0], column(steps[0], Kind.LOOKUP, List.of(steps[0]), List.of()));
                } else if (steps.length == 2 ? table.equals(steps[0]) : table.equals(map.table())) {
                    columns.put(steps[steps.length - 1], column(field, i, steps[steps.length - 1]));
                }
            }
        }
        if (table.equals(map.table())) {
            columns.put(map.columns().sync(), column(map.columns().sync(), Kind.YES_NO, List.of(), List.of()));
            map.columns().help().ifPresent(help -> columns.put(help, column(help, Kind.CHOICE, List.of(), List.of())));
            columns.putIfAbsent(
                    map.columns().referralId(), column(map.columns().referralId(), Kind.TEXT, List.of(), List.of()));
        }
        return new TableDescription(table, columns);
    }

    private ColumnDescription column(Field field, int place, String name) {
        List<String> targets = name.equals("transactioncurrencyid") ? List.of("transactioncurrency") : List.of();
        List<ColumnDescription.Option> options = field.states().rows().stream()
                .map(row -> row.crm().get(place))
                .filter(value -> value.isInt())
                .distinct()
                .map(value ->
                        new ColumnDescription.Option(value.intValue(), List.of("option " + value), OptionalInt.empty()))
                .toList();
        return column(name, kind(field, place), targets, options);
    }

    private static Kind kind(Field field, int place) {
        return switch (field.type()) {
            case TEXT,
                    NAME,
                    CODE,
                    COUNTRY,
                    SOLUTIONS,
                    REFERRAL_LINK,
                    TERM,
                    CO_SELL_TYPE,
                    MICROSOFTS_ANSWER,
                    TEAM,
                    REGISTRATION -> Kind.TEXT;
            case CURRENCY -> Kind.LOOKUP;
            case MONEY -> Kind.NUMBER;
            case DATE -> Kind.DAY;
            case FLAG -> Kind.YES_NO;
            case STATUS -> place == 0 ? Kind.STATE : Kind.REASON;
            case PEOPLE -> place == 0 ? Kind.LOOKUP : Kind.TEXT;
        };
    }

    private ColumnDescription column(
            String name, Kind kind, List<String> targets, List<ColumnDescription.Option> options) {
        return new ColumnDescription(
                name,
                kind,
                false,
                false,
                false,
                limits.getOrDefault(name, Limit.NONE),
                options,
                targets,
                true,
                true,
                true);
    }
}
