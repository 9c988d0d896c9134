package dev.cosell.referral;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Countries as people write them, as the ISO 3166-1 alpha-2 code that Partner Center wants. */
public final class Countries {
    private static final Set<String> ALPHA2 = Set.of(Locale.getISOCountries());
    private static final Map<String, String> ALPHA3 = ALPHA2.stream()
            .collect(Collectors.toUnmodifiableMap(code -> Locale.of("", code).getISO3Country(), code -> code));
    private static final int MOST_SUGGESTIONS = 3;
    private static final int LONGEST_NAME = 80;

    private Countries() {}

    /**
     * The code of a country given as alpha-2, alpha-3, or by name: its English, official or common one, or the one in its
     * own or a widely used language. Case, accents, punctuation and "the" do not count.
     *
     * @return nothing for blank, unknown, misspelt or ambiguous text: a wrong country is worse than none
     */
    public static Optional<String> alpha2(String text) {
        String upper = text.strip().toUpperCase(Locale.ROOT);
        if (ALPHA2.contains(upper)) {
            return Optional.of(upper);
        }
        if (ALPHA3.containsKey(upper)) {
            return Optional.of(ALPHA3.get(upper));
        }
        String plain = plain(text);
        if (plain.isEmpty() || !CountryNames.vague().codes(plain).isEmpty()) {
            return Optional.empty();
        }
        Set<String> english = CountryNames.english().codes(plain);
        Set<String> codes = english.isEmpty() ? CountryNames.local().codes(plain) : english;
        return codes.size() == 1 ? codes.stream().findFirst() : Optional.empty();
    }

    /**
     * At most three countries that a text may have been meant as, likeliest first: those an ambiguous name stands for,
     * those whose name the text holds, and those whose name it is a misspelling of.
     *
     * @return codes; none if nothing comes near
     */
    public static List<String> suggestions(String text) {
        String plain = plain(text);
        if (plain.isEmpty()) {
            return List.of();
        }
        Set<String> found = new LinkedHashSet<>(CountryNames.vague().codes(plain));
        found.addAll(CountryNames.english().codes(plain));
        found.addAll(CountryNames.local().codes(plain));
        if (found.isEmpty()) {
            found.addAll(near(plain));
        }
        return found.stream().limit(MOST_SUGGESTIONS).toList();
    }

    /** A country's English name, for people. */
    public static String name(String alpha2) {
        return Locale.of("", alpha2).getDisplayCountry(Locale.ENGLISH);
    }

    private static List<String> near(String plain) {
        Map<String, Integer> nearest = new LinkedHashMap<>();
        for (CountryNames names : List.of(CountryNames.english(), CountryNames.local())) {
            for (String name : names.names()) {
                int distance = distance(plain, name);
                if (distance <= most(plain)) {
                    names.codes(name).forEach(code -> nearest.merge(code, distance, Math::min));
                }
            }
        }
        return nearest.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** A name that stands among other words is as near as one wrong letter. */
    private static int distance(String plain, String name) {
        boolean within = name.length() > 3 && (" " + plain + " ").contains(" " + name + " ");
        return within ? 1 : EditDistance.between(plain, name);
    }

    /** Of a longer name more letters may be wrong. */
    private static int most(String plain) {
        return plain.length() < 4 ? 0 : plain.length() < 6 ? 1 : plain.length() < 10 ? 2 : 3;
    }

    private static String plain(String text) {
        return CountryNames.plain(text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME) : text);
    }

    /** Codes with names, for people: {@code DE (Germany), AT (Austria)}. */
    public static String describe(Collection<String> codes) {
        return codes.stream().map(code -> code + " (" + name(code) + ")").collect(Collectors.joining(", "));
    }
}
