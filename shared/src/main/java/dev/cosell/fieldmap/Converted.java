package dev.cosell.fieldmap;

import com.fasterxml.jackson.databind.JsonNode;

/** What came of turning one form of a value into another. */
sealed interface Converted {
    record Done(JsonNode node) implements Converted {}

    /** @param why what was expected and what was found, for people */
    record Failed(String why) implements Converted {}
}
