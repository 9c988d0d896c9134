package dev.cosell.fieldmap;

import dev.cosell.referral.Taxonomy;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The maps of one CRM: that of its deals, and that of its leads if leads cross too.
 *
 * @param deals of the table in which a deal ends, for instance {@code opportunity}
 * @param leads of the table in which it may begin
 * @param pointers every JSON pointer that any of the maps reads in a referral
 */
public record FieldMaps(FieldMap deals, Optional<FieldMap> leads, Set<String> pointers) {
    public FieldMaps(FieldMap deals, Optional<FieldMap> leads) {
        this(deals, leads, pointers(deals, leads));
    }

    /** Only deals cross. */
    public static FieldMaps of(FieldMap deals) {
        return new FieldMaps(deals, Optional.empty());
    }

    /** The map of a table, if it is mapped. */
    public Optional<FieldMap> ofTable(String table) {
        return deals.table().equals(table)
                ? Optional.of(deals)
                : leads.filter(map -> map.table().equals(table));
    }

    /** The map of a record's table; of the deals' table if there is no record, or none of that table. */
    public FieldMap of(Optional<String> table) {
        return table.flatMap(this::ofTable).orElse(deals);
    }

    /** Deals first. */
    public List<FieldMap> all() {
        return leads.map(map -> List.of(deals, map)).orElseGet(() -> List.of(deals));
    }

    /** These maps, and the fields that other maps of the same tables have beside them; only for asking who knows a column. */
    public FieldMaps and(FieldMaps others) {
        UnaryOperator<FieldMap> both =
                map -> others.ofTable(map.table()).map(map::and).orElse(map);
        return new FieldMaps(both.apply(deals), leads.map(both));
    }

    private static Set<String> pointers(FieldMap deals, Optional<FieldMap> leads) {
        Set<String> pointers = new LinkedHashSet<>(deals.paths(Side.PARTNER_CENTER));
        leads.ifPresent(map -> pointers.addAll(map.paths(Side.PARTNER_CENTER)));
        return Collections.unmodifiableSet(pointers);
    }

    /** The same maps, with the lists that their terms come from. */
    public FieldMaps knowing(Taxonomy taxonomy) {
        return new FieldMaps(deals.knowing(taxonomy), leads.map(map -> map.knowing(taxonomy)));
    }

    /** The same maps, with what the CRM's own metadata says about the columns of each table. */
    public FieldMaps within(Map<String, Map<String, Limit>> limitsByTable) {
        UnaryOperator<FieldMap> limited = map -> map.within(limitsByTable.getOrDefault(map.table(), Map.of()));
        return new FieldMaps(limited.apply(deals), leads.map(limited));
    }
}
