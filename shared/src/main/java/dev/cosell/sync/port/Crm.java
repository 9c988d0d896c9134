package dev.cosell.sync.port;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.Limit;
import dev.cosell.fieldmap.TableDescription;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Port: a CRM. One call each, unless said otherwise. Safe for use by several threads.
 *
 * <p><b>What columns hold.</b> Stored forms are neutral: a lookup to a currency is its ISO code, a choice its label, a number
 * a JSON number, yes and no a JSON boolean, a date-only column {@code yyyy-MM-dd}, a moment ISO 8601 in UTC, a column of a
 * related record {@code lookup/column} (for instance {@code customerid/name}), a related record itself its id, a list of
 * solutions one text of their ids. The id of the account a record is for is shown as {@link
 * dev.cosell.fieldmap.FieldMap#customerLookup}, mapped or not. An empty column is JSON null; a column that could not be read
 * is absent, which means unknown. See {@link Snapshot}.
 *
 * <p><b>What is written</b> are columns of the record's own table in the same forms; JSON null clears. Optional columns and
 * control columns ({@link dev.cosell.fieldmap.ControlColumns}) that the CRM lacks are left out, any other one that it lacks
 * is a failure. A text for the audit column is one message, added as its newest line.
 *
 * <p><b>Failures.</b> All throw {@link dev.cosell.problem.Failure}: {@code RECORD_GONE} where a record is not visible, the
 * transient, system and data problems of the catalogue otherwise. A problem of which it is open whether the write took
 * effect, and one of what follows a write that arrived (reading back, say), is marked {@code outcomeUnknown}: the caller then
 * looks before it writes again.
 */
public interface Crm {
    /** How many records {@link #findBy} gives at most: where it gives as many, there may be more. */
    int MOST_FOUND = 50;

    /**
     * Reads one record: all mapped paths, control columns included, and who changed it last if the CRM tells. Reading may
     * take a further call per kind of related row. One that was merged into another and is still there says so.
     *
     * @param record by its own id, or by the name from {@link #nameOfNew}
     * @throws dev.cosell.problem.Failure {@code CLAIMED_TWICE} if several records go by that name
     */
    Snapshot read(RecordRef record);

    /**
     * The name under which a new record is made: known before it is made, and the same however often it is tried, so that
     * what a crash left behind is found again. No call.
     *
     * @param id a GUID that follows from the pair; where the caller chooses, it becomes the record's own id
     * @param referralId whose record it is; where the CRM chooses ids itself, the record goes by this
     */
    RecordRef nameOfNew(String table, String id, String referralId);

    /**
     * The record by its own id, of what was read or written under whatever name. No call.
     *
     * @param shown what it showed, not of an earlier reading
     */
    RecordRef itself(RecordRef name, Snapshot shown);

    /**
     * The record that an id means, in whatever form a person may have written it; nothing if the CRM has no ids like that.
     * Whether there is such a record is not asked. No call.
     *
     * @param table of the map
     */
    Optional<RecordRef> ref(String table, String writtenId);

    /**
     * The record (deal or lead) with this id in whatever form a person may have written it, if there is one. Where ids say
     * nothing of their table, one call per table, deals first.
     */
    Optional<RecordRef> find(String writtenId);

    /**
     * Records that hold this text in a column, at most {@link #MOST_FOUND}.
     *
     * @param table of the map
     * @param column of the map, never from outside
     */
    List<RecordRef> findBy(String table, String column, String text);

    /**
     * The record into which one that is gone, or closed for good, was merged, if the CRM keeps a trace of it. No call where
     * it never does.
     */
    Optional<RecordRef> survivor(RecordRef gone);

    /**
     * Records whose referral id column holds this id, deals first: a lead and the deal it became hold the same. Without
     * those that were merged into another one.
     */
    List<RecordRef> findByReferral(String referralId);

    /** Its accounts, contacts and users; makes no call. */
    Customers customers();

    /**
     * Makes a record under a name from {@link #nameOfNew}, which makes a repeated create harmless. Its sync switch is on from
     * the first moment. May take further calls for a list that the CRM keeps in rows of their own, and for a record that is
     * made closed.
     *
     * @param customer the account it is for
     * @param values by column of the map
     * @return what was made, which shows its own id; {@code Stale} if a record of this name (or this referral id) exists
     *     already, which is then left as it is
     */
    Written create(RecordRef name, Optional<RecordRef> customer, Map<String, JsonNode> values);

    /**
     * Writes columns, only if the record is still at this version. A CRM that has no condition of its own reads and compares
     * first; how small the gap is that remains, its adapter says. Closing and reopening may take a further call of their own
     * and are not conditional, so the caller has just read the record. A list that the CRM keeps in rows of their own is no
     * part of the version.
     *
     * @param version that a snapshot of this record showed
     * @return what the record shows after the write, where related records may be absent
     */
    Written update(RecordRef record, String version, Map<String, JsonNode> values);

    /**
     * Shows the seller where the pair stands, whatever the record's version. What the pair stands for must not fail for it:
     * texts are cut to what their columns hold.
     *
     * @param columns control columns only; any other one is a defect of the caller
     * @return what the record shows now, or nothing if the CRM has no column for it; {@code RECORD_CLOSED} is thrown if
     *     the record is closed and takes no more
     */
    Optional<Snapshot> tell(RecordRef record, Map<String, JsonNode> columns);

    /**
     * A page of records with all mapped paths, in no particular order. One call.
     *
     * @param next of the page before
     */
    RecordPage records(RecordQuery query, Optional<String> next);

    /** The account that a lead names as its customer's, if somebody chose one. */
    Optional<RecordRef> accountOf(RecordRef lead);

    /**
     * The lead a deal was made from, where deals do not show it themselves in a lineage column. No call where they do.
     */
    Optional<RecordRef> leadOf(RecordRef deal);

    /** Whether {@link #qualify} can be asked for; otherwise it is left to the sellers. No call. */
    boolean qualifiesLeads();

    /**
     * Columns of a deal that was just made from a lead, which hold what the CRM itself made up because it demands a value:
     * nobody chose it, so what the lead says is worth more. No call.
     *
     * @param deal stored form of what it shows
     */
    Set<String> madeUp(Map<String, JsonNode> deal);

    /**
     * Turns a lead into a deal, which closes the lead for good. Not conditional, so the caller has just read the lead; of
     * two tries only one makes a deal. A person who is known by the lead's e-mail address becomes the deal's contact;
     * nobody known, one is made. An account is never made.
     *
     * @param account whom the deal is for; without one, the person
     * @return the deal's record; {@code RECORD_CLOSED} is thrown if the lead is closed already
     * @throws UnsupportedOperationException if it is left to the sellers
     */
    RecordRef qualify(RecordRef lead, Optional<RecordRef> account);

    /**
     * What changed in a table since a position, deleted records included. Nothing may be missing, also not what was being
     * saved while the page before was read; some of what was listed before may be listed again. One call per page.
     *
     * @param position that an earlier answer gave; without one, every record of the table counts as changed
     * @return nothing if the CRM does not know that position any more
     */
    Optional<RecordChanges> changes(String table, Optional<String> position);

    /**
     * What the CRM's metadata says about a table, and what the connector's user may do with its columns; the options of
     * choices only of tables that are not merely read through. A few calls.
     *
     * @param table by the CRM's logical name, from the field map or from the description of another table
     */
    TableDescription describe(String table);

    /**
     * What a table's mapped columns can hold, from the CRM's metadata; read once per process. Of an optional column that the
     * CRM lacks, {@link Limit#NOTHING}: nobody then takes it for one that lost what was written.
     */
    Map<String, Limit> limits(String table);

    /** ISO 4217 codes of the currencies the CRM has, from its own list; read once per process. */
    Set<String> currencies();

    /** Where a person opens a record in a browser, if the CRM has such an address. No call. */
    Optional<String> webAddress(RecordRef record);
}
