package dev.cosell.referral;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Countries as people write them, as the ISO 3166-1 alpha-2 code that Partner Center wants. */
public final class Countries {
    private static final Set<String> CODES = Set.of(Locale.getISOCountries());
    private static final Map<String, String> BY_NAME = names();

    private Countries() {}

    /**
     * The code of a country given as alpha-2, alpha-3, or its English name.
     *
     * @return nothing for blank or unknown text: a wrong country is worse than none
     */
    public static Optional<String> alpha2(String text) {
        String upper = text.strip().toUpperCase(Locale.ROOT);
        return CODES.contains(upper)
                ? Optional.of(upper)
                : Optional.ofNullable(BY_NAME.get(text.strip().toLowerCase(Locale.ROOT)));
    }

    private static Map<String, String> names() {
        Map<String, String> names = new HashMap<>();
        for (String code : CODES) {
            Locale country = Locale.of("", code);
            names.put(country.getDisplayCountry(Locale.ENGLISH).toLowerCase(Locale.ROOT), code);
            names.put(country.getISO3Country().toLowerCase(Locale.ROOT), code);
        }
        return Map.copyOf(names);
    }
}
