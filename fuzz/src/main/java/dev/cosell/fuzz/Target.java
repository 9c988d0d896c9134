package dev.cosell.fuzz;

import java.util.function.Supplier;

/** Something that takes input from outside. */
interface Target {
    /** As the totals name it. */
    String name();

    /** How many inputs it gets for each one that a target of weight 1 gets; slow ones get fewer. */
    int weight();

    /** The input that these dice give. */
    Trial trial(Dice dice);

    /**
     * One input.
     *
     * @param shown the input for whoever looks for the cause
     * @param run hands it over; throws {@link BrokenPromise}, or whatever nobody caught, where a promise is broken
     */
    record Trial(Supplier<String> shown, Runnable run) {}
}
