package dev.cosell.sync.pair;

/**
 * Who changed a record last.
 *
 * @param id of the CRM's user
 * @param name personal, for the timeline only
 */
public record Author(String id, String name) {}
