package dev.cosell.setup.salesforce;

import dev.cosell.setup.Finding;
import dev.cosell.setup.Item;
import dev.cosell.setup.salesforce.Fields.Standing;
import java.nio.file.Path;
import java.util.Map;

/**
 * The fields and objects that Microsoft's package brings, or, in an organisation without it, our project of the same names.
 * That project is deployed only where none of them is: it would overwrite the package's.
 */
final class MicrosoftsFields implements Item {
    static final String KIND = "fields of the co-sell package";

    private final Fields fields;
    private final Deployment deployment;

    MicrosoftsFields(SalesforceCli cli, Path projects) {
        Path project = projects.resolve("standalone");
        this.fields = new Fields(cli, SourceField.in(project.resolve("main")));
        this.deployment = new Deployment(cli, project, "main", Map.of());
    }

    @Override
    public Finding look() {
        Standing standing = fields.look();
        String name = "standalone";
        if (standing.there() == 0) {
            return Finding.missing(KIND, name, deployment.typed());
        }
        if (!standing.missing().isEmpty()) {
            return Finding.different(
                    KIND,
                    name,
                    "expected all or none, found none called " + String.join(", ", standing.missing())
                            + "; update Microsoft's package, or add them by the tables of docs/crm-setup.md");
        }
        return standing.differences().isEmpty()
                ? Finding.there(KIND, name)
                : Finding.different(KIND, name, String.join("; ", standing.differences()));
    }

    /** Whether not one of them is there, so that the whole project is deployed. */
    boolean areAbsent() {
        return fields.look().there() == 0;
    }

    @Override
    public void make() {
        deployment.start();
    }
}
