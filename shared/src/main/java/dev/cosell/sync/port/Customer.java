package dev.cosell.sync.port;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A customer as a referral describes it.
 *
 * @param name as people write it
 * @param postalCode may be empty
 * @param country ISO 3166-1 alpha-2; may be empty
 * @param columns what a new account is made with: account column to value
 */
public record Customer(String name, String postalCode, String country, Map<String, JsonNode> columns) {
    /** Where a referral says it. */
    public static final String NAME = "/customerProfile/name";

    public static final String POSTAL_CODE = "/customerProfile/address/postalCode";
    public static final String COUNTRY = "/customerProfile/address/country";

    /** Equal for the same customer whatever its case and spacing. */
    public String matchKey() {
        return (normal(name) + "|" + normal(postalCode) + "|" + normal(country));
    }

    private static String normal(String text) {
        return java.text.Normalizer.normalize(text, java.text.Normalizer.Form.NFKC)
                .toLowerCase(java.util.Locale.ROOT)
                .replaceAll("[\\p{Punct}\\s]+", " ")
                .strip();
    }
}
