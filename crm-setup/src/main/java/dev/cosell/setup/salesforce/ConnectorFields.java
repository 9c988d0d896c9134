package dev.cosell.setup.salesforce;

import dev.cosell.setup.Finding;
import dev.cosell.setup.Item;
import dev.cosell.setup.salesforce.Fields.Standing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The connector's own fields, and the permission sets for its user and for sellers. Deployed again, they stay as they are. */
final class ConnectorFields implements Item {
    static final String KIND = "fields and permission sets";

    private static final List<String> PERMISSION_SETS = List.of("CoSell_Connector", "CoSell_Seller");

    private final SalesforceCli cli;
    private final Fields fields;
    private final Deployment deployment;

    ConnectorFields(SalesforceCli cli, Path projects) {
        Path project = projects.resolve("connector");
        this.cli = cli;
        this.fields = new Fields(cli, SourceField.in(project.resolve("main")));
        this.deployment = new Deployment(cli, project, "main", Map.of());
    }

    @Override
    public Finding look() {
        Standing standing = fields.look();
        List<String> missing = new ArrayList<>(standing.missing());
        missing.addAll(PERMISSION_SETS);
        cli.query("SELECT Name FROM PermissionSet WHERE Name IN ('" + String.join("','", PERMISSION_SETS) + "')")
                .forEach(set -> missing.remove(set.path("Name").asText()));
        String name = "connector";
        if (missing.isEmpty()) {
            return standing.differences().isEmpty()
                    ? Finding.there(KIND, name)
                    : Finding.different(KIND, name, String.join("; ", standing.differences()));
        }
        return standing.there() == 0
                ? Finding.missing(KIND, name, deployment.typed())
                : Finding.incomplete(KIND, name, "without " + String.join(", ", missing) + "; " + deployment.typed());
    }

    @Override
    public void make() {
        deployment.start();
    }
}
