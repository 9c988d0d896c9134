package dev.cosell.fieldmap;

import java.util.OptionalInt;

/**
 * What a CRM column can hold.
 *
 * @param maxLength in UTF-16 units, for texts
 * @param precision decimal places, for numbers
 */
public record Limit(OptionalInt maxLength, OptionalInt precision) {
    public static final Limit NONE = new Limit(OptionalInt.empty(), OptionalInt.empty());

    /** There is no such column. */
    public static final Limit NOTHING = length(0);

    public static Limit length(int maxLength) {
        return new Limit(OptionalInt.of(maxLength), OptionalInt.empty());
    }

    public static Limit precision(int places) {
        return new Limit(OptionalInt.empty(), OptionalInt.of(places));
    }
}
