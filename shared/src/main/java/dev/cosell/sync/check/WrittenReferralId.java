package dev.cosell.sync.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.FieldMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The referral a record names, in whatever form a person wrote it: with braces, in capitals, as the referral's address. */
public final class WrittenReferralId {
    private static final Pattern GUID =
            Pattern.compile("[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}");

    private WrittenReferralId() {}

    /** The id in its one form; empty if the record names none. */
    public static String in(FieldMap map, Map<String, JsonNode> record) {
        return Optional.ofNullable(record.get(map.columns().referralId()))
                .map(node -> canonical(node.asText("")))
                .orElse("");
    }

    /** The only GUID in a text; a text without one, or with several, as it is. */
    static String canonical(String written) {
        Matcher guid = GUID.matcher(written);
        if (!guid.find()) {
            return written.strip();
        }
        String id = guid.group().toLowerCase(Locale.ROOT);
        return guid.find() ? written.strip() : id;
    }
}
