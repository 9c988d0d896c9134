package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.Limit;
import dev.cosell.fieldmap.TableDescription;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Port: a CRM. One call each, unless said otherwise.
 *
 * <p>Stored forms are neutral: a lookup to a currency is its ISO code, a choice its label, a date-only column {@code
 * yyyy-MM-dd}, a column of a related record {@code navigation/column} (for instance {@code customerid/name}).
 *
 * <p>All throw {@link dev.cosell.problem.Failure}: {@code RECORD_GONE} where a record is not visible, the transient,
 * system and data problems of the catalogue otherwise.
 */
public interface Crm {
    /** Reads one record: all mapped paths, control columns included. */
    Snapshot read(RecordRef record);

    /** The record with this id in whatever form a person may have written it, if there is one. */
    Optional<RecordRef> find(String writtenId);

    /** Records whose referral id column holds this id. */
    List<RecordRef> findByReferral(String referralId);

    /** Accounts that match a customer. */
    List<RecordRef> findCustomers(Customer customer);

    /** Makes an account under an id chosen by the caller; if it exists already it is left as it is. */
    RecordRef createCustomer(String id, Customer customer);

    /**
     * Makes a record under an id chosen by the caller, which makes a repeated create harmless.
     *
     * @param customer the account it is for
     * @return {@code Stale} if a record with this id (or this referral id) exists already
     */
    Written create(RecordRef record, Optional<RecordRef> customer, Map<String, JsonNode> values);

    /**
     * Writes columns, only if the record is still at this version. Closing and reopening take a further call of their
     * own and are not conditional, so the caller has just read the record.
     */
    Written update(RecordRef record, String version, Map<String, JsonNode> values);

    /**
     * Shows the seller where the pair stands; touches only the connector's own columns.
     *
     * @return what the record shows now, or nothing if the CRM has no column for it
     */
    Optional<Snapshot> tell(RecordRef record, Map<String, JsonNode> columns);

    /**
     * A page of records with all mapped paths, in no particular order. One call.
     *
     * @param next of the page before
     */
    RecordPage records(RecordQuery query, Optional<String> next);

    /**
     * What changed in a table since a position, deleted records included. One call per page.
     *
     * @param position that an earlier answer gave; without one, every record of the table counts as changed
     * @return nothing if the CRM does not know that position any more
     */
    Optional<RecordChanges> changes(String table, Optional<String> position);

    /**
     * What the CRM's metadata says about a table, and what the connector's user may do with its columns; the options of
     * choices only of the mapped tables. A few calls.
     *
     * @param table by the CRM's logical name, from the field map or from the description of another table
     */
    TableDescription describe(String table);

    /** What the mapped columns can hold, from the CRM's metadata; read once per process. */
    Map<String, Limit> limits();
}
