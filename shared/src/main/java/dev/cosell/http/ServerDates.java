package dev.cosell.http;

import dev.cosell.problem.RemoteSystem;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A transport that notes how far the clocks of the systems it calls are from ours, by the Date header of answers. */
public final class ServerDates implements Transport {
    private final Transport transport;
    private final InstantSource clock;
    private final Map<RemoteSystem, Duration> ahead = new ConcurrentHashMap<>();

    public ServerDates(Transport transport, InstantSource clock) {
        this.transport = transport;
        this.clock = clock;
    }

    @Override
    public Answer send(Call call) {
        Answer answer = transport.send(call);
        answer.header("date")
                .flatMap(ServerDates::instant)
                .ifPresent(date -> ahead.put(call.system(), Duration.between(clock.instant(), date)));
        return answer;
    }

    /** How far a system's clock is ahead of ours, to the second; negative if it is behind; nothing before an answer. */
    public Optional<Duration> ahead(RemoteSystem system) {
        return Optional.ofNullable(ahead.get(system));
    }

    private static Optional<Instant> instant(String header) {
        try {
            return Optional.of(ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException unreadable) {
            // A proxy may write anything; then this answer tells nothing.
            return Optional.empty();
        }
    }
}
