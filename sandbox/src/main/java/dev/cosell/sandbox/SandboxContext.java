package dev.cosell.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the sandbox gives to a service when it makes it.
 *
 * @param addresses base address by service name, without a trailing slash, for instance
 *     {@code https://localhost:40123}
 * @param clock the only time a service may look at
 * @param tokens checks bearer tokens
 * @param events sends webhooks
 * @param mapper reads and writes JSON; decimals keep their digits
 * @param changed to be told the service's name when its state changed outside a request (time passing, control
 *     surface); after requests other than GET the state is saved anyway
 */
public record SandboxContext(
        Map<String, URI> addresses,
        SandboxClock clock,
        Tokens tokens,
        EventSink events,
        ObjectMapper mapper,
        Consumer<String> changed) {

    /** The base address of a service of this sandbox. */
    public URI address(String service) {
        URI address = addresses.get(service);
        if (address == null) {
            throw new IllegalArgumentException("no service " + service + ", only " + addresses.keySet());
        }
        return address;
    }
}
