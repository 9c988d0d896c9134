package dev.cosell.sandbox.dataverse;

/** What a column holds; the names are those of {@code AttributeType} in the entity metadata. */
enum ColumnType {
    STRING("String"),
    MEMO("Memo"),
    INTEGER("Integer"),
    BIGINT("BigInt"),
    DOUBLE("Double"),
    DECIMAL("Decimal"),
    MONEY("Money"),
    BOOLEAN("Boolean"),
    /** With time of day, in UTC, whole seconds. */
    DATETIME("DateTime"),
    /** Without time of day. */
    DATE("DateTime"),
    PICKLIST("Picklist"),
    STATE("State"),
    STATUS("Status"),
    LOOKUP("Lookup"),
    /** A lookup to an account or a contact. */
    CUSTOMER("Customer"),
    /** A lookup to who owns the record. */
    OWNER("Owner"),
    UNIQUEIDENTIFIER("Uniqueidentifier"),
    /** The logical name of a table. */
    ENTITYNAME("EntityName"),
    /** Whether something may be customised, and whether that may be changed: {@code {"Value", "CanBeChanged", ...}}. */
    MANAGEDPROPERTY("ManagedProperty");

    private final String attributeType;

    ColumnType(String attributeType) {
        this.attributeType = attributeType;
    }

    String attributeType() {
        return attributeType;
    }

    boolean isLookup() {
        return this == LOOKUP || this == CUSTOMER || this == OWNER;
    }

    boolean isText() {
        return this == STRING || this == MEMO;
    }

    boolean isChoice() {
        return this == PICKLIST || this == STATE || this == STATUS;
    }

    boolean isDecimal() {
        return this == DECIMAL || this == MONEY || this == DOUBLE;
    }
}
