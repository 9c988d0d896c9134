package dev.cosell.operate;

import dev.cosell.crm.SharedSecret;
import dev.cosell.crm.salesforce.SalesforceEvent;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.Inbox;
import dev.cosell.sync.RecordRef;
import dev.cosell.sync.Subject;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes Salesforce's events: authenticates, stores the hints, answers. */
public final class SalesforceIntake {
    /** What Salesforce wants to read before it forgets an outbound message; anything else is a reason to send it again. */
    public static final String ACKNOWLEDGED = """
            <?xml version="1.0" encoding="UTF-8"?>\
            <soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>\
            <notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>true</Ack>\
            </notificationsResponse></soapenv:Body></soapenv:Envelope>""";

    /** A deal may be held for something that stands on these; a change there gives held deals another try. */
    private static final Set<String> DEALS_DEPEND_ON = Set.of("Account", "Contact");

    private static final String CAUSE = "Changed";

    private final SharedSecret secret;
    private final String organizationId;
    private final FieldMaps maps;
    private final Inbox inbox;
    private final HeldDeals held;

    /** @param organizationId of the organisation that may send, 15 or 18 characters */
    public SalesforceIntake(SharedSecret secret, String organizationId, FieldMaps maps, Inbox inbox, HeldDeals held) {
        this.secret = secret;
        this.organizationId = organizationId;
        this.maps = maps;
        this.inbox = inbox;
        this.held = held;
    }

    /**
     * Accepts an event, an outbound message or the JSON of a callout. When this returns all its records are safe, and an
     * outbound message may be answered {@link #ACKNOWLEDGED}.
     *
     * @param given the secret as the request carries it
     * @throws dev.cosell.problem.Failure {@code SECRET_WRONG} for another secret or organisation, {@code TOO_LARGE}, {@code
     *     REQUEST_UNREADABLE}, or {@code STORAGE_UNAVAILABLE}: then the sender must try again
     */
    public void accept(Optional<String> given, byte[] body, String trace) {
        if (given.filter(secret::is).isEmpty()) {
            throw refused("the shared secret", given.isEmpty() ? "none" : "another one");
        }
        SalesforceEvent event = SalesforceEvent.parse(body);
        if (!event.isFrom(organizationId)) {
            throw refused("a message of organisation " + organizationId, "one of another");
        }
        for (RecordRef record : event.records()) {
            if (DEALS_DEPEND_ON.contains(record.table())) {
                held.retryForCustomers(record.table() + " changed");
            } else if (maps.ofTable(record.table()).isPresent()) {
                inbox.accept(Subject.record(record), CAUSE, Optional.empty(), Map.of(), trace);
            }
        }
    }

    private static RuntimeException refused(String expected, String found) {
        return Problem.of(ProblemCode.SECRET_WRONG, "expected " + expected + ", found " + found)
                .from(RemoteSystem.CRM)
                .failure();
    }
}
