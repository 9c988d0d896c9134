package dev.cosell.store;

import com.azure.core.http.HttpResponse;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version that a transaction gave its first row. The service answers it, in the part of the body for that row, but the
 * SDK drops the headers of parts; without it every transaction would need a read after it.
 */
final class FirstVersion {
    private static final Pattern HEADER = Pattern.compile("(?im)^ETag: *(\\S+)\\s*$");

    private String version;

    /** Notes the version in an answer that stays readable. */
    HttpResponse keptFrom(HttpResponse answer) {
        HttpResponse readable = answer.buffer();
        Matcher header = HEADER.matcher(readable.getBodyAsBinaryData().toString());
        if (header.find()) {
            version = header.group(1);
        }
        return readable;
    }

    /** Absent if the transaction was refused. */
    Optional<String> version() {
        return Optional.ofNullable(version);
    }
}
