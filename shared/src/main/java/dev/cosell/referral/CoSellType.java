package dev.cosell.referral;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What is sold together: the partner's own product (IP), or its services around Microsoft's products.
 *
 * <p>Partner Center has no member for it. It shows in the attributes of a referral: services deals name a partner role, a
 * solution area and a solution play, IP deals the customer's purchase intent. Source: "Create a referral", 2026.
 */
public enum CoSellType {
    IP("IP Co-sell", List.of("CustomerMarketplaceIntent")),
    SERVICES("Services Co-sell", List.of("PartnerRole", "SolutionArea", "SolutionPlay"));

    private static final Pattern NO_LETTER = Pattern.compile("[^a-z]");
    private static final Map<String, CoSellType> BY_WORD = byWord();

    private final String label;
    private final List<String> attributes;

    CoSellType(String label, List<String> attributes) {
        this.label = label;
        this.attributes = attributes;
    }

    /** As the choice of Microsoft's solution for Dynamics 365 calls it. */
    public String label() {
        return label;
    }

    /** The types of the attributes that a new referral of this type must have. */
    public List<String> attributes() {
        return attributes;
    }

    /** Reads a label of the CRM, whatever its case; nothing if it is neither. */
    public static Optional<CoSellType> byLabel(String text) {
        return Optional.ofNullable(BY_WORD.get(word(text)));
    }

    private static Map<String, CoSellType> byWord() {
        Map<String, CoSellType> types = new HashMap<>();
        for (CoSellType type : values()) {
            types.put(word(type.name()), type);
            types.put(word(type.label), type);
        }
        return types;
    }

    private static String word(String text) {
        return NO_LETTER.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
    }

    /**
     * The type that a referral's attributes show. One that names anything of a services deal is one.
     *
     * @param attributes the array {@code additionalRequirements.attributes}
     */
    public static Optional<CoSellType> of(JsonNode attributes) {
        Set<String> shown = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        attributes.forEach(attribute -> {
            if (Referral.textOf(attribute, "/id").isPresent()) {
                Referral.textOf(attribute, "/type").ifPresent(shown::add);
            }
        });
        return Arrays.stream(new CoSellType[] {SERVICES, IP})
                .filter(type -> type.attributes.stream().anyMatch(shown::contains))
                .findFirst();
    }
}
