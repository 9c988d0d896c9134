package dev.cosell.setup.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.setup.Finding;
import dev.cosell.setup.Item;
import dev.cosell.setup.SetUpFailure;
import dev.cosell.setup.dynamics.WebhookSteps.WantedStep;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A step of the endpoint: asynchronous, after the operation. To its filter columns are added, and none is taken away. */
final class StepItem implements Item {
    static final String KIND = "webhook step";

    private static final int AFTER_THE_OPERATION = 40;
    private static final int ASYNCHRONOUS = 1;
    private static final int SERVER_ONLY = 0;

    private final Dataverse dataverse;
    private final Definitions definitions;
    private final EndpointItem endpoint;
    private final WantedStep wanted;

    StepItem(Dataverse dataverse, Definitions definitions, EndpointItem endpoint, WantedStep wanted) {
        this.dataverse = dataverse;
        this.definitions = definitions;
        this.endpoint = endpoint;
        this.wanted = wanted;
    }

    @Override
    public Finding look() {
        return step().map(this::compared).orElseGet(() -> Finding.missing(KIND, name(), String.join(",", filter())));
    }

    private Finding compared(JsonNode step) {
        if (step.path("mode").asInt() != ASYNCHRONOUS) {
            return Finding.different(
                    KIND,
                    name(),
                    "expected an asynchronous step, found a synchronous one, which fails the seller's save");
        }
        if (step.path("statecode").asInt() != 0) {
            return Finding.different(KIND, name(), "expected it to be enabled, found it disabled");
        }
        Set<String> lacking = new TreeSet<>(filter());
        lacking.removeAll(words(step));
        // A step without a filter tells of every change.
        return lacking.isEmpty() || words(step).isEmpty()
                ? Finding.there(KIND, name())
                : Finding.incomplete(KIND, name(), "without " + String.join(",", lacking));
    }

    @Override
    public void make() {
        step().ifPresentOrElse(this::complete, this::create);
    }

    private void complete(JsonNode step) {
        Set<String> all = new TreeSet<>(words(step));
        all.addAll(filter());
        dataverse.change(
                "sdkmessageprocessingsteps("
                        + step.path("sdkmessageprocessingstepid").asText() + ")",
                Dataverse.object().put("filteringattributes", String.join(",", all)));
    }

    private void create() {
        ObjectNode step = Dataverse.object()
                .put("name", "Co-sell Connector: " + name())
                .put("stage", AFTER_THE_OPERATION)
                .put("mode", ASYNCHRONOUS)
                .put("rank", 1)
                .put("supporteddeployment", SERVER_ONLY)
                .put("asyncautodelete", true)
                .put(
                        "eventhandler_serviceendpoint@odata.bind",
                        "/serviceendpoints(" + endpoint.id().orElseThrow() + ")")
                .put("sdkmessageid@odata.bind", "/sdkmessages(" + message() + ")")
                .put("sdkmessagefilterid@odata.bind", "/sdkmessagefilters(" + messageOfTable() + ")");
        if (!filter().isEmpty()) {
            step.put("filteringattributes", String.join(",", filter()));
        }
        dataverse.create("sdkmessageprocessingsteps", step, Home.CONNECTOR.solution());
    }

    private String name() {
        return wanted.message() + " of " + wanted.table();
    }

    /** Of the wanted columns those that the table has: a step with another is refused. */
    private Set<String> filter() {
        Set<String> filter = new TreeSet<>(wanted.columns());
        filter.removeIf(column -> !definitions.has(wanted.table(), column));
        return filter;
    }

    private static Set<String> words(JsonNode step) {
        Set<String> words = new TreeSet<>(
                Arrays.asList(step.path("filteringattributes").asText("").split("[,\\s]+")));
        words.remove("");
        return words;
    }

    private Optional<JsonNode> step() {
        return endpoint.id()
                .flatMap(id ->
                        dataverse.first("sdkmessageprocessingsteps?$select=filteringattributes,mode,statecode&$filter="
                                + Dataverse.encoded("_eventhandler_value eq " + id + " and _sdkmessageid_value eq "
                                        + message() + " and _sdkmessagefilterid_value eq " + messageOfTable())));
    }

    private String message() {
        return demand(
                "sdkmessages?$select=sdkmessageid&$filter=name%20eq%20" + Dataverse.literal(wanted.message()),
                "sdkmessageid");
    }

    private String messageOfTable() {
        return demand(
                "sdkmessagefilters?$select=sdkmessagefilterid&$filter="
                        + Dataverse.encoded("primaryobjecttypecode eq '" + wanted.table()
                                + "' and _sdkmessageid_value eq " + message()),
                "sdkmessagefilterid");
    }

    private String demand(String query, String id) {
        return dataverse
                .first(query)
                .map(row -> row.path(id).asText())
                .orElseThrow(() -> new SetUpFailure(
                        "Expected the message " + name() + ", to which a step can listen, found none"));
    }
}
