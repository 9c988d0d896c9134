package dev.cosell.operate.doctor;

import java.util.List;

/** One thing that is looked at. Changes nothing but rows and messages of its own, which it removes again. */
public interface Check {
    /** In lower case with hyphens; by it one check is asked for. */
    String name();

    /**
     * Looks, within half a minute or so; it is interrupted when its time is over.
     *
     * @return at least one finding
     * @throws dev.cosell.problem.Failure which becomes a failed finding
     */
    List<Finding> look();
}
