package dev.cosell.sandbox.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.Response;
import dev.cosell.sandbox.dataverse.Database.Stored;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Changed forms: nobody sees them, and no {@code GET} shows them, before {@code PublishXml} names their table. */
final class Forms {
    private final Organization organization;

    Forms(Organization organization) {
        this.organization = organization;
    }

    /** {@code PATCH systemforms(id)} with a new {@code formxml}. */
    Response change(Call call, Stored form) {
        ObjectNode body = Json.parseObject(call.request().text());
        String xml = body.path("formxml").asText();
        if (body.size() != 1 || xml.isEmpty()) {
            throw Refusal.malformed("Expected formxml and nothing else, found '%s'.".formatted(body.properties()));
        }
        if (!form.value("iscustomizable").path("Value").asBoolean(true)) {
            throw Refusal.invalid("The form '%s' is managed, and its managed property 'iscustomizable' is false."
                    .formatted(form.value("name").asText()));
        }
        demandSound(xml, organization.table(form.value("objecttypecode").asText()));
        organization.customization().changeForm(form.id(), xml);
        return Response.of(204).about(form.id());
    }

    /** {@code systemforms(id)/Microsoft.Dynamics.CRM.RetrieveUnpublished()}. */
    Response unpublished(Call call, Stored form) {
        ObjectNode body = Json.object().put("@odata.context", call.root() + "$metadata#systemforms/$entity");
        body.setAll(new Representation(organization)
                .of(
                        form,
                        Representation.select(organization.table("systemform"), call.option("$select")),
                        call.preferences()));
        organization.customization().unpublishedForm(form.id()).ifPresent(xml -> body.put("formxml", xml));
        return Json.ok(body, call.preferences());
    }

    /** {@code PublishXml}: {@code <importexportxml><entities><entity>lead</entity></entities></importexportxml>}. */
    Response publish(Call call) {
        String parameter =
                Json.parseObject(call.request().text()).path("ParameterXml").asText();
        Set<String> tables = new HashSet<>();
        NodeList entities = parse(parameter).getElementsByTagName("entity");
        for (int i = 0; i < entities.getLength(); i++) {
            tables.add(entities.item(i).getTextContent().strip());
        }
        for (Stored form : List.copyOf(organization.data().rows("systemform"))) {
            if (tables.contains(form.value("objecttypecode").asText())) {
                organization.customization().unpublishedForm(form.id()).ifPresent(xml -> {
                    Map<String, JsonNode> row = new LinkedHashMap<>(form.values());
                    row.put("formxml", Json.NODES.textNode(xml));
                    organization.data().put("systemform", form.id(), row);
                    organization.customization().published(form.id());
                });
            }
        }
        return Response.of(204);
    }

    /** Every control is bound to a column of the table, and no two parts have one id. */
    private static void demandSound(String xml, Table table) {
        Document form = parse(xml);
        NodeList controls = form.getElementsByTagName("control");
        for (int i = 0; i < controls.getLength(); i++) {
            Element control = (Element) controls.item(i);
            String column = control.getAttribute("datafieldname");
            if (!column.isEmpty() && table.column(column).isEmpty()) {
                throw Refusal.invalid("The form has a control for '%s', which entity '%s' does not have."
                        .formatted(column, table.logicalName()));
            }
            if (control.getAttribute("classid").isEmpty()) {
                throw Refusal.invalid("The form has a control '%s' without a classid.".formatted(column));
            }
        }
        Set<String> ids = new HashSet<>();
        for (String part : List.of("tab", "section", "cell")) {
            NodeList parts = form.getElementsByTagName(part);
            for (int i = 0; i < parts.getLength(); i++) {
                String id = ((Element) parts.item(i)).getAttribute("id").toLowerCase(Locale.ROOT);
                if (id.isEmpty() || !ids.add(id)) {
                    throw Refusal.invalid(
                            "The form has a %s whose id '%s' is missing or not its own.".formatted(part, id));
                }
            }
        }
    }

    private static Document parse(String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        } catch (SAXException | IOException bad) {
            throw Refusal.malformed("Expected XML, found: " + bad.getMessage());
        } catch (ParserConfigurationException impossible) {
            throw new IllegalStateException("every Java platform reads XML", impossible);
        }
    }
}
