package dev.cosell.sandbox.salesforce;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Reads the files of a Salesforce project. Nothing outside a file is looked at, and nothing in it is expanded. */
public final class SourceXml {
    private SourceXml() {}

    /**
     * The root element of a file.
     *
     * @throws IllegalArgumentException naming the file, if it is no XML or has a document type
     */
    public static Element root(Path file) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            // Throws what is fatal; the parser's own handler would print it as well.
            builder.setErrorHandler(new DefaultHandler());
            return builder.parse(file.toFile()).getDocumentElement();
        } catch (SAXException notXml) {
            throw new IllegalArgumentException(file + ": expected XML, found " + notXml.getMessage(), notXml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the JDK's own parser has these features", e);
        }
    }

    /** The elements to which a path of names leads, in their order. */
    public static List<Element> all(Element from, String... path) {
        Stream<Element> reached = Stream.of(from);
        for (String name : path) {
            reached = reached.flatMap(element -> children(element, name));
        }
        return reached.toList();
    }

    /** The text of the first element to which a path of names leads. */
    public static Optional<String> text(Element from, String... path) {
        return all(from, path).stream()
                .map(element -> element.getTextContent().strip())
                .findFirst();
    }

    private static Stream<Element> children(Element parent, String name) {
        NodeList children = parent.getChildNodes();
        return IntStream.range(0, children.getLength())
                .mapToObj(children::item)
                .filter(child -> child.getNodeName().equals(name))
                .map(Element.class::cast);
    }
}
