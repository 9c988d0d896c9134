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
 * @param microsoftsSolution whether Microsoft's co-sell solution is installed: the tables, columns and choices of the
 *     prefix {@code msft_}
 */
public record Options(
        boolean optionalColumns,
        boolean alternateKeys,
        boolean enforceBusinessRequired,
        boolean refuseReadOnly,
        boolean closeFiresUpdate,
        boolean escapedSlashes,
        boolean mojibake,
        boolean microsoftsSolution) {

    /** Everything of ours installed; strict about required columns; new webhook form. */
    public static Options standard() {
        return new Options(true, true, true, false, true, false, false, true);
    }

    /** As {@link #standard()}, without our optional columns and keys. */
    public static Options withoutAdditions() {
        return new Options(false, false, true, false, true, false, false, true);
    }

    /** Dynamics 365 Sales as it is bought: without our additions and without Microsoft's co-sell solution. */
    public static Options asBought() {
        return new Options(false, false, true, false, true, false, false, false);
    }
}
