package dev.cosell.crm.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.http.Answer;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.Near;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lookups to the rows of other tables, by the name of the row: any table, as the metadata describes it.
 *
 * <p>Two calls per column say where it leads, once per process; one per row its name, once per process; one per write
 * finds the row of a name, since rows come and go.
 */
final class Lookups {
    /** A row that was renamed shows its old name until the process ends; so few are ever met that all can be kept. */
    private static final int MOST_NAMES = 10_000;

    private static final int MOST_SUGGESTED_FROM = 100;

    /**
     * Where a column leads.
     *
     * @param navigation property by which a payload refers to it, in its own case
     */
    private record Target(String navigation, String entitySet, String key, String name) {
        String row(String id) {
            return entitySet + "("
                    + Guid.parse(id).orElseThrow(() -> new IllegalArgumentException("expected a GUID, found " + id))
                    + ")";
        }
    }

    /** How a payload refers to a row. */
    record Reference(String property, String row) {}

    private final WebApi api;
    private final FieldMap map;
    private final Map<String, Target> targets = new ConcurrentHashMap<>();
    private final Map<String, String> names = new ConcurrentHashMap<>();

    Lookups(WebApi api, FieldMap map) {
        this.api = api;
        this.map = map;
    }

    /** The name of a row; nothing if it cannot be seen. */
    Optional<String> name(String column, String id) {
        Optional<String> known = knownName(column, id);
        return known.isPresent() ? known : readName(column, id);
    }

    /** As {@link #name}, but only from what is known without a call. */
    Optional<String> knownName(String column, String id) {
        return Optional.ofNullable(names.get(key(column, id)));
    }

    /** How a payload empties a column. */
    String property(String column) {
        return target(column).navigation() + "@odata.bind";
    }

    /**
     * How a payload refers to the row with a name.
     *
     * @throws dev.cosell.problem.Failure {@code INVALID_VALUE} with the nearest names, if there is none or several
     */
    Reference reference(String column, String name) {
        Target target = target(column);
        List<JsonNode> rows = api.list(target.entitySet() + "?$select=" + target.key() + "," + target.name()
                + "&$filter=" + WebApi.encode(target.name() + " eq ") + WebApi.literal(name.strip()) + "&$top=2");
        if (rows.size() != 1) {
            throw unknown(column, name, rows.size(), target).failure();
        }
        String id = Guid.in(rows.getFirst(), target.key());
        remember(column, id, rows.getFirst().path(target.name()).asText());
        return new Reference(property(column), "/" + target.row(id));
    }

    private Optional<String> readName(String column, String id) {
        Target target = target(column);
        String path = target.row(id) + "?$select=" + target.name();
        Answer answer = api.send("GET", path, Map.of());
        if (!answer.ok() && WebApiError.of(answer).gone()) {
            return Optional.empty();
        }
        if (!answer.ok()) {
            throw api.refusal(answer, "GET", path).failure();
        }
        String name = api.body(answer, "GET", path).path(target.name()).asText("");
        remember(column, id, name);
        return Optional.of(name).filter(text -> !text.isBlank());
    }

    private void remember(String column, String id, String name) {
        if (names.size() < MOST_NAMES && !name.isBlank()) {
            names.put(key(column, id), name);
        }
    }

    private static String key(String column, String id) {
        return column + " " + id.toLowerCase(Locale.ROOT);
    }

    private Problem unknown(String column, String name, int found, Target target) {
        List<String> all = api
                .list(target.entitySet() + "?$select=" + target.name() + "&$orderby=" + target.name() + "&$top="
                        + MOST_SUGGESTED_FROM)
                .stream()
                .map(row -> row.path(target.name()).asText(""))
                .filter(text -> !text.isBlank())
                .toList();
        return Problem.of(
                        ProblemCode.INVALID_VALUE,
                        "expected one row called \"" + name + "\" for " + column + ", found "
                                + (found == 0 ? "none" : "several") + "; nearest: "
                                + String.join(", ", Near.to(name, all)))
                .from(RemoteSystem.CRM);
    }

    private Target target(String column) {
        return targets.computeIfAbsent(column, this::readTarget);
    }

    /** A column that leads to several tables is none whose row a name could tell. */
    private Target readTarget(String column) {
        Map<String, JsonNode> relations = new LinkedHashMap<>();
        api.list("EntityDefinitions(LogicalName='" + map.table() + "')/ManyToOneRelationships"
                        + "?$select=ReferencingAttribute,ReferencedEntity,ReferencingEntityNavigationPropertyName"
                        + "&$filter=" + WebApi.encode("ReferencingAttribute eq ") + WebApi.literal(column))
                .forEach(relation ->
                        relations.put(relation.path("ReferencedEntity").asText(), relation));
        if (relations.size() != 1) {
            throw Problem.of(
                            ProblemCode.SCHEMA_MISMATCH,
                            "expected " + column + " to lead to one table, found " + relations.keySet())
                    .from(RemoteSystem.CRM)
                    .failure();
        }
        Map.Entry<String, JsonNode> relation = relations.entrySet().iterator().next();
        JsonNode table = api.get("EntityDefinitions(LogicalName='" + relation.getKey()
                + "')?$select=EntitySetName,PrimaryIdAttribute,PrimaryNameAttribute");
        return new Target(
                relation.getValue()
                        .path("ReferencingEntityNavigationPropertyName")
                        .asText(),
                table.path("EntitySetName").asText(),
                table.path("PrimaryIdAttribute").asText(),
                table.path("PrimaryNameAttribute").asText());
    }
}
