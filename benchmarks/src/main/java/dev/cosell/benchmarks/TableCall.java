package dev.cosell.benchmarks;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpRequest;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is asked of the table service.
 *
 * @param table its name
 * @param key of the one row it is about, if it is about one
 * @param options of the query, decoded
 * @param ifMatch the version that the row must have, if any will not do
 */
record TableCall(
        String method,
        String table,
        Optional<TableKey> key,
        Map<String, String> options,
        Optional<String> ifMatch,
        String body) {
    private static final Pattern ADDRESS =
            Pattern.compile(".*/([^/(]+)(?:\\((?:PartitionKey='([^']*)',RowKey='([^']*)')?\\))?");
    /** One of a changeset; the connector's rows have no line breaks. */
    private static final Pattern PART =
            Pattern.compile("(POST|PUT|DELETE) (\\S+) HTTP/1\\.1\r?\n((?:[^\r\n]+\r?\n)*)\r?\n(\\{[^\r\n]*\\})?");

    private static final Pattern IF_MATCH = Pattern.compile("(?im)^If-Match: *(\\S+)\\s*$");

    static TableCall of(HttpRequest request) {
        String body = request.getBodyAsBinaryData() == null
                ? ""
                : request.getBodyAsBinaryData().toString();
        return of(
                request.getHttpMethod().name(),
                request.getUrl().toString(),
                Optional.ofNullable(request.getHeaders().getValue(HttpHeaderName.IF_MATCH)),
                body);
    }

    boolean isChangeset() {
        return table.equals("$batch");
    }

    /** The calls of a changeset, which are to be done together or not at all. */
    List<TableCall> parts() {
        return PART.matcher(body)
                .results()
                .map(part -> {
                    Matcher version = IF_MATCH.matcher(part.group(3));
                    return of(
                            part.group(1),
                            part.group(2),
                            version.find() ? Optional.of(version.group(1)) : Optional.empty(),
                            Optional.ofNullable(part.group(4)).orElse(""));
                })
                .toList();
    }

    private static TableCall of(String method, String address, Optional<String> ifMatch, String body) {
        URI uri = URI.create(address);
        Matcher parts = ADDRESS.matcher(uri.getPath());
        if (!parts.matches()) {
            throw new IllegalArgumentException("expected the address of a table or a row, found " + address);
        }
        return new TableCall(
                method,
                parts.group(1),
                Optional.ofNullable(parts.group(2)).map(partition -> new TableKey(partition, parts.group(3))),
                options(Optional.ofNullable(uri.getRawQuery()).orElse("")),
                ifMatch,
                body);
    }

    private static Map<String, String> options(String query) {
        return Arrays.stream(query.split("&"))
                .filter(option -> option.contains("="))
                .map(option -> option.split("=", 2))
                .collect(Collectors.toMap(
                        option -> decoded(option[0]), option -> decoded(option[1]), (one, other) -> other));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
