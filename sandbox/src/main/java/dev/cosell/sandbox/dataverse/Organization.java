package dev.cosell.sandbox.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.dataverse.Column.Required;
import dev.cosell.sandbox.dataverse.Database.Stored;
import dev.cosell.sandbox.dataverse.Table.AlternateKey;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One environment: its data, its customised schema, what its application user may not do. */
final class Organization {
    /** What a customer changed about a column; empty means as declared. */
    private record Adjustment(Optional<Required> required, Optional<Integer> maxLength) {}

    /** A production environment, in the words of the enumeration {@code OrganizationType}; a sandbox is CustomerTest. */
    private static final String CUSTOMER = "Customer";

    private static final String MICROSOFTS_PREFIX = "msft_";

    private static final Set<String> TYPES =
            Set.of(CUSTOMER, "CustomerTest", "CustomerFreeTest", "CustomerPreview", "Developer", "Trial");

    private final Clock clock;
    private final Schema declared = Schema.load();
    private final Database data = new Database();
    private final Map<String, Adjustment> adjustments = new LinkedHashMap<>();
    private final Set<String> missingPrivileges = new TreeSet<>();
    private final ColumnSecurity columnSecurity = new ColumnSecurity();
    private final Customization customization = new Customization();
    private String organizationType = CUSTOMER;
    private final List<Event> pending = new ArrayList<>();
    private Options options;
    private Schema schema;
    private long deltaFloor;

    Organization(Clock clock, Options options) {
        this.clock = clock;
        this.options = options;
        this.schema = declared;
        Seed.into(this);
        reshape();
    }

    Schema schema() {
        if (customization.buildsKeys(clock.instant())) {
            reshape();
        }
        return schema;
    }

    Table table(String logicalName) {
        return schema().table(logicalName);
    }

    /** What administrators added; whoever changes it calls {@link #customized}. */
    Customization customization() {
        return customization;
    }

    void customized() {
        reshape();
    }

    ColumnSecurity columnSecurity() {
        return columnSecurity;
    }

    Database data() {
        return data;
    }

    Options options() {
        return options;
    }

    void options(Options changed) {
        options = changed;
        reshape();
    }

    Clock clock() {
        return clock;
    }

    /** Now, to the whole second, as the Web API shows time. */
    String now() {
        return Instant.now(clock).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    void adjust(String table, String column, Optional<Required> required, Optional<Integer> maxLength) {
        Adjustment old =
                adjustments.getOrDefault(table + "/" + column, new Adjustment(Optional.empty(), Optional.empty()));
        adjustments.put(table + "/" + column, new Adjustment(required.or(old::required), maxLength.or(old::maxLength)));
        reshape();
    }

    /** Change tokens of a version below this have expired. */
    long deltaFloor() {
        return deltaFloor;
    }

    /** Makes every change token given so far an expired one. */
    void expireDeltaTokens() {
        deltaFloor = data.advance();
    }

    void missingPrivileges(Set<String> names) {
        missingPrivileges.clear();
        missingPrivileges.addAll(names);
    }

    /** Whether a user holds a privilege: people hold all, the application user those that are not missing. */
    boolean holds(String user, String privilege) {
        return !user.equals(Seed.APPLICATION_USER) || !missingPrivileges.contains(privilege);
    }

    String organizationType() {
        return organizationType;
    }

    void organizationType(String type) {
        if (!TYPES.contains(type)) {
            throw new IllegalArgumentException("expected one of " + new TreeSet<>(TYPES) + ", found '" + type + "'");
        }
        organizationType = type;
    }

    /** @param verb {@code Create}, {@code Read}, {@code Write} or {@code Delete} */
    void demand(String verb, Table table, Caller caller) {
        demandNamed(table.privilege(verb), table, caller);
    }

    /** Only the application user can lack privileges; the people of the sandbox may do everything. */
    void demandNamed(String privilege, Table table, Caller caller) {
        if (!holds(caller.user(), privilege)) {
            throw Refusal.privilege(caller.user(), privilege, table);
        }
    }

    Stored require(Table table, String id) {
        return data.find(table.logicalName(), id).orElseThrow(() -> Refusal.notFound(table, id));
    }

    void raise(Event event) {
        pending.add(event);
    }

    /** Makes the changes since the last call permanent and gives the events they raised. */
    List<Event> commit() {
        data.commit();
        List<Event> raised = List.copyOf(pending);
        pending.clear();
        return raised;
    }

    void rollback() {
        data.rollback();
        pending.clear();
    }

    ObjectNode state() {
        ObjectNode state = Json.object().put("deltaFloor", deltaFloor);
        state.set("options", Json.MAPPER.valueToTree(options));
        state.set("missingPrivileges", Json.MAPPER.valueToTree(missingPrivileges));
        state.set("columnSecurity", columnSecurity.state());
        state.put("organizationType", organizationType);
        state.set("customization", customization.state());
        ObjectNode columns = state.putObject("adjustments");
        adjustments.forEach((name, adjustment) -> {
            ObjectNode column = columns.putObject(name);
            adjustment.required().ifPresent(level -> column.put("required", level.name()));
            adjustment.maxLength().ifPresent(length -> column.put("maxLength", length));
        });
        state.set("data", data.state());
        return state;
    }

    void restore(JsonNode state) {
        options = Json.MAPPER.convertValue(state.get("options"), Options.class);
        customization.restore(state.path("customization"));
        Set<String> missing = new HashSet<>();
        state.get("missingPrivileges").forEach(name -> missing.add(name.asText()));
        missingPrivileges(missing);
        columnSecurity.replace(state.path("columnSecurity"));
        organizationType(state.path("organizationType").asText(CUSTOMER));
        deltaFloor = state.get("deltaFloor").asLong();
        adjustments.clear();
        state.get("adjustments")
                .properties()
                .forEach(column -> adjustments.put(
                        column.getKey(),
                        new Adjustment(
                                Optional.ofNullable(column.getValue().get("required"))
                                        .map(level -> Required.valueOf(level.asText())),
                                Optional.ofNullable(column.getValue().get("maxLength"))
                                        .map(JsonNode::asInt))));
        data.restore(state.get("data"));
        pending.clear();
        reshape();
    }

    private void reshape() {
        Schema installed = options.microsoftsSolution() ? declared : declared.without(MICROSOFTS_PREFIX);
        Schema before = installed.map(
                table -> column -> column.filter(kept -> options.optionalColumns() || !kept.optional())
                        .map(kept -> adjusted(table, kept)),
                table -> key -> key.filter(kept -> options.alternateKeys() || !kept.optional())
                        .map(kept -> indexed(table, kept)));
        schema = customization
                .addedTo(before)
                .map(
                        table -> column -> column,
                        table -> key -> key.map(kept -> kept.building() ? kept : indexed(table, kept)));
    }

    private Column adjusted(Table table, Column column) {
        Adjustment adjustment = adjustments.get(table.logicalName() + "/" + column.name());
        return adjustment == null
                ? column
                : column.with(
                        adjustment.required().orElse(column.required()),
                        adjustment.maxLength().orElse(column.maxLength()));
    }

    private AlternateKey indexed(Table table, AlternateKey key) {
        Set<List<JsonNode>> seen = new HashSet<>();
        boolean failed = data.rows(table.logicalName()).stream()
                .map(row -> key.columns().stream().map(row::value).toList())
                .filter(values -> values.stream().noneMatch(JsonNode::isNull))
                .anyMatch(values -> !seen.add(values));
        return new AlternateKey(key.name(), key.label(), key.columns(), key.optional(), failed, false);
    }
}
