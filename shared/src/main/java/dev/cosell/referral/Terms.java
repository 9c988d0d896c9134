package dev.cosell.referral;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One of the lists that Microsoft gives out and changes from year to year, such as the partner roles.
 *
 * <p>A list without entries is one we know nothing of: it judges nothing.
 *
 * @param version of the lists it belongs to, for people
 */
public record Terms(String version, List<Term> all) {
    /** Knows nothing and judges nothing. */
    public static final Terms NONE = new Terms("", List.of());

    /**
     * An entry.
     *
     * @param id as Partner Center writes it
     * @param name as people and the CRM write it
     * @param area of a solution play, the id of the solution area it belongs to
     * @param retired since which version it is no longer to be used
     */
    public record Term(String id, String name, Optional<String> area, Optional<String> retired) {}

    /** The entry with this id or name, whatever its case, spacing and punctuation. */
    public Optional<Term> find(String text) {
        String wanted = letters(text);
        return all.stream()
                .filter(term -> letters(term.id()).equals(wanted)
                        || letters(term.name()).equals(wanted))
                .findFirst();
    }

    /** The id behind what somebody wrote; the text itself if the list does not know it. */
    public String id(String text) {
        return find(text).map(Term::id).orElse(text.strip());
    }

    /** The name of an id; the id itself if the list does not know it. */
    public String name(String id) {
        return find(id).map(Term::name).orElse(id);
    }

    /**
     * What to warn of if a value of a field is in use. It is a warning only: Partner Center may know better.
     *
     * @param value id or name
     */
    public Optional<Problem> warning(String field, String value) {
        if (all.isEmpty() || value.isBlank()) {
            return Optional.empty();
        }
        Optional<Term> term = find(value);
        if (term.isPresent()) {
            return term.get()
                    .retired()
                    .map(since -> Problem.of(
                                    ProblemCode.TERM_RETIRED,
                                    "\"" + term.get().name() + "\" is retired since " + since + "; in use now: "
                                            + current())
                            .on(field));
        }
        return Optional.of(Problem.of(
                        ProblemCode.TERM_UNKNOWN,
                        "expected one of " + current() + " (lists of " + version + "), found \"" + value + "\"")
                .on(field));
    }

    private String current() {
        return String.join(
                ", ",
                all.stream()
                        .filter(term -> term.retired().isEmpty())
                        .map(Term::name)
                        .toList());
    }

    private static String letters(String text) {
        return text.toLowerCase(Locale.ROOT).replace("&", "and").replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
