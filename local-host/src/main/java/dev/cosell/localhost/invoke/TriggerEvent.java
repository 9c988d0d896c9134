package dev.cosell.localhost.invoke;

import java.util.Map;
import java.util.Optional;

/**
 * Why a function runs now.
 *
 * @param body HTTP body, message content or the timer's JSON; nothing when an HTTP request has none
 * @param names what {@code @BindingName} can ask for, by exact name
 * @param request present for HTTP only
 */
public record TriggerEvent(Optional<byte[]> body, Map<String, String> names, Optional<RequestHead> request) {
    public TriggerEvent {
        names = Map.copyOf(names);
    }
}
