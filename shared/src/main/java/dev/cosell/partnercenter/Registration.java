package dev.cosell.partnercenter;

import java.util.List;

/**
 * The tenant's one webhook registration: one address for a list of events.
 *
 * @param url https address that receives the callbacks
 * @param events names of the events it receives
 * @param signatureInOwnHeader whether callbacks carry their signature in {@code x-ms-signature}, for a gateway that keeps
 *     {@code Authorization} to itself; where Partner Center does not say, they do not
 */
public record Registration(String url, List<String> events, boolean signatureInOwnHeader) {}
