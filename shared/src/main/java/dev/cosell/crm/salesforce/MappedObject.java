package dev.cosell.crm.salesforce;

import dev.cosell.crm.MappedColumns;
import dev.cosell.crm.Telling;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Limit;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.ValueType;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One of the two objects in which deals live: which of the mapped columns it has, and what they hold. Describe calls are
 * made when first needed.
 *
 * <p>Two columns are no columns everywhere: the currency is missing where the organisation has only one, and the solutions
 * are rows of an object of their own.
 */
final class MappedObject {
    static final String ID = "Id";

    private final FieldMap map;
    private final Schemas schemas;
    private final Currencies currencies;
    private final Set<String> currencyColumns;
    private final Telling telling;

    MappedObject(FieldMap map, Schemas schemas, Currencies currencies) {
        this.map = map;
        this.schemas = schemas;
        this.currencies = currencies;
        this.currencyColumns = MappedColumns.currencies(map);
        this.telling = new Telling(map, this::has, this::limit);
    }

    FieldMap map() {
        return map;
    }

    String name() {
        return map.table();
    }

    Telling telling() {
        return telling;
    }

    ObjectSchema schema() {
        return schemas.of(name());
    }

    boolean has(String column) {
        return schema().has(column);
    }

    /**
     * The mapped and control columns that the object itself has, and the lookups that mapped paths go through.
     *
     * @throws dev.cosell.problem.Failure {@code SCHEMA_MISMATCH} naming every one without which nothing can be shared
     */
    Set<String> columns() {
        ObjectSchema schema = schema();
        Set<String> missing = required()
                .filter(column -> !schema.has(column) && !isElsewhere(column))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!missing.isEmpty()) {
            throw Problem.of(
                            ProblemCode.SCHEMA_MISMATCH,
                            "expected object " + name() + " to have the mapped columns, found none called "
                                    + String.join(", ", missing)
                                    + " that the connector's user may see")
                    .from(RemoteSystem.CRM)
                    .failure();
        }
        return Stream.of(required(), optional(), lookups().stream())
                .flatMap(columns -> columns)
                .filter(schema::has)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Mapped paths through each lookup. */
    Map<String, Set<String>> related() {
        Map<String, Set<String>> related = new LinkedHashMap<>();
        Stream.concat(map.paths(Side.CRM).stream(), map.columns().otherCountries().stream())
                .filter(path -> path.contains("/"))
                .forEach(path -> related.computeIfAbsent(
                                path.substring(0, path.indexOf('/')), lookup -> new LinkedHashSet<>())
                        .add(path));
        return related;
    }

    /** The column of the solutions, if they are rows of their own. */
    Optional<String> solutions() {
        return MappedColumns.ofType(map, ValueType.SOLUTIONS).stream()
                .filter(column -> column.equals(SolutionRows.OBJECT) && !has(column))
                .filter(column -> SolutionRows.relation(schema()).isPresent())
                .findFirst();
    }

    /** Columns of a currency that records do not have: all are in the organisation's only one. */
    Set<String> impliedCurrencies() {
        return currencyColumns.stream()
                .filter(column -> column.equals(Currencies.COLUMN) && !currencies.isOfRecords(name()))
                .collect(Collectors.toUnmodifiableSet());
    }

    boolean isElsewhere(String column) {
        return impliedCurrencies().contains(column)
                || solutions().filter(column::equals).isPresent();
    }

    Limit limit(String column) {
        return schema().column(column).map(MappedObject::limit).orElse(Limit.NONE);
    }

    /** What the mapped columns hold; of optional ones that are missing, that there is no place. */
    Map<String, Limit> limits() {
        Map<String, Limit> limits = new LinkedHashMap<>();
        for (String column : columns()) {
            Limit limit = limit(column);
            if (!limit.equals(Limit.NONE)) {
                limits.put(column, limit);
            }
        }
        MappedColumns.optional(map).stream()
                .filter(column -> !has(column) && !isElsewhere(column))
                .forEach(missing -> limits.put(missing, Limit.NOTHING));
        limits.keySet().retainAll(map.paths(Side.CRM));
        return Map.copyOf(limits);
    }

    static Limit limit(ObjectSchema.Column column) {
        if (column.isText()) {
            return Limit.length(column.length());
        }
        return column.isNumber() ? Limit.precision(column.scale()) : Limit.NONE;
    }

    private Set<String> lookups() {
        return related().keySet();
    }

    private Stream<String> required() {
        return Stream.concat(
                map.paths(Side.CRM).stream()
                        .filter(path -> !path.contains("/"))
                        .filter(path -> !MappedColumns.optional(map).contains(path)),
                map.columns().needed().stream());
    }

    /** Without them the seller sees less, or leads stay leads, and everything else works. */
    private Stream<String> optional() {
        return Stream.of(
                        MappedColumns.optional(map).stream().sorted(),
                        map.columns().forSellers().stream(),
                        map.columns().lineage().stream())
                .flatMap(columns -> columns);
    }
}
