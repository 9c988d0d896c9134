package dev.cosell.crm;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Port: what a CRM tells about itself, and about the place of the connector's user in it. Reads only, for a diagnosis; a
 * few calls each, nothing is remembered.
 *
 * <p>All throw {@link dev.cosell.problem.Failure} as {@link dev.cosell.sync.port.Crm} does.
 */
public interface CrmInspection {
    /** Which organisation answers, and what kind it is. */
    Identity identity();

    /** What the connector's user has to be allowed and is not, table by table; empty if nothing is missing. */
    List<MissingRight> missingRights();

    /**
     * What shows that Microsoft's own co-sell connector still runs here; empty if nothing does.
     *
     * @param since traces that are older do not count
     */
    List<Trace> tracesOfMicrosoftsConnector(Instant since);

    /** What the organisation used of the calls it may make in 24 hours, whoever made them; nothing if it does not tell. */
    Optional<CallsOfDay> callsOfDay();

    /**
     * An organisation of a CRM.
     *
     * @param tenant of the directory it belongs to; absent where there is no such thing
     * @param address by its own word
     */
    record Identity(String id, String name, Kind kind, Optional<String> tenant, URI address) {}

    /** What an organisation is for. */
    enum Kind {
        PRODUCTION,
        /** A sandbox, a developer or trial organisation: its data is not the business's. */
        TEST,
        /** The CRM did not say. */
        UNKNOWN
    }

    /**
     * A right that is missing.
     *
     * @param right the verb: read, create, change
     * @param name as the CRM's administrators know it, for instance {@code prvWriteOpportunity}
     */
    record MissingRight(String table, String right, String name) {}

    /**
     * Something that Microsoft's connector leaves.
     *
     * @param proof whether it runs for certain; otherwise people may have done the same
     */
    record Trace(String text, boolean proof) {}

    /** Calls of the last 24 hours. */
    record CallsOfDay(long used, long allowed) {}
}
