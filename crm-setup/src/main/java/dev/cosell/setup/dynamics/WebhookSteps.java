package dev.cosell.setup.dynamics;

import dev.cosell.fieldmap.ControlColumns;
import dev.cosell.fieldmap.Direction;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMaps;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The steps by which Dynamics 365 tells the connector of changes: every creation, deletion and merge of a mapped table, and
 * of changes those of columns that cross or steer. What the connector alone writes is in none: it would come back.
 */
final class WebhookSteps {
    /** The table behind a lookup of the field map whose changes give a held deal another try. Users send no events. */
    private static final Map<String, String> RELATED = Map.of("customerid", "account", "parentcontactid", "contact");

    private WebhookSteps() {}

    /**
     * A step.
     *
     * @param columns of an Update, those of which one has to be written; empty for any other message
     */
    record WantedStep(String message, String table, Set<String> columns) {
        WantedStep {
            columns = Set.copyOf(columns);
        }
    }

    static List<WantedStep> of(FieldMaps maps) {
        List<WantedStep> steps = new ArrayList<>();
        steps.addAll(of(maps.deals(), ofDeals(maps.deals())));
        maps.leads().ifPresent(map -> {
            steps.addAll(of(map, ofLeads(map)));
            steps.add(new WantedStep("Merge", map.table(), Set.of()));
        });
        related(maps.deals()).forEach((table, columns) -> steps.add(new WantedStep("Update", table, columns)));
        return steps;
    }

    private static List<WantedStep> of(FieldMap map, Set<String> columns) {
        return List.of(
                new WantedStep("Create", map.table(), Set.of()),
                new WantedStep("Update", map.table(), columns),
                new WantedStep("Delete", map.table(), Set.of()));
    }

    private static Set<String> ofDeals(FieldMap map) {
        Set<String> columns = steering(map.columns());
        crossing(map).map(path -> path.split("/", 2)[0]).forEach(columns::add);
        columns.remove(map.table() + "id");
        return columns;
    }

    /** What is only used when a record is made matters before there is a record. */
    private static Set<String> ofLeads(FieldMap map) {
        Set<String> columns = steering(map.columns());
        map.fields().stream()
                .filter(field ->
                        field.direction() == Direction.BOTH || field.direction() == Direction.TO_PARTNER_CENTER)
                .flatMap(field -> field.crm().stream())
                .filter(path -> !path.contains("/"))
                .forEach(columns::add);
        columns.remove(map.table() + "id");
        return columns;
    }

    private static Set<String> steering(ControlColumns control) {
        Set<String> columns = new TreeSet<>(control.needed());
        Stream.of(control.asked().syncNow(), control.asked().keep())
                .flatMap(Optional::stream)
                .forEach(columns::add);
        return columns;
    }

    private static Map<String, Set<String>> related(FieldMap map) {
        Map<String, Set<String>> columns = new LinkedHashMap<>();
        Stream.concat(crossing(map), map.columns().otherCountries().stream())
                .map(path -> path.split("/"))
                .filter(path -> path.length > 1 && RELATED.containsKey(path[0]))
                .forEach(path -> columns.computeIfAbsent(RELATED.get(path[0]), table -> new TreeSet<>())
                        .add(path[1]));
        return columns;
    }

    private static Stream<String> crossing(FieldMap map) {
        return map.fields().stream()
                .filter(field -> field.direction() != Direction.TO_CRM)
                .flatMap(field -> field.crm().stream());
    }
}
