package dev.cosell.referral;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A company's name as it is compared, not as it is shown.
 *
 * @param written as somebody wrote it
 */
public record CompanyName(String written) {
    /** Ends of names that say how a company is constituted, not which one it is. Written without dots. */
    private static final Set<String> LEGAL_FORMS = Set.of(
            ("ab ag aktiengesellschaft as asa bv bvba co company corp corporation doo eg ek ev ggmbh gmbh group gruppe "
                            + "holding inc incorporated kft kg kgaa kk limited llc llp lp ltd ltda mbh nv ohg oy oyj "
                            + "plc pllc pte pty pvt sa sab sarl sas se sl sll spa spol spzoo sro srl zoo the and und et")
                    .split(" "));

    private static final int SHORTEST_STEM = 3;

    /** The name without regard to case, accents, punctuation and spacing: equal for the same spelling of a name. */
    public String normal() {
        return String.join(" ", words());
    }

    /** As {@link #normal}, without legal forms; a name that consists of nothing else keeps them. */
    public String core() {
        List<String> kept =
                words().stream().filter(word -> !LEGAL_FORMS.contains(word)).toList();
        return kept.isEmpty() ? normal() : String.join(" ", kept);
    }

    /** How alike two names are without their legal forms: 1 for equal, 0 for nothing in common. */
    public double similarity(CompanyName other) {
        return EditDistance.similarity(core(), other.core());
    }

    /**
     * The beginning of the longest word that tells the company apart, as it is written but for its case: what names that
     * are nearly this one begin or contain, too. Its last quarter may be mistyped.
     */
    public String stem() {
        String longest = Arrays.stream(written.strip().toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
                .filter(word -> !word.isEmpty())
                .filter(word -> !LEGAL_FORMS.contains(word))
                .max(Comparator.comparingInt(String::length))
                .orElse(written.strip().toLowerCase(Locale.ROOT));
        int kept = Math.max(Math.min(SHORTEST_STEM, longest.length()), longest.length() - longest.length() / 4);
        return longest.substring(0, kept);
    }

    private List<String> words() {
        String plain = Normalizer.normalize(written, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+", "")
                .toLowerCase(Locale.ROOT)
                .replace("\u00df", "ss")
                // "S.p.A." is one word, "Inc.," another; "Smith & Sons" are two.
                .replaceAll("(?<=\\b\\p{L})\\.(?=\\p{L}\\b)", "")
                .replaceAll("['\u2019`\u00b4]", "");
        List<String> words = new ArrayList<>();
        for (String word : plain.split("[^\\p{L}\\p{N}]+")) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }
}
