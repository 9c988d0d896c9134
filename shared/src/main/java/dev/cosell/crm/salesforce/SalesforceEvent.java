package dev.cosell.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.crm.JsonApi;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.pair.RecordRef;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What Salesforce says about changed records: hints, never values to be trusted. Either an outbound message of a flow
 * (SOAP), or the JSON that a flow's HTTP callout or an Apex class sends:
 *
 * <pre>{"organizationId": "00D...", "records": [{"object": "Opportunity", "id": "006..."}]}</pre>
 *
 * <p>An outbound message leaves columns out that are empty, so what it holds is no evidence of what did not change, and is
 * not read. Source: "Outbound Messaging" and its WSDL, namespace {@code http://soap.sforce.com/2005/09/outbound}.
 *
 * @param organizationId of the sender, 18 characters
 * @param records that changed, each once
 */
public record SalesforceEvent(String organizationId, List<RecordRef> records) {
    /** A hundred notifications with long texts. */
    public static final int MOST_BYTES = 4 << 20;

    private static final int MOST_RECORDS = 100;
    private static final String OUTBOUND = "http://soap.sforce.com/2005/09/outbound";
    private static final String INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";
    private static final String OBJECT = "[A-Za-z][A-Za-z0-9_]{0,79}";

    /** Where in a message the parts that matter are: names of elements, the innermost first. */
    private static final List<String> ORGANIZATION = List.of("OrganizationId", "notifications", "Body", "Envelope");

    private static final List<String> RECORD = List.of("sObject", "Notification", "notifications", "Body", "Envelope");
    private static final int DEEPEST = 16;

    /** Nothing outside the message is ever looked at, and nothing in it is expanded. */
    private static final XMLInputFactory XML = XMLInputFactory.newDefaultFactory();

    static {
        XML.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        XML.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XML.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        XML.setProperty(XMLInputFactory.IS_COALESCING, true);
    }

    /**
     * Reads an event; makes no call.
     *
     * @throws Failure with {@code TOO_LARGE} above {@link #MOST_BYTES} or a hundred records, {@code REQUEST_UNREADABLE} if
     *     it is no such event
     */
    public static SalesforceEvent parse(byte[] body) {
        if (body.length > MOST_BYTES) {
            throw tooLarge("at most " + MOST_BYTES + " bytes", Integer.toString(body.length));
        }
        return isCallout(body) ? json(body) : soap(body);
    }

    /** Whether it looks like the JSON of a callout; else it is an outbound message, whose sender wants an acknowledgement. */
    public static boolean isCallout(byte[] body) {
        return body.length > 0 && body[0] == '{';
    }

    /** Whether an organisation sent it, whichever form its id is written in. */
    public boolean isFrom(String organization) {
        return SalesforceId.parse(organization).equals(Optional.of(organizationId));
    }

    private static SalesforceEvent json(byte[] body) {
        try {
            JsonNode event = JsonApi.read(body);
            Set<RecordRef> records = new LinkedHashSet<>();
            for (JsonNode record : event.path("records")) {
                add(records, record.path("object").asText(), record.path("id").asText());
            }
            return of(event.path("organizationId").asText(), records);
        } catch (IOException notJson) {
            throw unreadable("JSON", body.length + " bytes that are not JSON");
        }
    }

    private static SalesforceEvent soap(byte[] body) {
        try {
            XMLStreamReader xml = XML.createXMLStreamReader(new ByteArrayInputStream(body), "UTF-8");
            String declared =
                    Optional.ofNullable(xml.getCharacterEncodingScheme()).orElse("UTF-8");
            if (!declared.equalsIgnoreCase("UTF-8")) {
                throw unreadable("a message in UTF-8", "one that says it is in " + plain(declared));
            }
            return new Reader(xml).event();
        } catch (XMLStreamException notXml) {
            throw unreadable("an outbound message", body.length + " bytes that are not its XML");
        }
    }

    private static SalesforceEvent of(String organizationId, Set<RecordRef> records) {
        String organization =
                SalesforceId.parse(organizationId).orElseThrow(() -> unreadable("the id of an organisation", "none"));
        if (records.isEmpty()) {
            throw unreadable("at least one record", "none");
        }
        return new SalesforceEvent(organization, List.copyOf(records));
    }

    private static void add(Set<RecordRef> records, String object, String writtenId) {
        String id = SalesforceId.parse(writtenId).orElseThrow(() -> unreadable("the id of a record", "none"));
        if (!object.matches(OBJECT)) {
            throw unreadable("the name of an object", "none");
        }
        records.add(new RecordRef(object, id));
        if (records.size() > MOST_RECORDS) {
            throw tooLarge("at most " + MOST_RECORDS + " records", "more");
        }
    }

    /** Reads a message once through; what does not matter is passed over. */
    private static final class Reader {
        private final XMLStreamReader xml;
        private final Deque<String> open = new ArrayDeque<>();
        private final Set<RecordRef> records = new LinkedHashSet<>();
        private String organizationId = "";
        private String object = "";
        private boolean outbound;

        Reader(XMLStreamReader xml) {
            this.xml = xml;
        }

        SalesforceEvent event() throws XMLStreamException {
            while (xml.hasNext()) {
                switch (xml.next()) {
                    case XMLStreamConstants.START_ELEMENT -> start();
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text();
                    case XMLStreamConstants.END_ELEMENT -> open.pop();
                    case XMLStreamConstants.DTD,
                            XMLStreamConstants.ENTITY_REFERENCE,
                            XMLStreamConstants.ENTITY_DECLARATION ->
                        throw unreadable("a message without a document type and entities", "one with them");
                    default -> {
                        // Comments and blanks say nothing.
                    }
                }
            }
            if (!outbound) {
                throw unreadable("notifications of " + OUTBOUND, "another document");
            }
            return of(organizationId, records);
        }

        private void start() {
            open.push(xml.getLocalName());
            if (open.size() > DEEPEST) {
                throw unreadable("a message", "elements more than " + DEEPEST + " deep");
            }
            outbound |= open.size() == 3 && OUTBOUND.equals(xml.getNamespaceURI());
            if (at(RECORD)) {
                String type = Optional.ofNullable(xml.getAttributeValue(INSTANCE, "type"))
                        .orElse("");
                object = type.substring(type.indexOf(':') + 1);
            }
        }

        private void text() {
            if (at(ORGANIZATION)) {
                organizationId = xml.getText().strip();
            } else if (open.size() == RECORD.size() + 1 && "Id".equals(open.peek()) && isBelow(RECORD)) {
                add(records, object, xml.getText());
            }
        }

        private boolean at(List<String> path) {
            return open.size() == path.size() && List.copyOf(open).equals(path);
        }

        private boolean isBelow(List<String> path) {
            Iterator<String> elements = open.iterator();
            elements.next();
            List<String> outer = new ArrayList<>();
            elements.forEachRemaining(outer::add);
            return outer.equals(path);
        }
    }

    private static String plain(String text) {
        return text.replaceAll("[^\\w-]", "?");
    }

    private static Failure tooLarge(String expected, String found) {
        return Problem.of(ProblemCode.TOO_LARGE, "Salesforce event: expected " + expected + ", found " + found)
                .from(RemoteSystem.CRM)
                .failure();
    }

    private static Failure unreadable(String expected, String found) {
        return Problem.of(ProblemCode.REQUEST_UNREADABLE, "Salesforce event: expected " + expected + ", found " + found)
                .from(RemoteSystem.CRM)
                .failure();
    }
}
