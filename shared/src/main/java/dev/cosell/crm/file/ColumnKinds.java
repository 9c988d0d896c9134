package dev.cosell.crm.file;

import dev.cosell.fieldmap.ColumnDescription;
import dev.cosell.fieldmap.ColumnDescription.Kind;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Limit;
import dev.cosell.fieldmap.TableDescription;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What columns hold. A file does not say it, so the field map does; of accounts, contacts and users it is known. */
final class ColumnKinds {
    static final String ACCOUNTS = "accounts";
    static final String CONTACTS = "contacts";
    static final String USERS = "users";

    /** What a spreadsheet's cell holds at most. */
    private static final int LONGEST_CELL = 32_767;

    /** Columns that point to a row of another file, whatever file they are in. */
    private static final Map<String, String> TARGETS =
            Map.of("account", ACCOUNTS, "parent", ACCOUNTS, "contact", CONTACTS, "owner", USERS);

    private static final Map<String, Kind> OF_PEOPLE = Map.of(FileCustomers.NOT_TO_BE_CONTACTED, Kind.YES_NO);

    private final FieldMap map;
    private final Map<String, Kind> ofDeals = new HashMap<>();

    ColumnKinds(FieldMap map) {
        this.map = map;
        map.fields().forEach(this::add);
        ofDeals.put(map.columns().sync(), Kind.YES_NO);
        map.columns().help().ifPresent(help -> ofDeals.put(help, Kind.CHOICE));
        map.columns().asked().syncNow().ifPresent(now -> ofDeals.put(now, Kind.YES_NO));
        map.columns().told().deadline().ifPresent(deadline -> ofDeals.put(deadline, Kind.MOMENT));
    }

    private void add(Field field) {
        Kind kind = switch (field.type()) {
            case MONEY -> Kind.NUMBER;
            case DATE -> Kind.DAY;
            case FLAG -> Kind.YES_NO;
            case STATUS -> Kind.CHOICE;
            default -> Kind.TEXT;
        };
        field.crm().stream().filter(path -> !path.contains("/")).forEach(column -> ofDeals.put(column, kind));
    }

    Kind of(String table, String column) {
        if (column.equals(CsvTable.ID)) {
            return Kind.KEY;
        }
        if (TARGETS.containsKey(column)) {
            return Kind.LOOKUP;
        }
        return (table.equals(map.table()) ? ofDeals : OF_PEOPLE).getOrDefault(column, Kind.TEXT);
    }

    /** The table that a column's rows are in, if it points to rows. */
    static Optional<String> target(String column) {
        return Optional.ofNullable(TARGETS.get(column));
    }

    /** What the connector can do with a file, by its first row. */
    TableDescription describe(String name, CsvTable table) {
        Map<String, ColumnDescription> columns = new LinkedHashMap<>();
        table.columns().stream().filter(table::has).forEach(column -> columns.put(column, describe(name, column)));
        return new TableDescription(name, columns);
    }

    private ColumnDescription describe(String table, String column) {
        return new ColumnDescription(
                column,
                of(table, column),
                false,
                false,
                false,
                limit(table, column),
                List.of(),
                target(column).map(List::of).orElse(List.of()),
                true,
                true,
                true);
    }

    /** What a column that is there holds. */
    Limit limit(String table, String column) {
        return of(table, column) == Kind.TEXT ? Limit.length(LONGEST_CELL) : Limit.NONE;
    }
}
