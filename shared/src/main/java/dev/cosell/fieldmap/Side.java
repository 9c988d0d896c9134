package dev.cosell.fieldmap;

/** The two places in which a deal lives. */
public enum Side {
    PARTNER_CENTER("Partner Center"),
    CRM("the CRM");

    private final String label;

    Side(String label) {
        this.label = label;
    }

    public Side other() {
        return this == PARTNER_CENTER ? CRM : PARTNER_CENTER;
    }

    /** As people read it in messages. */
    public String label() {
        return label;
    }
}
