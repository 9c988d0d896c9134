package dev.cosell.launcher.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.launcher.JsonClient;
import dev.cosell.sandbox.salesforce.SourceField;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;

/**
 * What an administrator sets up in Salesforce for the connector: a stage for deals that nobody has answered, the fields of
 * the project in {@code crm/salesforce}, stock fields that the sandbox has not by itself, currencies to sell in, and flows that send outbound messages. The integration user may not send
 * these, so that the connector's own writes come back as no event.
 */
final class SalesforceSetup {
    private final JsonClient control;
    private final String routes;
    private final ControlledRecords records;
    private final Path project;
    private final JsonNode organization = read();

    /** @param project what administrators deploy, in source format */
    SalesforceSetup(JsonClient control, String routes, ControlledRecords records, Path project) {
        this.project = project;
        this.control = control;
        this.routes = routes;
        this.records = records;
    }

    /** Stages, fields and currencies. */
    void prepare() {
        control.send("PATCH", routes + "settings", organization.path("settings"));
        organization.path("stages").forEach(stage -> records.create("OpportunityStage", stage));
        SourceField.in(project).forEach(field -> add(field.object(), field.name(), field.definition()));
        organization
                .path("stockFields")
                .forEach(field ->
                        add(field.path("object").asText(), field.path("name").asText(), field.path("is")));
        organization.path("currencies").forEach(this::currency);
    }

    /** Messages to this address about every save that may concern a deal. */
    void subscribe(URI events) {
        for (JsonNode message : organization.path("messages")) {
            ObjectNode flow = message.deepCopy();
            control.send("POST", routes + "outbound-messages", flow.put("url", events.toString()));
        }
    }

    private void add(String object, String name, JsonNode definition) {
        control.send("PUT", routes + "fields/" + object + "/" + name, definition);
    }

    /** One that was used once is there already and only switched off. */
    private void currency(JsonNode currency) {
        records.all("CurrencyType").stream()
                .filter(row -> row.path("IsoCode").equals(currency.path("IsoCode")))
                .map(records::id)
                .findFirst()
                .ifPresentOrElse(
                        id -> records.change(
                                "CurrencyType",
                                id,
                                JsonClient.JSON.createObjectNode().put("IsActive", true)),
                        () -> records.create("CurrencyType", currency));
    }

    private static JsonNode read() {
        try (InputStream file = SalesforceSetup.class.getResourceAsStream("salesforce-organization.json")) {
            return JsonClient.JSON.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException("salesforce-organization.json is missing from the launcher", e);
        }
    }
}
