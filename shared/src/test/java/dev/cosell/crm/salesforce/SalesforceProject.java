package dev.cosell.crm.salesforce;

import dev.cosell.sandbox.salesforce.SourceField;
import dev.cosell.sandbox.salesforce.SourceXml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What administrators deploy: {@code crm/salesforce} at the root of the repository. */
final class SalesforceProject {
    static final Path FOLDER = root().resolve("crm/salesforce");

    /** Beside Microsoft's package: what only the connector needs. */
    static final Path CONNECTOR = FOLDER.resolve("connector/main");

    /** Where sellers see it; nobody has to take them. */
    static final Path LAYOUTS = FOLDER.resolve("connector/layouts");

    /** What tells the connector of changes. */
    static final Path EVENTS = FOLDER.resolve("connector/events");

    /** In place of Microsoft's package. */
    static final Path STANDALONE = FOLDER.resolve("standalone/main");

    private SalesforceProject() {}

    static List<SourceField> connectorFields() {
        return SourceField.in(CONNECTOR);
    }

    static List<SourceField> standaloneFields() {
        return SourceField.in(STANDALONE);
    }

    static PermissionSet permissionSet(String name) {
        return PermissionSet.read(
                SourceXml.root(CONNECTOR.resolve("permissionsets/" + name + ".permissionset-meta.xml")));
    }

    /** Every file below a folder whose name ends so, in the order of their paths. */
    static List<Path> files(Path folder, String suffix) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("mvnw"))) {
                return folder;
            }
        }
        throw new IllegalStateException("expected to run inside the project, found no mvnw above");
    }
}
