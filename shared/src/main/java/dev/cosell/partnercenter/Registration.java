package dev.cosell.partnercenter;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The tenant's one webhook registration: one address for a list of events.
 *
 * @param url https address that receives the callbacks
 * @param events names of the events it receives
 * @param lastModified by Partner Center's clock; absent if it does not say
 */
public record Registration(String url, List<String> events, Optional<Instant> lastModified) {}
