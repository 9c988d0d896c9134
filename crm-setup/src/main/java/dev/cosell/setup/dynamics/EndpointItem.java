package dev.cosell.setup.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.setup.Finding;
import dev.cosell.setup.Item;
import java.io.StringWriter;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The webhook endpoint. Its secret cannot be read back, so whether it is the right one only an event shows; one that is
 * there is left as it is.
 */
final class EndpointItem implements Item {
    static final String KIND = "webhook endpoint";

    private static final int WEBHOOK = 8;
    private static final int JSON_MESSAGES = 2;
    private static final int WEBHOOK_KEY = 4;
    private static final int HTTP_HEADER = 5;
    private static final int HTTP_QUERY_STRING = 6;

    private final Dataverse dataverse;
    private final Events events;

    EndpointItem(Dataverse dataverse, Events events) {
        this.dataverse = dataverse;
        this.events = events;
    }

    @Override
    public Finding look() {
        String name = events.address().toString();
        return row().map(found -> compared(name, found.path("authtype").asInt()))
                .orElseGet(() -> Finding.missing(KIND, name, "with a secret in the header " + events.header()));
    }

    private static Finding compared(String name, int authentication) {
        return authentication == HTTP_HEADER
                ? Finding.there(KIND, name)
                : Finding.different(
                        KIND,
                        name,
                        "expected the authentication HttpHeader, found "
                                + switch (authentication) {
                                    case WEBHOOK_KEY -> "WebhookKey";
                                    case HTTP_QUERY_STRING -> "HttpQueryString";
                                    default -> "type " + authentication;
                                }
                                + ": the connector turns such events away");
    }

    Optional<String> id() {
        return row().map(row -> row.path("serviceendpointid").asText());
    }

    /** The endpoint with our address, whatever it is called. */
    private Optional<JsonNode> row() {
        return dataverse.first("serviceendpoints?$select=serviceendpointid,authtype&$filter=contract%20eq%20" + WEBHOOK
                + "%20and%20url%20eq%20"
                + Dataverse.literal(events.address().toString()));
    }

    @Override
    public void make() {
        dataverse.create(
                "serviceendpoints",
                Dataverse.object()
                        .put("name", "Co-sell Connector")
                        .put("contract", WEBHOOK)
                        .put("url", events.address().toString())
                        .put("authtype", HTTP_HEADER)
                        .put("authvalue", settings(events.header(), events.secret()))
                        .put("messageformat", JSON_MESSAGES),
                Home.CONNECTOR.solution());
    }

    /** How headers of an endpoint are written: {@code <settings><setting name="..." value="..."/></settings>}. */
    private static String settings(String name, String value) {
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
            throw new IllegalStateException("text in memory can be written", impossible);
        }
        return text.toString();
    }
}
