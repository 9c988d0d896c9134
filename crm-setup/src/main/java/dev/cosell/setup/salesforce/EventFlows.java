package dev.cosell.setup.salesforce;

import dev.cosell.setup.Finding;
import dev.cosell.setup.Item;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The flows, and the outbound messages they send. Their address and secret are put in when they are deployed and are not
 * compared; those that are there are left as they are.
 */
final class EventFlows implements Item {
    static final String KIND = "event flows";

    private static final String SUFFIX = ".flow-meta.xml";

    private final SalesforceCli cli;
    private final List<String> flows;
    private final Deployment deployment;

    EventFlows(SalesforceCli cli, Path projects, SalesforceEvents events) {
        Path project = projects.resolve("connector");
        this.cli = cli;
        this.flows = flows(project.resolve("events/flows"));
        this.deployment = new Deployment(cli, project, "events", events.environment());
    }

    @Override
    public Finding look() {
        TreeSet<String> missing = new TreeSet<>(flows);
        List<String> off = new ArrayList<>();
        cli.query("SELECT ApiName, IsActive FROM FlowDefinitionView WHERE ApiName IN ('" + String.join("','", flows)
                        + "')")
                .forEach(flow -> {
                    missing.remove(flow.path("ApiName").asText());
                    if (!flow.path("IsActive").asBoolean()) {
                        off.add(flow.path("ApiName").asText());
                    }
                });
        String name = "connector";
        if (!missing.isEmpty()) {
            String command = "with COSELL_EVENTS_ADDRESS and COSELL_EVENTS_SENDER set, " + deployment.typed();
            return missing.size() == flows.size()
                    ? Finding.missing(KIND, name, command)
                    : Finding.incomplete(KIND, name, "without " + String.join(", ", missing) + "; " + command);
        }
        return off.isEmpty()
                ? Finding.there(KIND, name)
                : Finding.different(
                        KIND, name, "expected active flows, found " + String.join(", ", off) + " switched off");
    }

    @Override
    public void make() {
        deployment.start();
    }

    private static List<String> flows(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(SUFFIX))
                    .map(file -> file.substring(0, file.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
