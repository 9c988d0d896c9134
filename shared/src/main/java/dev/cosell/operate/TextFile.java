package dev.cosell.operate;

import java.util.Optional;

/**
 * A file for an operator to keep, or a part of it.
 *
 * @param next asks for the part that follows; absent on the last one
 */
public record TextFile(String text, Optional<String> next) {
    /** A file that is all there is. */
    public static TextFile whole(String text) {
        return new TextFile(text, Optional.empty());
    }
}
