package dev.cosell.partnercenter;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How a test event fared.
 *
 * @param partnerId the partner account for which Partner Center sent it, if it says so
 * @param status as Partner Center says it, for instance {@code completed}
 * @param attempts one per delivery
 */
public record ValidationResult(Optional<String> partnerId, String status, List<Attempt> attempts) {
    private static final Set<String> TAKEN = Set.of("OK", "CREATED", "ACCEPTED", "NOCONTENT");

    /** Whether our address took one of the deliveries, by Partner Center's own word. */
    public boolean delivered() {
        return attempts.stream()
                .anyMatch(attempt -> TAKEN.contains(attempt.responseCode().toUpperCase(Locale.ROOT)));
    }

    /**
     * One delivery.
     *
     * @param responseCode what our address answered, as a name ({@code OK}, {@code Unauthorized})
     * @param message what Partner Center adds to it; may be empty
     * @param at UTC
     */
    public record Attempt(String responseCode, String message, Optional<Instant> at) {}
}
