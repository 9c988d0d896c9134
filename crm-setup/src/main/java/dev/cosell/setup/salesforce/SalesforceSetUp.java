package dev.cosell.setup.salesforce;

import dev.cosell.setup.Finding;
import dev.cosell.setup.Item;
import dev.cosell.setup.SetUp;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Sets a Salesforce organisation up: which things it needs, and in which order. */
public final class SalesforceSetUp {
    private final SalesforceCli cli;
    private final Path projects;
    private final Optional<SalesforceEvents> events;

    /**
     * Runs nothing.
     *
     * @param projects {@code crm/salesforce} of a working copy
     * @param events where events go; without, no flow is looked at or deployed
     */
    public SalesforceSetUp(SalesforceCli cli, Path projects, Optional<SalesforceEvents> events) {
        this.cli = cli;
        this.projects = projects;
        this.events = events;
    }

    /** How everything stands; changes nothing. */
    public List<Finding> check(Consumer<Finding> tell) {
        return new SetUp(items(), tell).check();
    }

    /** Deploys what is needed. */
    public List<Finding> apply(Consumer<Finding> tell) {
        return new SetUp(items(), tell).apply();
    }

    private List<Item> items() {
        List<Item> items = new ArrayList<>();
        MicrosoftsFields fields = new MicrosoftsFields(cli, projects);
        items.add(fields);
        items.add(new TermRows(cli, projects, fields, "Partner_Role__c"));
        items.add(new TermRows(cli, projects, fields, "Solution_Area__c"));
        items.add(new ConnectorFields(cli, projects));
        items.add(new WaitingStage(cli));
        events.ifPresent(to -> items.add(new EventFlows(cli, projects, to)));
        return items;
    }
}
