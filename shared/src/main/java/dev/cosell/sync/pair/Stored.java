package dev.cosell.sync.pair;

/** A row as it was read, with the version to replace it by. */
public record Stored<T>(T value, String version) {}
