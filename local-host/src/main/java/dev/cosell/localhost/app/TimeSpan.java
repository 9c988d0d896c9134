package dev.cosell.localhost.app;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The platform's notation for durations: {@code [d.]hh:mm:ss[.fffffff]}, hours below 24 as in .NET. */
public final class TimeSpan {
    private static final Pattern SHAPE =
            Pattern.compile("(?:(\\d{1,8})\\.)?(\\d{1,2}):([0-5]?\\d):([0-5]?\\d)(?:\\.(\\d{1,7}))?");

    private TimeSpan() {}

    /** Nothing when the text is not a time span. */
    public static Optional<Duration> parse(String text) {
        Matcher parts = SHAPE.matcher(text.strip());
        if (!parts.matches() || Integer.parseInt(parts.group(2)) > 23) {
            return Optional.empty();
        }
        long days = parts.group(1) == null ? 0 : Long.parseLong(parts.group(1));
        String fraction = parts.group(5) == null ? "" : parts.group(5);
        return Optional.of(Duration.ofDays(days)
                .plusHours(Long.parseLong(parts.group(2)))
                .plusMinutes(Long.parseLong(parts.group(3)))
                .plusSeconds(Long.parseLong(parts.group(4)))
                .plusNanos(Long.parseLong((fraction + "000000000").substring(0, 9))));
    }
}
