package dev.cosell.localhost.app;

/** Which key an HTTP function asks for. */
public enum AuthLevel {
    ANONYMOUS,
    FUNCTION,
    ADMIN
}
