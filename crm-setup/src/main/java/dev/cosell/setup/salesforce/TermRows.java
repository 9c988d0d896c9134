package dev.cosell.setup.salesforce;

import dev.cosell.setup.Finding;
import dev.cosell.setup.Item;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The rows of a list that services deals choose from. A list with rows is somebody's, and left as it is. */
final class TermRows implements Item {
    static final String KIND = "list";

    private final SalesforceCli cli;
    private final Path project;
    private final MicrosoftsFields fields;
    private final String object;

    /** @param fields that bring the list along where they are deployed */
    TermRows(SalesforceCli cli, Path projects, MicrosoftsFields fields, String object) {
        this.cli = cli;
        this.project = projects.resolve("standalone");
        this.fields = fields;
        this.object = object;
    }

    @Override
    public Finding look() {
        boolean there = cli.describe(object).isPresent();
        if (!there && !fields.areAbsent()) {
            return Finding.leftOut(
                    KIND,
                    object,
                    "Microsoft's package of this version has no such list; without it, services deals are refused and all"
                            + " else works");
        }
        boolean filled =
                there && !cli.query("SELECT Id FROM " + object + " LIMIT 1").isEmpty();
        return filled
                ? Finding.there(KIND, object)
                : Finding.missing(KIND, object, "in " + project + ": " + cli.typed(arguments()));
    }

    @Override
    public void make() {
        cli.demand(project, Map.of(), arguments());
    }

    private List<String> arguments() {
        return List.of("data", "import", "tree", "--files", "data/" + object + ".json");
    }
}
