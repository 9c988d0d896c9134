package dev.cosell.operate.console;

/**
 * A file of the console.
 *
 * @param contentType for the browser, with its charset
 */
public record ConsoleFile(String contentType, String text) {}
