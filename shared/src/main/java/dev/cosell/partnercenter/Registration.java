package dev.cosell.partnercenter;

import java.util.List;

/**
 * The tenant's one webhook registration: one address for a list of events.
 *
 * @param url https address that receives the callbacks
 * @param events names of the events it receives
 */
public record Registration(String url, List<String> events) {}
