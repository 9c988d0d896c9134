package dev.cosell.partnercenter;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a test event fared.
 *
 * @param status as Partner Center says it, for instance {@code completed}
 * @param attempts one per delivery
 */
public record ValidationResult(String status, List<Attempt> attempts) {
    /**
     * One delivery.
     *
     * @param responseCode what our address answered, as a name ({@code OK}, {@code Unauthorized})
     * @param message what Partner Center adds to it; may be empty
     * @param at UTC
     */
    public record Attempt(String responseCode, String message, Optional<Instant> at) {}
}
