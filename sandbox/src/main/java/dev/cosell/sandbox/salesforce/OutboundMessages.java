package dev.cosell.sandbox.salesforce;

import dev.cosell.sandbox.EventSink;
import dev.cosell.sandbox.salesforce.Database.Stored;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Outbound messages: SOAP, up to a hundred notifications in one, sent again for a day until the receiver acknowledges. Each
 * attempt tells what the records are like by then.
 */
final class OutboundMessages {
    private static final int MOST_NOTIFICATIONS = 100;
    private static final Duration KEPT = Duration.ofHours(24);
    private static final String NOTIFICATION_PREFIX = "04l";
    private static final Pattern ACK = Pattern.compile("<(?:\\w+:)?Ack>\\s*(?:true|1)\\s*</");
    private static final int LARGEST_SHIFT = 30;

    private final Organization organization;
    private final Supplier<URI> base;
    private final EventSink sink;

    OutboundMessages(Organization organization, Supplier<URI> base, EventSink sink) {
        this.organization = organization;
        this.base = base;
        this.sink = sink;
    }

    /** @param ids of the saved records */
    void send(Flow flow, List<String> ids) {
        for (int from = 0; from < ids.size(); from += MOST_NOTIFICATIONS) {
            Map<String, String> notifications = new LinkedHashMap<>();
            ids.subList(from, Math.min(ids.size(), from + MOST_NOTIFICATIONS))
                    .forEach(id -> notifications.put(
                            Ids.mint(NOTIFICATION_PREFIX, organization.data().nextNumber()), id));
            Map<String, String> headers = Map.of("Content-Type", "text/xml; charset=utf-8", "SOAPAction", "\"\"");
            sink.deliver(
                    Salesforce.NAME,
                    flow.url(),
                    headers,
                    () -> body(flow, notifications),
                    new UntilAcknowledged(organization.now()),
                    String.join(",", notifications.values()));
        }
    }

    /** Tries for a day, with pauses that grow. */
    private final class UntilAcknowledged implements EventSink.RetryRule {
        private final Instant queued;

        UntilAcknowledged(Instant queued) {
            this.queued = queued;
        }

        @Override
        public long delayMillis(int attempt, int status) {
            synchronized (organization) {
                OrganizationSettings settings = organization.settings();
                long delay = Math.min(
                        settings.longestRetryMillis(),
                        settings.firstRetryMillis() << Math.min(attempt - 1, LARGEST_SHIFT));
                return queued.plus(KEPT).isAfter(organization.now()) ? delay : -1;
            }
        }

        @Override
        public boolean acknowledged(int status, byte[] answer) {
            return status == 200
                    && ACK.matcher(new String(answer, StandardCharsets.UTF_8)).find();
        }
    }

    /** @param notifications record ids by the notifications' own ids */
    private byte[] body(Flow flow, Map<String, String> notifications) {
        synchronized (organization) {
            String organizationId =
                    organization.data().live("Organization").getFirst().id();
            StringBuilder xml = new StringBuilder("""
                    <?xml version="1.0" encoding="UTF-8"?>
                    <soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" \
                    xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
                     <soapenv:Body>
                      <notifications xmlns="http://soap.sforce.com/2005/09/outbound">
                    """);
            element(xml, "OrganizationId", organizationId);
            element(xml, "ActionId", flow.id());
            xml.append("   <SessionId xsi:nil=\"true\"/>\n");
            element(xml, "EnterpriseUrl", soapUrl("c", organizationId));
            element(xml, "PartnerUrl", soapUrl("u", organizationId));
            notifications.forEach((id, record) -> notification(xml, flow, id, record));
            xml.append("  </notifications>\n </soapenv:Body>\n</soapenv:Envelope>\n");
            return xml.toString().getBytes(StandardCharsets.UTF_8);
        }
    }

    private String soapUrl(String kind, String organizationId) {
        return "%s/services/Soap/%s/%s/%s"
                .formatted(base.get(), kind, RestApi.NEWEST.substring(1), Ids.shortened(organizationId));
    }

    private void notification(StringBuilder xml, Flow flow, String id, String record) {
        ObjectType type = organization.schema().type(flow.object());
        xml.append("   <Notification>\n    <Id>")
                .append(id)
                .append("</Id>\n    <sObject xsi:type=\"sf:")
                .append(type.name())
                .append("\" xmlns:sf=\"urn:sobject.enterprise.soap.sforce.com\">\n");
        element(xml, "sf:Id", record);
        Optional<Stored> row = organization.data().find(type.name(), record).filter(found -> !found.deleted());
        row.ifPresent(found -> new TreeSet<>(flow.fields())
                .forEach(name -> type.field(name).ifPresent(field -> {
                    String value = soap(field, organization.value(found, field).asText(""));
                    if (!value.isEmpty()) {
                        element(xml, "sf:" + field.name(), value);
                    }
                })));
        xml.append("    </sObject>\n   </Notification>\n");
    }

    private static String soap(Field field, String value) {
        return field.type() == FieldType.DATETIME ? value.replace("+0000", "Z") : value;
    }

    private static void element(StringBuilder xml, String name, String value) {
        xml.append("   <%s>%s</%s>\n".formatted(name, escaped(value), name));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
