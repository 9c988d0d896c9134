package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.salesforce.Database.Stored;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One organisation: its data, its objects as customised, its rules and permissions. */
final class Organization {
    private final Clock clock;
    private final JsonNode declared = Json.resource("schema.json");
    private final Database data = new Database();
    private final Customization customization = new Customization(declared.get("fieldGroups"));
    private final Permissions permissions = new Permissions();
    private final Rules rules;
    private final SaveFaults saveFaults = new SaveFaults();
    private final List<Event> raised = new ArrayList<>();
    private OrganizationSettings settings;
    private Schema schema;

    Organization(Clock clock, OrganizationSettings settings) {
        this.clock = clock;
        this.settings = settings;
        this.schema = Schema.read(declared);
        Seed.into(this);
        reshape();
        this.rules = new Rules(this, declared.get("validationRules"));
    }

    /** Where the present transaction has come to. */
    record Mark(int data, int events) {}

    Schema schema() {
        return schema;
    }

    Database data() {
        return data;
    }

    Permissions permissions() {
        return permissions;
    }

    Rules rules() {
        return rules;
    }

    SaveFaults saveFaults() {
        return saveFaults;
    }

    OrganizationSettings settings() {
        return settings;
    }

    void settings(OrganizationSettings changed) {
        settings = changed;
        reshape();
    }

    /** Changes objects and fields. @throws IllegalArgumentException if they do not fit; then nothing is changed */
    void customize(Consumer<Customization> change) {
        JsonNode before = customization.state();
        try {
            change.accept(customization);
            reshape();
            schema.demandWhole();
        } catch (IllegalArgumentException misfit) {
            customization.restore(before);
            reshape();
            throw misfit;
        }
    }

    /** Lets changes of the customisation, or of a picklist that is data, take effect. */
    void reshape() {
        schema = customization
                .apply(declared)
                .map((type, fields) -> settings.has(type.feature())
                        ? Optional.of(fields.stream()
                                .filter(field -> settings.has(field.feature()))
                                .map(this::choices)
                                .toList())
                        : Optional.empty());
    }

    private Field choices(Field field) {
        return switch (field.valuesFrom()) {
            case "" -> field;
            case "countries" -> field.with(Geography.countries());
            case "states" -> field.with(Geography.states());
            case "CurrencyType" ->
                field.with(data.live("CurrencyType").stream()
                        .map(row -> new Choice(
                                row.text("IsoCode"),
                                row.text("IsoCode"),
                                row.flag("IsActive"),
                                row.flag("IsCorporate")))
                        .toList());
            default ->
                field.with(data.live(field.valuesFrom()).stream()
                        .map(row -> new Choice(
                                row.text("ApiName"),
                                row.text("MasterLabel"),
                                !row.values().containsKey("IsActive") || row.flag("IsActive"),
                                row.flag("IsDefault")))
                        .toList());
        };
    }

    Clock clock() {
        return clock;
    }

    Instant now() {
        return Instant.now(clock);
    }

    /** The day, as fields of type date have it. */
    String today() {
        return now().atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }

    String mint(ObjectType type) {
        return Ids.mint(type.keyPrefix(), data.nextNumber());
    }

    /** What a record has in a field; a checkbox is never empty. */
    JsonNode value(Stored row, Field field) {
        JsonNode value = row.value(field.name());
        if (!value.isNull()) {
            return value;
        }
        if (field.name().equals("CurrencyIsoCode")) {
            return corporateCurrency();
        }
        return field.type() == FieldType.BOOLEAN ? Json.NODES.booleanNode(false) : value;
    }

    /** The currency of what was written before there were several. */
    JsonNode corporateCurrency() {
        return data.live("CurrencyType").stream()
                .filter(row -> row.flag("IsCorporate"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("an organisation has a corporate currency"))
                .value("IsoCode");
    }

    void raise(Event event) {
        raised.add(event);
    }

    Mark mark() {
        return new Mark(data.mark(), raised.size());
    }

    void rollback(Mark mark) {
        data.rollback(mark.data());
        raised.subList(mark.events(), raised.size()).clear();
    }

    /** Makes everything permanent and gives the events that were raised. */
    List<Event> commit() {
        data.commit();
        List<Event> events = List.copyOf(raised);
        raised.clear();
        return events;
    }

    ObjectNode state() {
        ObjectNode state = Json.object();
        state.set("settings", Json.MAPPER.valueToTree(settings));
        state.set("customization", customization.state());
        state.set("permissions", permissions.state());
        state.set("rules", rules.state());
        state.set("data", data.state());
        return state;
    }

    void restore(JsonNode state) {
        settings = Json.MAPPER.convertValue(state.get("settings"), OrganizationSettings.class);
        customization.restore(state.get("customization"));
        data.restore(state.get("data"));
        reshape();
        permissions.restore(state.get("permissions"));
        rules.restore(state.get("rules"));
        raised.clear();
    }
}
