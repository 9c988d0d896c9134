package dev.cosell.store;

import com.azure.core.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The versions that a transaction gave its rows, in the order of its actions. The service answers them, each in the part of
 * the body for its row, but the SDK drops the headers of parts; without them every transaction would need a read after it.
 */
final class WrittenVersions {
    private static final Pattern PART = Pattern.compile("(?m)^HTTP/1\\.1 ");
    private static final Pattern HEADER = Pattern.compile("(?im)^ETag: *(\\S+)\\s*$");

    private List<Optional<String>> versions = List.of();

    /** Notes the versions in an answer that stays readable. */
    HttpResponse keptFrom(HttpResponse answer) {
        HttpResponse readable = answer.buffer();
        versions = PART.splitAsStream(readable.getBodyAsBinaryData().toString())
                .skip(1)
                .map(WrittenVersions::version)
                .toList();
        return readable;
    }

    /** Of the row of an action; absent if the transaction was refused. */
    Optional<String> of(int action) {
        return action < versions.size() ? versions.get(action) : Optional.empty();
    }

    private static Optional<String> version(String part) {
        Matcher header = HEADER.matcher(part);
        return header.find() ? Optional.of(header.group(1)) : Optional.empty();
    }
}
