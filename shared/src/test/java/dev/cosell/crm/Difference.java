package dev.cosell.crm;

/** The only places where CRMs may keep different promises; everything else the contracts demand of all. */
public enum Difference {
    /** Salesforce's REST API cannot convert a lead: its sellers do, and the deal's values are theirs to map. */
    LEADS_ARE_QUALIFIED_BY_PEOPLE,

    /** An account of Salesforce names no first contact; only an opportunity does. */
    ACCOUNTS_NAME_NO_CONTACT,

    /** A lead of Salesforce has no account before it is converted. */
    LEADS_HAVE_NO_ACCOUNT,

    /** Salesforce deletes what was merged into another record; the trace is in its recycle bin. */
    MERGED_RECORDS_ARE_GONE
}
