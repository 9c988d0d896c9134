package dev.cosell.crm.salesforce;

import dev.cosell.sandbox.salesforce.SourceField;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

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
        return PermissionSet.read(root(CONNECTOR.resolve("permissionsets/" + name + ".permissionset-meta.xml")));
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

    // --- XML ---

    /** The root element; a document with a document type is refused. */
    static Element root(Path file) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
        } catch (SAXException | ParserConfigurationException notXml) {
            throw new AssertionError(file.toString(), notXml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Children with this name. */
    static List<Element> all(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        NodeList children = parent.getChildNodes();
        for (int i = 0; i < children.getLength(); i++) {
            if (children.item(i) instanceof Element child && child.getTagName().equals(name)) {
                found.add(child);
            }
        }
        return found;
    }

    /** What stands at a path of names, which leads to one element; empty if there is none. */
    static String text(Element parent, String... path) {
        Element at = parent;
        for (String step : path) {
            List<Element> next = all(at, step);
            if (next.isEmpty()) {
                return "";
            }
            at = next.getFirst();
        }
        return at.getTextContent().strip();
    }

    /** All texts of elements with this name, however deep. */
    static List<String> texts(Element parent, String name) {
        List<String> texts = new ArrayList<>();
        NodeList found = parent.getElementsByTagName(name);
        for (int i = 0; i < found.getLength(); i++) {
            texts.add(found.item(i).getTextContent().strip());
        }
        return texts;
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
