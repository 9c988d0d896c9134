package dev.cosell.setup.dynamics;

import dev.cosell.setup.SetUpFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The XML of a form, to which a section of ours is added at the end of the first column of the first tab, or rows to that section. All else
 * stays as it is.
 */
final class FormXml {
    private static final String SECTION = "cosell_connector";

    private final Document document;
    private final String form;
    private final int language;

    /** @param form its id, of which the ids of new parts are made */
    FormXml(String xml, String form, int language) {
        this.document = parse(xml, form);
        this.form = form;
        this.language = language;
    }

    /** Columns that have a control anywhere on the form. */
    Set<String> columns() {
        Set<String> columns = new HashSet<>();
        elements(document.getElementsByTagName("control"))
                .forEach(control -> columns.add(control.getAttribute("datafieldname")));
        return columns;
    }

    boolean hasSection() {
        return section().isPresent();
    }

    /** The form with a row for each of these columns. */
    String with(Map<String, WantedColumn> columns) {
        Element rows = section().map(this::rows).orElseGet(this::newSection);
        columns.forEach((name, column) -> rows.appendChild(row(name, column)));
        return text();
    }

    private Optional<Element> section() {
        return elements(document.getElementsByTagName("section"))
                .filter(section -> section.getAttribute("name").equals(SECTION))
                .findFirst();
    }

    private Element rows(Element section) {
        return elements(section.getElementsByTagName("rows"))
                .findFirst()
                .orElseThrow(() -> new SetUpFailure(
                        "Expected rows in the section " + SECTION + " of the form " + form + ", found none"));
    }

    private Element newSection() {
        Element sections = elements(document.getElementsByTagName("sections"))
                .findFirst()
                .orElseThrow(() -> new SetUpFailure("Expected a tab with sections on the form " + form
                        + ", found none; open it in the form designer and save it once"));
        Element section = element(
                sections,
                "section",
                Map.of(
                        "name", SECTION,
                        "id", id("section"),
                        "showlabel", "true",
                        "showbar", "false",
                        "columns", "1"));
        label(section, "Co-sell");
        return element(section, "rows", Map.of());
    }

    private Element row(String name, WantedColumn column) {
        Element row = document.createElement("row");
        Element cell = element(row, "cell", Map.of("id", id(name), "showlabel", "true"));
        label(cell, column.label());
        element(
                cell,
                "control",
                Map.of(
                        "id",
                        name,
                        "classid",
                        column.control(),
                        "datafieldname",
                        name,
                        "disabled",
                        Boolean.toString(column.shownOnly())));
        return row;
    }

    private void label(Element parent, String text) {
        element(
                element(parent, "labels", Map.of()),
                "label",
                Map.of("description", text, "languagecode", Integer.toString(language)));
    }

    private Element element(Element parent, String name, Map<String, String> attributes) {
        Element element = document.createElement(name);
        attributes.forEach(element::setAttribute);
        parent.appendChild(element);
        return element;
    }

    /** The same each time, so that a repetition is the same form. */
    private String id(String part) {
        return "{" + UUID.nameUUIDFromBytes((form + " " + part).getBytes(StandardCharsets.UTF_8)) + "}";
    }

    private static Stream<Element> elements(NodeList list) {
        return IntStream.range(0, list.getLength()).mapToObj(list::item).map(Element.class::cast);
    }

    private static Document parse(String xml, String form) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        } catch (SAXException | IOException e) {
            throw new SetUpFailure("Expected XML of the form " + form + ", found something else", e);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("every Java platform reads XML", e);
        }
    }

    private String text() {
        try {
            Transformer transformer = TransformerFactory.newDefaultInstance().newTransformer();
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            StringWriter text = new StringWriter();
            transformer.transform(new DOMSource(document), new StreamResult(text));
            return text.toString();
        } catch (TransformerException e) {
            throw new IllegalStateException("a document in memory can be written", e);
        }
    }
}
