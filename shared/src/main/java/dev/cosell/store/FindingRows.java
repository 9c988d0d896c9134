package dev.cosell.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What a walk found, one row per subject: kept apart by walk, so that the next one overwrites nothing that is being read.
 * All methods throw {@link dev.cosell.problem.Failure} with {@code STORAGE_UNAVAILABLE}.
 */
public interface FindingRows {
    /** What a walk found of a subject; one transaction. */
    Optional<JsonNode> find(String walk, String subject);

    /**
     * Keeps what was found in place of what was there before; one transaction.
     *
     * @param kind by which rows are listed; letters and underscores
     */
    void put(String walk, String subject, String kind, JsonNode found);

    /**
     * A part of what a walk found, by subject.
     *
     * @param kind only of this kind; all if empty
     * @param token of the page before
     * @param size 1 to 1,000
     * @throws dev.cosell.problem.Failure {@code REQUEST_UNREADABLE} for a token of no page
     */
    Page<JsonNode> list(String walk, Optional<String> kind, Optional<String> token, int size);

    /**
     * Removes rows of a walk, a transaction each.
     *
     * @return how many; fewer than asked for once none is left
     */
    int forget(String walk, int most);
}
