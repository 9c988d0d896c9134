package dev.cosell.fieldmap;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.referral.Milestones;
import dev.cosell.referral.Status;
import dev.cosell.referral.Taxonomy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The whole map for one CRM table. What every sync asks of it is worked out once, when the map is made.
 *
 * @param table the CRM's name of the table, for instance {@code opportunity}
 * @param fields in the order they are shown to people
 * @param columns the CRM columns the connector itself reads or writes beside the mapped fields
 * @param paused known, but neither read nor moved
 * @param filledByCrm required columns that the CRM fills by itself, or that it requires in its forms only
 * @param definitions per group that is kept in step, what it means, in a few letters; as declared, whatever columns the
 *     CRM turns out to have
 * @param groups the fields that are kept in step, by group, in order
 * @param statusField the one field that says where a side stands; every map in use has it, one that is being checked may
 *     lack it
 * @param customerLookup the lookup through which a record shows its customer, such as {@code customerid}: the first step
 *     of the paths that tell the customer's name and address; none in a table that holds these itself, as leads do
 */
public record FieldMap(
        String table,
        List<Field> fields,
        ControlColumns columns,
        List<Field> paused,
        Set<String> filledByCrm,
        Map<String, String> definitions,
        Map<String, List<Field>> groups,
        Optional<Field> statusField,
        Optional<String> customerLookup) {
    /** As declared. */
    public FieldMap(
            String table, List<Field> fields, ControlColumns columns, List<Field> paused, Set<String> filledByCrm) {
        this(table, fields, columns, paused, filledByCrm, Definitions.of(groups(fields)));
    }

    private FieldMap(
            String table,
            List<Field> fields,
            ControlColumns columns,
            List<Field> paused,
            Set<String> filledByCrm,
            Map<String, String> definitions) {
        this(
                table,
                fields,
                columns,
                paused,
                filledByCrm,
                definitions,
                groups(fields),
                statusField(fields),
                customerLookup(fields, paused));
    }

    public Optional<Field> field(String name) {
        return fields.stream().filter(field -> field.name().equals(name)).findFirst();
    }

    private static Map<String, List<Field>> groups(List<Field> fields) {
        Map<String, List<Field>> groups = new LinkedHashMap<>();
        fields.stream()
                .filter(field -> field.direction() != Direction.ON_CREATE)
                .forEach(field -> groups.computeIfAbsent(field.group(), group -> new ArrayList<>())
                        .add(field));
        return Collections.unmodifiableMap(groups);
    }

    /**
     * The groups that are new, or mean something else, since a pair was last in step by this map or one before it: what
     * the pair remembers of them cannot be compared with what they show now.
     *
     * @param known the definitions then; empty if the pair was never in step, so that nothing was before
     */
    public Set<String> redefinedSince(Map<String, String> known) {
        Set<String> redefined = new LinkedHashSet<>();
        if (!known.isEmpty()) {
            definitions.forEach((group, definition) -> {
                if (!definition.equals(known.get(group))) {
                    redefined.add(group);
                }
            });
        }
        return redefined;
    }

    /** Every path of a side that any field reads; of Partner Center also what tells where a referral stands. */
    public Set<String> paths(Side side) {
        Set<String> paths = new LinkedHashSet<>();
        fields.forEach(field -> paths.addAll(field.paths(side)));
        if (side == Side.PARTNER_CENTER) {
            paths.addAll(Milestones.POINTERS);
        }
        return paths;
    }

    /** The groups that read one of these paths of a side, also those that are paused now. */
    public Set<String> groupsReading(Side side, Set<String> paths) {
        return Stream.concat(fields.stream(), paused.stream())
                .filter(field -> field.paths(side).stream().anyMatch(paths::contains))
                .map(Field::group)
                .collect(Collectors.toSet());
    }

    /** Every path of a side that these groups read, also those that are paused now. */
    public Set<String> pathsReadBy(Side side, Set<String> groups) {
        return Stream.concat(fields.stream(), paused.stream())
                .filter(field -> groups.contains(field.group()))
                .flatMap(field -> field.paths(side).stream())
                .collect(Collectors.toSet());
    }

    private static Optional<String> customerLookup(List<Field> fields, List<Field> paused) {
        return Stream.concat(fields.stream(), paused.stream())
                .filter(field -> field.partnerCenter().stream().anyMatch(FieldMap::isOfCustomer))
                .flatMap(field -> field.crm().stream())
                .filter(path -> path.contains("/"))
                .map(path -> path.substring(0, path.indexOf('/')))
                .findFirst();
    }

    /** The account's column behind a member of the referral's customer, such as {@code /customerProfile/name}. */
    public Optional<String> customerColumn(String pointer) {
        return fields.stream()
                .filter(field -> field.partnerCenter().contains(pointer))
                .flatMap(field -> field.crm().stream())
                .filter(path -> path.contains("/"))
                .map(path -> path.substring(path.indexOf('/') + 1))
                .findFirst();
    }

    private static boolean isOfCustomer(String pointer) {
        return pointer.equals("/customerProfile/name") || pointer.startsWith("/customerProfile/address/");
    }

    /** The same map, with what the CRM's own metadata says about its columns. */
    public FieldMap within(Map<String, Limit> limits) {
        return new FieldMap(
                table,
                fields.stream()
                        .map(field -> field.crm().size() == 1
                                        && limits.containsKey(field.crm().getFirst())
                                ? field.within(limits.get(field.crm().getFirst()))
                                : field)
                        .toList(),
                columns,
                paused,
                filledByCrm,
                definitions);
    }

    /** Those that must not be empty on an occasion. */
    public List<Field> requiredFor(Occasion occasion) {
        return fields.stream()
                .filter(field -> field.requiredFor().contains(occasion))
                .toList();
    }

    private static Optional<Field> statusField(List<Field> fields) {
        return fields.stream().filter(field -> field.type() == ValueType.STATUS).findFirst();
    }

    /** Where a side stands, by what it shows; nothing if it does not show it. */
    public Optional<Status> status(Side side, Map<String, JsonNode> shown) {
        return statusField
                .flatMap(field -> field.on(side, shown))
                .flatMap(value -> value instanceof Value.Stage(Status status) ? Optional.of(status) : Optional.empty());
    }

    /** This map, and the fields of another one that this one does not have. */
    FieldMap and(FieldMap other) {
        List<Field> both = Stream.concat(
                        fields.stream(),
                        other.fields.stream().filter(field -> !paths(Side.CRM).containsAll(field.crm())))
                .toList();
        return new FieldMap(table, both, columns, paused, filledByCrm, definitions);
    }

    /** The same map, with the lists that its terms come from. */
    FieldMap knowing(Taxonomy taxonomy) {
        return new FieldMap(
                table,
                fields.stream().map(field -> field.knowing(taxonomy)).toList(),
                columns,
                paused,
                filledByCrm,
                definitions);
    }

    /**
     * What a side showed when it was made, as far as that can be told later: what it shows now where that still agrees
     * with what it was made from, and what it was made with where somebody has changed it since.
     *
     * @param made the side that was made
     * @param shown its stored form now
     * @param sources the other side's stored form it was made from
     */
    public Map<String, JsonNode> asMade(Side made, Map<String, JsonNode> shown, Map<String, JsonNode> sources) {
        Map<String, JsonNode> asMade = crossing(made, made, shown);
        for (Field field : fields) {
            Optional<Value> from = field.on(made.other(), sources);
            Optional<Value> now = field.on(made, shown);
            boolean changed = field.comesWith(made)
                    && from.isPresent()
                    && now.isPresent()
                    && field.unclear(made, from.get()).isEmpty()
                    && !(made == Side.CRM ? field.agree(from.get(), now.get()) : field.agree(now.get(), from.get()));
            if (changed) {
                asMade.putAll(field.stored(made, from.get()));
            }
        }
        return asMade;
    }

    /**
     * The part of a side's stored form that crosses when one side is made from the other: what may be remembered as
     * seen. Fields that only flow the other way have not met by that, nor have those whose value the map cannot translate.
     *
     * @param side whose stored form it is
     * @param made the side that was made
     */
    public Map<String, JsonNode> crossing(Side side, Side made, Map<String, JsonNode> stored) {
        Map<String, JsonNode> crossing = new LinkedHashMap<>();
        for (Field field : fields) {
            boolean untranslated = side != made
                    && field.on(side, stored)
                            .flatMap(value -> field.unclear(made, value))
                            .isPresent();
            if (field.comesWith(made) && !untranslated) {
                field.paths(side).stream()
                        .filter(stored::containsKey)
                        .forEach(path -> crossing.put(path, stored.get(path)));
            }
        }
        return crossing;
    }
}
