package dev.cosell.launcher.soak;

/**
 * A value that somebody typed and saved, and that the system took.
 *
 * @param deal by which people know it
 * @param value as {@link Field#typed}
 */
record Edit(String deal, Field field, Side side, String value) {
    /** Where it was typed. */
    enum Side {
        PARTNER_CENTER,
        CRM;

        Side other() {
            return this == CRM ? PARTNER_CENTER : CRM;
        }
    }
}
