package dev.cosell.localhost.app;

/** A storage connection string; it may hold a key, so it is never printed. */
public record Connection(String connectionString) {
    @Override
    public String toString() {
        return "Connection[...]";
    }
}
