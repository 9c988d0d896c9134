package dev.cosell.sandbox.salesforce;

import dev.cosell.sandbox.Request;
import dev.cosell.sandbox.Response;
import dev.cosell.sandbox.salesforce.Database.Stored;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * Conditional requests: by time of the last change, to the second, on every record; by ETag on accounts alone. Deletions
 * know none.
 */
final class Preconditions {
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss z", Locale.ENGLISH);

    private Preconditions() {}

    /** The answer of a read whose condition does not hold. */
    static Optional<Response> read(Request request, Stored row) {
        demandUnmodified(request, row);
        boolean unmodified = moment(request, "if-modified-since")
                .filter(since -> !modified(row).isAfter(since))
                .isPresent();
        boolean known = request.header("if-none-match")
                .filter(tags -> tagged(row) && matches(tags, row))
                .isPresent();
        return unmodified || known ? Optional.of(tag(Response.of(304), row)) : Optional.empty();
    }

    /** @throws Refusal 412 if the record was changed since */
    static void write(Request request, Stored row) {
        demandUnmodified(request, row);
    }

    private static void demandUnmodified(Request request, Stored row) {
        boolean modified = moment(request, "if-unmodified-since")
                .filter(since -> modified(row).isAfter(since))
                .isPresent();
        boolean other = request.header("if-match")
                .filter(tags -> tagged(row) && !matches(tags, row))
                .isPresent();
        if (modified || other) {
            throw Refusal.of(412, "PRECONDITION_FAILED", "The record does not meet the condition of the request");
        }
    }

    /** Adds the ETag that accounts have. */
    static Response tag(Response response, Stored row) {
        return tagged(row) ? response.with("ETag", etag(row)) : response;
    }

    private static boolean tagged(Stored row) {
        return row.type().equals("Account");
    }

    private static boolean matches(String tags, Stored row) {
        return Arrays.stream(tags.split(",")).map(String::strip).anyMatch(etag(row)::equals);
    }

    private static String etag(Stored row) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(row.values().toString().getBytes(StandardCharsets.UTF_8));
            return "\"" + Base64.getEncoder().encodeToString(hash) + "\"";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static Instant modified(Stored row) {
        return Moments.read(row.text("LastModifiedDate")).orElseThrow();
    }

    private static Optional<Instant> moment(Request request, String header) {
        return request.header(header).map(text -> {
            try {
                return ZonedDateTime.parse(text, HTTP_DATE).toInstant();
            } catch (DateTimeException bad) {
                throw Refusal.of(400, "INVALID_HTTP_HEADER", "Invalid value of the header %s".formatted(header));
            }
        });
    }
}
