package dev.cosell.operate.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes out of texts what nobody else should read: this installation's secrets wherever they appear, and whatever looks like
 * a secret, an e-mail address or a telephone number that begins with a plus, a zero or an area code in brackets.
 */
public final class Redaction {
    /** Shorter ones would be found in ordinary words. */
    private static final int SHORTEST_SECRET = 6;

    private static final Pattern CONNECTION_KEY =
            Pattern.compile("(?i)(?:^|;)(?:AccountKey|SharedAccessSignature)=([^;]+)");
    private static final Pattern TOKEN = Pattern.compile("\\beyJ[\\w-]+\\.[\\w-]+\\.?[\\w-]*");
    private static final Pattern KEY = Pattern.compile(
            "(?i)\\b(AccountKey=|SharedAccessSignature=|sig=|code=|client_secret=|password=|Bearer )[^\\s;&\"']+");
    private static final Pattern MAIL =
            Pattern.compile("[\\w.!#$%&'*+/=?^`{|}~-]+@[\\w-]+(\\.[\\w-]+)+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern QUERY = Pattern.compile("(https?://[^\\s?\"'<>]+)\\?[^\\s\"'<>]+");
    /** Any other number may count something. */
    private static final Pattern TELEPHONE = Pattern.compile("(?<![\\w.-])\\+\\d[\\d ()/-]{6,}\\d"
            + "|(?<![\\w.:/-])(?:0[1-9]|\\(0?\\d{2,5}\\))[\\d ()/-]{5,}\\d(?![\\w-])");

    private static final Pattern LONG = Pattern.compile("(?<![\\w/.-])[A-Za-z0-9+/_~]{40,}={0,2}");
    /** With dots and dashes it may be a name or an id, unless it mixes capitals, small letters and digits. */
    private static final Pattern MIXED =
            Pattern.compile("(?<![\\w/.~-])(?=[\\w.~-]*\\d)(?=[\\w.~-]*[A-Z])(?=[\\w.~-]*[a-z])[\\w.~-]{40,}");

    private final List<String> secrets;

    /** @param secrets of this installation; of a connection string its keys count, too */
    public Redaction(List<String> secrets) {
        this.secrets = secrets.stream()
                .flatMap(secret -> Stream.concat(Stream.of(secret), keys(secret)))
                .map(String::strip)
                .filter(secret -> secret.length() >= SHORTEST_SECRET)
                .distinct()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
    }

    /** Of a connection string, what is secret by itself; its other parts are addresses and names. */
    private static Stream<String> keys(String connection) {
        return CONNECTION_KEY.matcher(connection).results().map(found -> found.group(1));
    }

    public String of(String text) {
        String told = text;
        for (String secret : secrets) {
            told = told.replace(secret, "[secret]");
        }
        told = TOKEN.matcher(told).replaceAll("[secret]");
        told = KEY.matcher(told).replaceAll("$1[secret]");
        told = QUERY.matcher(told).replaceAll("$1?[query]");
        told = MAIL.matcher(told).replaceAll("[e-mail]");
        told = TELEPHONE.matcher(told).replaceAll("[telephone]");
        told = LONG.matcher(told).replaceAll("[secret]");
        return MIXED.matcher(told).replaceAll("[secret]");
    }

    /** Every text in a document; names of members stay. */
    public JsonNode of(JsonNode document) {
        if (document.isTextual()) {
            return JsonNodeFactory.instance.textNode(of(document.asText()));
        }
        if (document.isArray()) {
            ArrayNode told = JsonNodeFactory.instance.arrayNode();
            document.forEach(item -> told.add(of(item)));
            return told;
        }
        if (document.isObject()) {
            ObjectNode told = JsonNodeFactory.instance.objectNode();
            document.properties().forEach(member -> told.set(member.getKey(), of(member.getValue())));
            return told;
        }
        return document;
    }
}
