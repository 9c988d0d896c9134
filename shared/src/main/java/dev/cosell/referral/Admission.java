package dev.cosell.referral;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What comes into the CRM. A pure rule over what a referral shows now: shown something else later, it is judged anew.
 *
 * <p>What a referral does not tell is unknown and keeps nothing out: no location, no quality, a quality nobody knows.
 *
 * @param leads whether a referral that is still a lead comes in; an accepted one does in any case
 * @param kinds the only kinds that come in; empty for all
 * @param spam whether what Partner Center marks as spam comes in
 * @param lowest the lowest quality that comes in; empty for any
 * @param locations the only locations (PartnerIDs, {@code mpnId}) whose referrals come in; empty for all
 */
public record Admission(
        boolean leads, Set<ReferralKind> kinds, boolean spam, Optional<Quality> lowest, Set<String> locations) {
    /** Co-sell opportunities and accepted leads of every location, spam excepted. */
    public static final Admission DEFAULT = new Admission(false, Set.of(), false, Optional.empty(), Set.of());

    public Admission {
        kinds = Set.copyOf(kinds);
        locations = Set.copyOf(locations);
    }

    /**
     * Why a referral stays out.
     *
     * @param reason for people; holds no text from the network beyond letters and digits
     * @param lasting whether nobody can let it in all the same, because it is over
     */
    public record Refusal(String reason, boolean lasting) {}

    /** How promising Partner Center takes a referral to be, lowest first. */
    public enum Quality {
        LOW,
        MEDIUM,
        HIGH;

        static Optional<Quality> of(String text) {
            return named(values(), text);
        }
    }

    public Admission withLeads(boolean comeIn) {
        return new Admission(comeIn, kinds, spam, lowest, locations);
    }

    /** Why a referral stays out, with all reasons at once; nothing if it comes in. */
    public Optional<Refusal> refusal(Referral referral) {
        if (referral.status().filter(Status::isClosed).isPresent()) {
            return Optional.of(new Refusal("closed before we knew it", true));
        }
        List<String> reasons = Stream.of(
                        kind(referral), lead(referral), spam(referral), quality(referral), location(referral))
                .flatMap(Optional::stream)
                .toList();
        return reasons.isEmpty() ? Optional.empty() : Optional.of(new Refusal(String.join("; ", reasons), false));
    }

    private Optional<String> kind(Referral referral) {
        return kinds.isEmpty() || kinds.contains(referral.kind())
                ? Optional.empty()
                : Optional.of("a " + words(referral.kind()) + "; this kind does not come in");
    }

    private Optional<String> lead(Referral referral) {
        boolean accepted = referral.status().filter(Status::isActive).isPresent();
        return referral.kind().isLead() && !accepted && !leads
                ? Optional.of("a lead that is not accepted; leads are switched off")
                : Optional.empty();
    }

    private Optional<String> spam(Referral referral) {
        return !spam
                        && referral.text("/isSpam")
                                .filter("true"::equalsIgnoreCase)
                                .isPresent()
                ? Optional.of("Partner Center marks it as spam")
                : Optional.empty();
    }

    private Optional<String> quality(Referral referral) {
        return lowest.flatMap(least -> referral.text("/quality")
                .flatMap(Quality::of)
                .filter(found -> found.compareTo(least) < 0)
                .map(found -> "its quality is " + words(found) + ", below " + words(least)));
    }

    private Optional<String> location(Referral referral) {
        return referral.text("/mpnId")
                .map(String::strip)
                .filter(location -> !locations.isEmpty() && !locations.contains(location))
                .map(location -> "location " + plain(location) + " does not come in");
    }

    /**
     * Reads kinds from a list such as {@code co-sell-opportunity, qualified-lead}, in any case.
     *
     * @throws IllegalArgumentException for a word that is no kind, naming those that are
     */
    public static Set<ReferralKind> kinds(String list) {
        List<ReferralKind> kinds = new ArrayList<>();
        for (String word : words(list)) {
            kinds.add(named(ReferralKind.values(), word)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "expected some of " + names(ReferralKind.values()) + ", found " + plain(word))));
        }
        return Set.copyOf(kinds);
    }

    /**
     * Reads a quality; nothing for an empty text.
     *
     * @throws IllegalArgumentException for another word
     */
    public static Optional<Quality> quality(String text) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        return Optional.of(Quality.of(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "expected one of " + names(Quality.values()) + " or nothing, found " + plain(text))));
    }

    /** Reads locations separated by commas, semicolons or spaces. */
    public static Set<String> locations(String list) {
        return Set.copyOf(words(list));
    }

    private static List<String> words(String list) {
        return Arrays.stream(list.split("[,;\\s]+"))
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
    }

    private static <E extends Enum<E>> Optional<E> named(E[] values, String text) {
        String wanted = text.strip().replace('-', '_').toUpperCase(Locale.ROOT);
        return Arrays.stream(values)
                .filter(value -> value.name().equals(wanted))
                .findFirst();
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values)
                .map(value -> value.name().replace('_', '-').toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String words(Enum<?> value) {
        return value.name().replace('_', ' ').toLowerCase(Locale.ROOT);
    }

    private static String plain(String text) {
        String letters = text.replaceAll("[^A-Za-z0-9._-]", "?");
        return letters.length() <= 40 ? letters : letters.substring(0, 40) + "...";
    }
}
