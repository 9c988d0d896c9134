package dev.cosell.referral;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountriesTest {
    /** No locale of the JDK belongs to these: nobody lives there, or only scientists. */
    private static final Set<String> WITHOUT_OWN_LANGUAGE = Set.of("AQ", "BV", "HM", "TF");

    /** Not known: what a country calls itself in one language, and another country in another. */
    private static final Set<String> KNOWN_TWICE = Set.of("CG Kongo");

    @Test
    void s32_everyCountryIsKnownInAtLeastFiveSpellings() throws IOException {
        Map<String, List<String>> variants = variants();
        List<String> failures = new ArrayList<>();
        assertEquals(249, Locale.getISOCountries().length);
        for (String code : Locale.getISOCountries()) {
            Set<String> spellings = new LinkedHashSet<>();
            spellings.add(code.toLowerCase(Locale.ROOT));
            spellings.add(Locale.of("", code).getISO3Country());
            String english = Locale.of("", code).getDisplayCountry(Locale.ENGLISH);
            spellings.add(english);
            spellings.add(" the " + english.toUpperCase(Locale.ROOT) + ". ");
            spellings.addAll(variants.getOrDefault(code, List.of()));
            spellings.addAll(ownNames(code));
            if (spellings.size() < 5) {
                failures.add(code + " has only " + spellings);
            }
            spellings.stream()
                    .filter(spelling -> !Countries.alpha2(spelling).equals(Optional.of(code)))
                    .forEach(spelling -> failures.add(code + ": " + spelling + " is " + Countries.alpha2(spelling) + " "
                            + Countries.suggestions(spelling)));
        }
        assertEquals("", String.join("\n", failures));
    }

    @ParameterizedTest
    @CsvSource({
        "Deutschland, DE",
        "Österreich, AT",
        "Oesterreich, AT",
        "OSTERREICH, AT",
        "日本, JP",
        "中国, CN",
        "대한민국, KR",
        "Россия, RU",
        "Україна, UA",
        "Ελλάδα, GR",
        "España, ES",
        "espana, ES",
        "France, FR",
        "Italia, IT",
        "Schweiz, CH",
        "Suisse, CH",
        "Svizzera, CH",
        "België, BE",
        "Belgique, BE",
        "Nederland, NL",
        "Danmark, DK",
        "Sverige, SE",
        "Norge, NO",
        "Suomi, FI",
        "Ísland, IS",
        "Polska, PL",
        "Česko, CZ",
        "Slovensko, SK",
        "Magyarország, HU",
        "România, RO",
        "България, BG",
        "Hrvatska, HR",
        "Türkiye, TR",
        "Turkey, TR",
        "ישראל, IL",
        "مصر, EG",
        "भारत, IN",
        "ประเทศไทย, TH",
        "Việt Nam, VN",
        "Brasil, BR",
        "México, MX",
        "Eesti, EE",
        "Lietuva, LT",
        "Côte d’Ivoire, CI",
        "Cote d'Ivoire, CI",
        "Curacao, CW",
        "Reunion, RE",
        "St. Lucia, LC",
        "Allemagne, DE",
        "USA, US",
        "U.S.A., US",
        "U.S., US",
        "U. S. A., US",
        "United States of America, US",
        "UK, GB",
        "U.K., GB",
        "England, GB",
        "Great Britain, GB",
        "Scotland, GB",
        "Holland, NL",
        "UAE, AE",
        "Hong Kong, HK",
        "Czech Republic, CZ",
        "Burma, MM",
        "Trinidad & Tobago, TT",
        "Bosnia and Herzegovina, BA",
        "The Netherlands, NL",
        "Niger, NE",
        "Nigeria, NG",
        "Guinea, GN",
        "Guinea-Bissau, GW",
        "Georgia, GE",
        "EL, GR"
    })
    void s32_aCountryIsKnownInTheWordsOfItsPeople(String text, String code) {
        assertEquals(Optional.of(code), Countries.alpha2(text));
    }

    /** Nothing misspelt is guessed. What each gives is written down, the failures too: an empty column is one. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            Germnay, DE
            Germay, DE
            Gemany, DE
            Deutchland, DE
            Deutschlnd, DE
            Untied States, US
            United Sates of America, US
            Unites States, US
            Untied Kingdom, GB
            Unitd Kingdom, GB
            Austira, AT
            Australa, AU
            Neterlands, NL
            Nethrelands, NL
            Belguim, BE
            Switerland, CH
            Swizerland, CH
            Sweeden, SE
            Norwegen (Norway), NO
            Phillipines, PH
            Colombai, CO
            Ecuadro, EC
            Brazill, BR
            Argentinia, AR
            Isreal, IL
            Saudia Arabia, SA
            Morroco, MA
            Berlin Germany, DE
            Czechia Republic, CZ
            Korea, KR
            Congo, CD
            Virgin Islands, VG
            Kosovo,
            Atlantis,
            n/a,
            Bavaria,
            """)
    void s32_aMisspellingIsHeldWithSuggestions(String text, String first) {
        assertEquals(Optional.empty(), Countries.alpha2(text));
        List<String> suggestions = Countries.suggestions(text);
        assertTrue(suggestions.size() <= 3);
        if (first == null) {
            assertEquals(List.of(), suggestions);
        } else {
            assertTrue(suggestions.contains(first), suggestions.toString());
        }
    }

    @Test
    void anAmbiguousNameOffersWhatItMayMean() {
        assertEquals(List.of("KR", "KP"), Countries.suggestions("Korea"));
        assertEquals(List.of("CD", "CG"), Countries.suggestions("the Congo"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-", "XX", "ZZZ", "Atlantis", "Kongo", "\u0000", "...", "' or 1 eq 1"})
    void whatNobodyKnowsIsNotGuessed(String text) {
        assertEquals(Optional.empty(), Countries.alpha2(text));
    }

    @Test
    void anEndlessTextCostsNothing() {
        assertEquals(Optional.empty(), Countries.alpha2("Germany ".repeat(100_000)));
        assertFalse(Countries.suggestions("x".repeat(1_000_000)).contains("DE"));
    }

    @Test
    void suggestionsAreToldWithTheirNames() {
        assertEquals("KR (South Korea), KP (North Korea)", Countries.describe(List.of("KR", "KP")));
    }

    private static List<String> ownNames(String code) {
        List<String> names = Arrays.stream(Locale.getAvailableLocales())
                .filter(locale -> locale.getCountry().equals(code))
                .map(locale -> locale.getDisplayCountry(locale))
                .distinct()
                .filter(name -> !KNOWN_TWICE.contains(code + " " + name))
                .toList();
        assertEquals(WITHOUT_OWN_LANGUAGE.contains(code), names.isEmpty(), code);
        return names;
    }

    private static Map<String, List<String>> variants() throws IOException {
        Map<String, List<String>> variants = new TreeMap<>();
        try (InputStream file = Countries.class.getResourceAsStream("countries.txt")) {
            new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.matches("[A-Z]{2}: .*"))
                    .forEach(line -> variants.put(
                            line.substring(0, 2),
                            Arrays.stream(line.substring(3).split(";"))
                                    .map(String::strip)
                                    .toList()));
        }
        return variants;
    }
}
