package dev.cosell.launcher.soak;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.launcher.JsonClient;
import dev.cosell.launcher.LaunchFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Reads whole tables of a storage account over its REST interface, and can do nothing else.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/query-entities">Query entities</a>
 */
final class StorageRows {
    private static final String CONTINUATION = "x-ms-continuation-";

    private final HttpClient http = HttpClient.newHttpClient();
    private final String account;
    private final byte[] key;
    private final String endpoint;

    StorageRows(String connectionString) {
        Map<String, String> parts = Arrays.stream(connectionString.split(";"))
                .map(part -> part.split("=", 2))
                .collect(Collectors.toMap(part -> part[0], part -> part[1]));
        account = parts.get("AccountName");
        key = Base64.getDecoder().decode(parts.get("AccountKey"));
        endpoint = parts.get("TableEndpoint");
    }

    /** Every row as JSON; binary columns are base64. */
    List<JsonNode> all(String table) {
        List<JsonNode> rows = new ArrayList<>();
        Optional<String> query = Optional.of("");
        while (query.isPresent()) {
            HttpResponse<String> page = get(URI.create(endpoint + "/" + table + "()" + query.get()));
            read(page.body()).path("value").forEach(rows::add);
            query = next(page);
        }
        return rows;
    }

    private static Optional<String> next(HttpResponse<String> page) {
        return page.headers()
                .firstValue(CONTINUATION + "NextPartitionKey")
                .map(partition -> "?NextPartitionKey="
                        + encoded(partition)
                        + page.headers()
                                .firstValue(CONTINUATION + "NextRowKey")
                                .map(row -> "&NextRowKey=" + encoded(row))
                                .orElse(""));
    }

    private HttpResponse<String> get(URI address) {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("x-ms-date", date)
                .header("x-ms-version", "2020-12-06")
                .header("Accept", "application/json;odata=nometadata")
                .header("Authorization", "SharedKeyLite " + account + ":" + signature(date, address))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new LaunchFailure(
                        "GET " + address + ": expected 200, found " + answer.statusCode() + " " + answer.body());
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException("GET " + address + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchFailure("Interrupted while storage was read", e);
        }
    }

    /** Of the date and the resource, as Shared Key Lite signs them for tables. */
    private String signature(String date, URI address) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, mac.getAlgorithm()));
            String signed = date + "\n/" + account + address.getRawPath();
            return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Expected every Java to know HmacSHA256", e);
        }
    }

    private static JsonNode read(String text) {
        try {
            return JsonClient.JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException("Expected storage to answer JSON", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
