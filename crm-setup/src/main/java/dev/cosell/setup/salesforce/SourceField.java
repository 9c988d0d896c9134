package dev.cosell.setup.salesforce;

import dev.cosell.setup.SetUpFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * A field that a project declares ({@code objects/{object}/fields/{name}.field-meta.xml}).
 *
 * @param type in the words of a describe
 * @param length of a text, in characters; 0 otherwise
 */
record SourceField(String object, String name, String type, int length, boolean unique, boolean externalId) {
    private static final String SUFFIX = ".field-meta.xml";

    /** Types of the Metadata API by the words of a describe; lengths count for texts alone. */
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("Checkbox", "boolean"),
            Map.entry("Text", "string"),
            Map.entry("LongTextArea", "textarea"),
            Map.entry("Url", "url"),
            Map.entry("Date", "date"),
            Map.entry("DateTime", "datetime"),
            Map.entry("Currency", "currency"),
            Map.entry("Number", "double"),
            Map.entry("Picklist", "picklist"),
            Map.entry("Lookup", "reference"),
            Map.entry("MasterDetail", "reference"));

    /** All that a project's folder declares, in the order of their paths. */
    static List<SourceField> in(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .map(SourceField::read)
                    .toList();
        } catch (IOException e) {
            throw new SetUpFailure(
                    "Expected the project " + folder + " of a working copy, run from its root; found none", e);
        }
    }

    String path() {
        return object + "." + name;
    }

    private static SourceField read(Path file) {
        Element field = root(file);
        String declared = text(field, "type").orElse("none");
        String type = Optional.ofNullable(TYPES.get(declared))
                .orElseThrow(() -> new IllegalStateException(file + ": expected a known type, found " + declared));
        boolean text = type.equals("string") || type.equals("textarea");
        return new SourceField(
                file.getParent().getParent().getFileName().toString(),
                text(field, "fullName").orElseThrow(),
                type,
                text ? Integer.parseInt(text(field, "length").orElse("0")) : 0,
                text(field, "unique").filter("true"::equals).isPresent(),
                text(field, "externalId").filter("true"::equals).isPresent());
    }

    private static Optional<String> text(Element field, String member) {
        return Optional.ofNullable(field.getElementsByTagName(member).item(0))
                .map(node -> node.getTextContent().strip());
    }

    private static Element root(Path file) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            return factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SAXException | ParserConfigurationException e) {
            throw new IllegalStateException(file + ": expected XML", e);
        }
    }
}
