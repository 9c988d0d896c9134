package dev.cosell.setup;

/**
 * One thing that the connector needs, or can make use of, in a CRM.
 *
 * <p>Both methods throw {@link SetUpFailure} or {@link dev.cosell.problem.Failure} if the CRM refuses or cannot be asked.
 */
public interface Item {
    /** How it stands now; changes nothing. */
    Finding look();

    /** Makes what {@link #look} found missing, or adds to it what it lacks; called only after such a finding. */
    void make();
}
