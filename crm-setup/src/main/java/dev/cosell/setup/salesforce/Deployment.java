package dev.cosell.setup.salesforce;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The deployment of one folder of a project.
 *
 * @param project its folder, in which the command runs
 * @param environment what placeholders are replaced with
 */
record Deployment(SalesforceCli cli, Path project, String folder, Map<String, String> environment) {
    /** The command as people type it, with where. */
    String typed() {
        return "in " + project + ": " + cli.typed(arguments());
    }

    void start() {
        cli.demand(project, environment, arguments());
    }

    private List<String> arguments() {
        return List.of("project", "deploy", "start", "--source-dir", folder);
    }
}
