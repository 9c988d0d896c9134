package dev.cosell.setup.dynamics;

import java.net.URI;

/**
 * Where Dynamics 365 sends its events, and with what.
 *
 * @param address the app's, {@code https://<host>/api/events/dynamics}
 * @param header that carries the secret
 * @param secret never shown, logged or taken from an argument
 */
public record Events(URI address, String header, String secret) {
    /** What an address and a secret are not put into. */
    @Override
    public String toString() {
        return "events to " + address;
    }
}
