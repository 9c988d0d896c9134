package dev.cosell.sandbox.dataverse;

import java.io.StringReader;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;

/** The {@code authvalue} of an endpoint: {@code <settings><setting name="x-key" value="..."/></settings>}. */
final class AuthSettings {
    private AuthSettings() {}

    static String write(String name, String value) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            xml.writeStartElement("settings");
            xml.writeEmptyElement("setting");
            xml.writeAttribute("name", name);
            xml.writeAttribute("value", value);
            xml.writeEndElement();
            xml.close();
        } catch (XMLStreamException impossible) {
            throw new IllegalArgumentException("cannot write '%s' as XML".formatted(name), impossible);
        }
        return text.toString();
    }

    /** @throws Refusal 400 if the text is not such XML */
    static Map<String, String> read(String text) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        Map<String, String> settings = new LinkedHashMap<>();
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new StringReader(text));
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals("setting")) {
                    settings.put(xml.getAttributeValue(null, "name"), xml.getAttributeValue(null, "value"));
                }
            }
        } catch (XMLStreamException bad) {
            throw new Refusal(
                    400,
                    "0x80050203",
                    "The webhook call failed because of invalid http headers in authValue: " + bad.getMessage());
        }
        return settings;
    }
}
