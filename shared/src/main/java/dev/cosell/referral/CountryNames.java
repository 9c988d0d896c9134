package dev.cosell.referral;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Names of countries, reduced to what people mean by them, and the codes each may stand for.
 *
 * <p>Names come from the JDK (Unicode CLDR) and from {@code countries.txt} beside this class. Each set is made when it is
 * first asked for: the names in the countries' own languages take a second.
 */
final class CountryNames {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern APOSTROPHES = Pattern.compile("['\u2019\u02BC`\u00B4]");
    private static final Map<Character, String> LATIN =
            Map.of('ß', "ss", 'ø', "o", 'ł', "l", 'đ', "d", 'ð', "d", 'þ', "th", 'æ', "ae", 'œ', "oe", 'ı', "i");
    private static final Map<Character, String> WRITTEN_OUT = Map.of('ä', "ae", 'ö', "oe", 'ü', "ue", 'å', "aa");
    /** Languages in which people write the names of other countries too. */
    private static final List<String> WIDELY_USED = List.of(
            "ar", "cs", "da", "de", "es", "fi", "fr", "he", "hu", "it", "ja", "ko", "nb", "nl", "pl", "pt", "ro", "ru",
            "sv", "tr", "uk", "zh");

    private final Map<String, Set<String>> codes = new HashMap<>();

    private CountryNames() {}

    /** English, official and common names: what nearly everybody writes. */
    static CountryNames english() {
        return English.NAMES;
    }

    /** The names in each country's own languages, and in a few that are widely used. */
    static CountryNames local() {
        return Local.NAMES;
    }

    /** Texts that say too little, with the codes that may be meant. */
    static CountryNames vague() {
        return Vague.NAMES;
    }

    /** The codes a name stands for: one if it is clear, several if it is not, none if nobody knows it. */
    Set<String> codes(String plainName) {
        return codes.getOrDefault(plainName, Set.of());
    }

    Collection<String> names() {
        return codes.keySet();
    }

    /** A name without what does not count: case, accents, punctuation, "the", "&" for "and", "St" for "Saint". */
    static String plain(String name) {
        StringBuilder latin = new StringBuilder();
        String lower = Normalizer.normalize(name.replace("&", " and "), Normalizer.Form.NFKD)
                .toLowerCase(Locale.ROOT);
        MARKS.matcher(lower)
                .replaceAll("")
                .chars()
                .forEach(letter -> latin.append(LATIN.getOrDefault((char) letter, Character.toString(letter))));
        String words = NO_LETTERS
                .matcher(APOSTROPHES.matcher(latin).replaceAll(""))
                .replaceAll(" ")
                .strip();
        return words.replaceFirst("^the ", "").replaceFirst(" the$", "").replaceFirst("^st ", "saint ");
    }

    private void add(String name, String code) {
        for (String spelling : List.of(plain(name), plain(writtenOut(name)))) {
            if (!spelling.isEmpty()) {
                codes.computeIfAbsent(spelling, any -> new TreeSet<>()).add(code);
            }
        }
    }

    /** Österreich is written Oesterreich where there is no Ö. */
    private static String writtenOut(String name) {
        StringBuilder text = new StringBuilder();
        Normalizer.normalize(name, Normalizer.Form.NFC)
                .toLowerCase(Locale.ROOT)
                .chars()
                .forEach(letter -> text.append(WRITTEN_OUT.getOrDefault((char) letter, Character.toString(letter))));
        return text.toString();
    }

    private static List<String> lines() {
        try (InputStream file = CountryNames.class.getResourceAsStream("countries.txt");
                BufferedReader reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("countries.txt is part of this build", e);
        }
    }

    private static final class English {
        private static final CountryNames NAMES = new CountryNames();

        static {
            for (String code : Locale.getISOCountries()) {
                NAMES.add(Locale.of("", code).getDisplayCountry(Locale.ENGLISH), code);
            }
            lines().stream().filter(line -> !line.startsWith("?")).forEach(line -> {
                for (String name : line.substring(3).split(";")) {
                    NAMES.add(name, line.substring(0, 2));
                }
            });
        }
    }

    private static final class Vague {
        private static final CountryNames NAMES = new CountryNames();

        static {
            lines().stream().filter(line -> line.startsWith("?")).forEach(line -> {
                int colon = line.indexOf(':');
                Set<String> meant = new LinkedHashSet<>(
                        List.of(line.substring(colon + 1).strip().split(" ")));
                NAMES.codes.put(plain(line.substring(1, colon)), meant);
            });
        }
    }

    private static final class Local {
        private static final CountryNames NAMES = new CountryNames();

        static {
            Set<String> iso = Set.of(Locale.getISOCountries());
            for (Locale locale : Locale.getAvailableLocales()) {
                if (iso.contains(locale.getCountry())) {
                    NAMES.add(locale.getDisplayCountry(locale), locale.getCountry());
                }
            }
            for (String language : WIDELY_USED) {
                for (String code : Locale.getISOCountries()) {
                    NAMES.add(Locale.of("", code).getDisplayCountry(Locale.of(language)), code);
                }
            }
        }
    }
}
