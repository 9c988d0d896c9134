package dev.cosell.store;

import java.time.Instant;
import java.util.Optional;

/**
 * That a parked message was given up for good.
 *
 * @param id of the message
 * @param queue it came from, without {@code -poison}
 * @param subject it was about; absent if nobody could read it
 * @param reason it had been parked for, as {@link PoisonMessage#reason()} gives it
 * @param why in the words of who discarded it
 */
public record Discarded(
        String id,
        String queue,
        Optional<String> subject,
        String reason,
        Instant parkedAt,
        String by,
        String why,
        Instant at) {}
