package dev.cosell.sandbox.dataverse;

/**
 * How this environment differs from another; all of it can be changed while it runs.
 *
 * @param optionalColumns whether our own optional columns ({@code cosell_*}) are installed
 * @param alternateKeys whether the optional alternate keys are installed; one whose column holds equal values twice
 *     comes up as failed, as its index does
 * @param enforceBusinessRequired whether {@code ApplicationRequired} columns are insisted on; the platform itself leaves
 *     them to forms, so this is stricter than life
 * @param refuseReadOnly whether a read-only column in a write is an error instead of being ignored
 * @param closeFiresUpdate whether WinOpportunity and LoseOpportunity also raise Update on the opportunity
 * @param escapedSlashes whether webhook bodies look like old captures: {@code \/Date(1)\/} and a time zone offset in
 *     {@code OperationCreatedOn}
 * @param mojibake whether webhook bodies carry UTF-8 that was read as Windows-1252
 */
public record Options(
        boolean optionalColumns,
        boolean alternateKeys,
        boolean enforceBusinessRequired,
        boolean refuseReadOnly,
        boolean closeFiresUpdate,
        boolean escapedSlashes,
        boolean mojibake) {

    /** Everything of ours installed; strict about required columns; new webhook form. */
    public static Options standard() {
        return new Options(true, true, true, false, true, false, false);
    }

    /** As {@link #standard()}, without our optional columns and keys. */
    public static Options withoutAdditions() {
        return new Options(false, false, true, false, true, false, false);
    }
}
