package dev.cosell.crm;

import java.util.Set;

/** The only places where CRMs may keep different promises; everything else the contracts demand of all. */
public enum Difference {
    /** Salesforce's REST API cannot convert a lead: its sellers do, and the deal's values are theirs to map. */
    LEADS_ARE_QUALIFIED_BY_PEOPLE,

    /** An account of Salesforce names no first contact; only an opportunity does. */
    ACCOUNTS_NAME_NO_CONTACT,

    /** A lead of Salesforce has no account before it is converted. */
    LEADS_HAVE_NO_ACCOUNT,

    /** Salesforce deletes what was merged into another record; the trace is in its recycle bin. */
    MERGED_RECORDS_ARE_GONE,

    /** Salesforce has no ETag: a write is preceded by a reading that compares, and followed by one that reads back. */
    WRITES_ARE_COMPARED_BY_READING,

    /** Salesforce takes no opportunity without a close date, so none ever lacks one. */
    DEALS_HAVE_A_DATE,

    /** An event of Salesforce names no columns, so that it is our own echo is seen only by reading the record. */
    EVENTS_NAME_NO_COLUMNS,

    /** A file says when it was saved, and not by whom. */
    NOBODY_IS_NAMED,

    /** Nobody limits how often a file is read. */
    NOTHING_IS_THROTTLED,

    /** There is no organisation whose currency a deal without one could have. */
    DEALS_NAME_THEIR_CURRENCY,

    /** Any text may stand in a column. */
    CHOICES_ARE_NOT_LISTED,

    /** Leads do not cross. */
    THERE_ARE_NO_LEADS;

    /** All of Salesforce's. */
    public static final Set<Difference> OF_SALESFORCE = Set.of(
            LEADS_ARE_QUALIFIED_BY_PEOPLE,
            ACCOUNTS_NAME_NO_CONTACT,
            LEADS_HAVE_NO_ACCOUNT,
            MERGED_RECORDS_ARE_GONE,
            WRITES_ARE_COMPARED_BY_READING,
            DEALS_HAVE_A_DATE,
            EVENTS_NAME_NO_COLUMNS);

    /** All of CSV files. */
    public static final Set<Difference> OF_FILES = Set.of(
            NOBODY_IS_NAMED,
            NOTHING_IS_THROTTLED,
            DEALS_NAME_THEIR_CURRENCY,
            CHOICES_ARE_NOT_LISTED,
            THERE_ARE_NO_LEADS);
}
