package dev.cosell.operate.notice;

import dev.cosell.http.Answer;
import dev.cosell.http.Call;
import dev.cosell.http.Transport;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Where messages go. The address is a secret: whoever knows it can write there. So it is in no problem and no log. */
public final class NoticeChannel {
    /** Time and signature of the body: {@code t=<epoch seconds>,v1=<hex of HMAC-SHA-256 over "<t>.<body>">}. */
    public static final String SIGNATURE = "x-cosell-signature";

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** What stands behind the address. */
    public enum Format {
        TEAMS,
        SLACK,
        GENERIC
    }

    private final Format format;
    private final URI address;
    private final Optional<String> secret;
    private final Transport transport;
    private final InstantSource clock;

    /**
     * @param address https
     * @param secret signs what is sent to a generic address
     * @param transport that follows no redirects and is nobody's quota
     */
    public NoticeChannel(
            Format format, URI address, Optional<String> secret, Transport transport, InstantSource clock) {
        this.format = format;
        this.address = address;
        this.secret = secret;
        this.transport = transport;
        this.clock = clock;
    }

    /**
     * Sends a message, once.
     *
     * @throws dev.cosell.problem.Failure if it was not answered 2xx; it may have arrived all the same
     */
    void send(NoticeMessage message) {
        byte[] body = body(message).getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = new TreeMap<>(Map.of("content-type", "application/json"));
        if (format == Format.GENERIC) {
            secret.ifPresent(key -> headers.put(SIGNATURE, signature(key, body)));
        }
        // The system only names a call to the world outside: this transport is not metered.
        Answer answer = transport.send(new Call(RemoteSystem.CRM, "POST", address, headers, body, TIMEOUT));
        if (!answer.ok()) {
            throw Problem.of(
                            ProblemCode.UNAVAILABLE,
                            "expected the notices' channel to answer 2xx, found HTTP " + answer.status())
                    .failure();
        }
    }

    private String body(NoticeMessage message) {
        return (switch (format) {
                    case TEAMS -> message.teams();
                    case SLACK -> message.slack();
                    case GENERIC -> message.generic();
                })
                .toString();
    }

    private String signature(String key, byte[] body) {
        String time = Long.toString(clock.instant().getEpochSecond());
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
            return "t=" + time + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
