package dev.cosell.setup.dynamics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.http.TokenSource;
import dev.cosell.http.Transport;
import dev.cosell.setup.Finding;
import dev.cosell.setup.Item;
import dev.cosell.setup.SetUp;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Sets a Dynamics 365 environment up: which things it needs, in which order, and that they are published. */
public final class DynamicsSetUp {
    private final Dataverse dataverse;
    private final FieldMaps maps;
    private final Optional<Events> events;

    /**
     * Makes no call.
     *
     * @param tokens of the administrator
     * @param maps those of the connector, with one of leads if leads cross
     * @param events where events go; without, no webhook is looked at or made
     */
    public DynamicsSetUp(
            URI environment, Transport transport, TokenSource tokens, FieldMaps maps, Optional<Events> events) {
        this.dataverse = new Dataverse(environment, transport, tokens);
        this.maps = maps;
        this.events = events;
    }

    /** How everything stands; changes nothing. */
    public List<Finding> check(Consumer<Finding> tell) {
        return new SetUp(items(), tell).check();
    }

    /** Makes and completes what is needed, and publishes it if anything was. */
    public List<Finding> apply(Consumer<Finding> tell) {
        List<Finding> findings = new SetUp(items(), tell).apply();
        if (findings.stream().anyMatch(finding -> finding.state().isChange())) {
            publish();
        }
        return findings;
    }

    private List<Item> items() {
        List<WantedTable> tables = WantedTable.of(maps);
        Definitions definitions = new Definitions(dataverse);
        Labels labels = new Labels(dataverse
                .get("organizations?$select=languagecode")
                .at("/value/0/languagecode")
                .asInt());
        List<Item> items = new ArrayList<>();
        items.add(new Administrator(dataverse));
        homes(tables, definitions).forEach(home -> {
            items.add(new PublisherItem(dataverse, home));
            items.add(new SolutionItem(dataverse, home));
        });
        choices(tables, definitions).forEach(name -> items.add(new ChoiceItem(dataverse, definitions, labels, name)));
        tables.forEach(table -> items.addAll(ofTable(table, definitions, labels)));
        items.add(new RoleItem(dataverse, maps.leads().isPresent()));
        events.ifPresent(to -> {
            EndpointItem endpoint = new EndpointItem(dataverse, to);
            items.add(endpoint);
            WebhookSteps.of(maps).forEach(step -> items.add(new StepItem(dataverse, definitions, endpoint, step)));
        });
        return items;
    }

    private List<Item> ofTable(WantedTable table, Definitions definitions, Labels labels) {
        List<Item> items = new ArrayList<>();
        table.columns()
                .forEach((name, column) ->
                        items.add(new ColumnItem(dataverse, definitions, labels, table.name(), name, column)));
        items.add(key(table, definitions, labels));
        items.add(new ChangeTrackingItem(dataverse, definitions, table.name()));
        items.addAll(FormSection.of(dataverse, definitions, labels, table));
        items.add(new ViewItem(dataverse, definitions, table));
        return items;
    }

    private Item key(WantedTable table, Definitions definitions, Labels labels) {
        String column = table.map().columns().referralId();
        return table.map().equals(maps.deals())
                ? new ReferralKey(dataverse, definitions, labels, table.name(), column)
                : new LeadKey(definitions, table.name(), column);
    }

    /** Microsoft's names need a home of ours only where something of Microsoft's is missing. */
    private List<Home> homes(List<WantedTable> tables, Definitions definitions) {
        boolean complete = tables.stream()
                .allMatch(table -> table.columns().entrySet().stream()
                        .filter(column -> Home.of(column.getKey()) == Home.MICROSOFTS_NAMES)
                        .filter(column -> column.getValue().type() != WantedColumn.Type.LOOKUP)
                        .allMatch(column -> definitions.has(table.name(), column.getKey())));
        return complete ? List.of(Home.CONNECTOR) : List.of(Home.CONNECTOR, Home.MICROSOFTS_NAMES);
    }

    /** A column that is there has its choice already, of its own or under whatever name. */
    private static Set<String> choices(List<WantedTable> tables, Definitions definitions) {
        Set<String> choices = new TreeSet<>();
        tables.forEach(table -> table.columns()
                .forEach((name, column) -> column.choice()
                        .filter(choice -> !definitions.has(table.name(), name))
                        .ifPresent(choices::add)));
        return choices;
    }

    /** Columns work at once; forms are seen by nobody before. */
    private void publish() {
        String tables = maps.all().stream()
                .map(map -> "<entity>" + map.table() + "</entity>")
                .collect(Collectors.joining());
        ObjectNode parameters = Dataverse.object()
                .put("ParameterXml", "<importexportxml><entities>" + tables + "</entities></importexportxml>");
        dataverse.act("PublishXml", parameters);
    }
}
