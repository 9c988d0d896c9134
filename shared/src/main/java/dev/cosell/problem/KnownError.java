package dev.cosell.problem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An error code of another system, in plain words. The table is {@code known-errors.json}; its sources are "Microsoft Entra
 * authentication and authorization error codes", the error code pages of Partner Center, Dataverse's "Web service error
 * codes" and the status codes of Salesforce's REST API.
 *
 * @param service whose code it is
 * @param code as the service writes it, for instance {@code AADSTS700082}
 * @param meaning why it comes, one sentence
 * @param advice what to do, one or two sentences
 * @param fixer who can do it
 */
public record KnownError(Service service, String code, String meaning, String advice, Fixer fixer) {
    /** Whose codes there are, and where they are explained. */
    public enum Service {
        ENTRA("https://learn.microsoft.com/entra/identity-platform/reference-error-codes"),
        PARTNER_CENTER("https://learn.microsoft.com/partner-center/developer/error-codes"),
        DATAVERSE("https://learn.microsoft.com/power-apps/developer/data-platform/reference/web-service-error-codes"),
        SALESFORCE("https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm");

        private final URI page;

        Service(String page) {
            this.page = URI.create(page);
        }
    }

    private static final Pattern WORD = Pattern.compile("\\w+");
    private static final Map<String, KnownError> ALL = read();

    private static final String EXPLAINED = ". In plain words: ";

    /** The first code in a text that is in the table. */
    public static Optional<KnownError> in(String text) {
        Matcher words = WORD.matcher(text);
        while (words.find()) {
            KnownError known = ALL.get(key(words.group()));
            if (known != null) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }

    /** A detail that quotes a code, with what it means and what to do; as it is if it quotes none that is known. */
    public static String explained(String detail) {
        return in(detail)
                .filter(known -> !detail.contains(EXPLAINED))
                .map(known ->
                        detail.replaceFirst("\\s*[.:;]?\\s*$", "") + EXPLAINED + known.meaning + " " + known.advice)
                .orElse(detail);
    }

    /** A detail without the explanation that {@link #explained} gave it, for whoever tells that apart. */
    public static String asQuoted(String detail) {
        int explained = detail.indexOf(EXPLAINED);
        return explained < 0 ? detail : detail.substring(0, explained);
    }

    public static List<KnownError> all() {
        return List.copyOf(ALL.values());
    }

    /** Where the service explains its codes. */
    public URI page() {
        return service.page;
    }

    /** Hexadecimal codes come in either case. */
    private static String key(String word) {
        return word.startsWith("0x") ? "0x" + word.substring(2).toUpperCase(Locale.ROOT) : word;
    }

    private static Map<String, KnownError> read() {
        Map<String, KnownError> all = new LinkedHashMap<>();
        try (InputStream file = KnownError.class.getResourceAsStream("known-errors.json")) {
            for (JsonNode entry : new ObjectMapper().readTree(file)) {
                KnownError known = new KnownError(
                        Service.valueOf(entry.path("service").asText()),
                        entry.path("code").asText(),
                        entry.path("meaning").asText(),
                        entry.path("advice").asText(),
                        Fixer.valueOf(entry.path("who").asText()));
                if (all.put(key(known.code), known) != null) {
                    throw new IllegalStateException("expected each code once, found twice: " + known.code);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("known-errors.json is missing from the package", e);
        }
        return all;
    }
}
