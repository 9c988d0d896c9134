package dev.cosell.operate.notice;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where notices are sent, and which.
 *
 * @param secret signs what is sent; there for a generic webhook only
 */
public record NoticeSettings(
        NoticeChannel.Format format, URI address, Optional<String> secret, Set<Notice.Kind> events) {
    private static final Set<String> THIS_COMPUTER = Set.of("localhost", "127.0.0.1");

    /**
     * Reads the settings of these names.
     *
     * @return nothing if no kind is named
     * @throws dev.cosell.problem.Failure {@code MISCONFIGURED}; the address is in no problem, for it is a secret
     */
    public static Optional<NoticeSettings> read(
            Optional<String> kind, Optional<String> url, Optional<String> secret, Optional<String> events) {
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        NoticeChannel.Format format = Arrays.stream(NoticeChannel.Format.values())
                .filter(known -> known.name().equalsIgnoreCase(kind.get()))
                .findFirst()
                .orElseThrow(() -> wrong("NOTICE_KIND: expected teams, slack, generic or nothing, found another word"));
        if (format == NoticeChannel.Format.GENERIC && secret.isEmpty()) {
            throw wrong("NOTICE_SECRET: expected a value, because NOTICE_KIND is generic, found nothing");
        }
        return Optional.of(new NoticeSettings(
                format,
                address(url.orElse("")),
                secret.filter(signs -> format == NoticeChannel.Format.GENERIC),
                kinds(events.orElse(""))));
    }

    /** With a query, unlike other addresses: that is where Teams has its key. */
    private static URI address(String url) {
        try {
            URI uri = new URI(url);
            boolean plain = uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null;
            if (plain && isSafe(uri)) {
                return uri;
            }
        } catch (URISyntaxException unreadable) {
            throw wrongAddress(url);
        }
        throw wrongAddress(url);
    }

    private static boolean isSafe(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme())
                || "http".equalsIgnoreCase(uri.getScheme()) && THIS_COMPUTER.contains(uri.getHost());
    }

    private static Set<Notice.Kind> kinds(String events) {
        Set<Notice.Kind> kinds = EnumSet.noneOf(Notice.Kind.class);
        for (String word : events.split(",")) {
            if (!word.isBlank()) {
                kinds.add(kind(word.strip()));
            }
        }
        return kinds.isEmpty() ? EnumSet.allOf(Notice.Kind.class) : kinds;
    }

    private static Notice.Kind kind(String word) {
        return Arrays.stream(Notice.Kind.values())
                .filter(known -> NoticeMessage.word(known).equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> known = Arrays.stream(Notice.Kind.values())
                            .map(NoticeMessage::word)
                            .toList();
                    return wrong("NOTICE_EVENTS: expected words of " + known + ", found another one");
                });
    }

    private static RuntimeException wrongAddress(String url) {
        return wrong("NOTICE_URL: expected an https address without user and fragment, found "
                + (url.isEmpty() ? "nothing" : "another text"));
    }

    private static RuntimeException wrong(String detail) {
        return Problem.of(ProblemCode.MISCONFIGURED, detail).failure();
    }
}
