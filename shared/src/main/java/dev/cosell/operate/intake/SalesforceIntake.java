package dev.cosell.operate.intake;

import dev.cosell.crm.SharedSecret;
import dev.cosell.crm.salesforce.SalesforceEvent;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.operate.Reply;
import dev.cosell.operate.work.HeldDeals;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Inbox;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

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
    private final Supplier<FieldMaps> known;
    private final Inbox inbox;
    private final HeldDeals held;

    /**
     * An intake.
     *
     * @param organizationId of the organisation that may send, 15 or 18 characters
     * @param known the maps whose objects concern us: that in use, and another one that is tried
     */
    public SalesforceIntake(
            SharedSecret secret, String organizationId, Supplier<FieldMaps> known, Inbox inbox, HeldDeals held) {
        this.secret = secret;
        this.organizationId = organizationId;
        this.known = known;
        this.inbox = inbox;
        this.held = held;
    }

    /**
     * Accepts an event, an outbound message or the JSON of a callout.
     *
     * @param given the secret as the request carries it
     * @return once all its records are safe: 202 to a callout; 200 to an outbound message, to be answered {@link
     *     #ACKNOWLEDGED}
     * @throws dev.cosell.problem.Failure {@code SECRET_WRONG} for another secret or organisation, {@code TOO_LARGE}, {@code
     *     REQUEST_UNREADABLE}, or {@code STORAGE_UNAVAILABLE}: then the sender must try again
     */
    public Reply accept(Optional<String> given, byte[] body, String trace) {
        if (given.filter(secret::is).isEmpty()) {
            throw refused("the shared secret", given.isEmpty() ? "none" : "another one");
        }
        SalesforceEvent event = SalesforceEvent.parse(body);
        if (!event.isFrom(organizationId)) {
            throw refused("a message of organisation " + organizationId, "one of another");
        }
        FieldMaps maps = known.get();
        for (RecordRef record : event.records()) {
            if (DEALS_DEPEND_ON.contains(record.table())) {
                held.retryForCustomers(record.table() + " changed");
            } else if (maps.ofTable(record.table()).isPresent()) {
                inbox.accept(Subject.record(record), CAUSE, Optional.empty(), Map.of(), trace);
            }
        }
        return Reply.empty(SalesforceEvent.isCallout(body) ? 202 : 200);
    }

    private static RuntimeException refused(String expected, String found) {
        return Problem.of(ProblemCode.SECRET_WRONG, "expected " + expected + ", found " + found)
                .from(RemoteSystem.CRM)
                .failure();
    }
}
