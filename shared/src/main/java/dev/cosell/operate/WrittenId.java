package dev.cosell.operate;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.port.Crm;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An id as somebody typed it or copied it from one of our answers: of a pair, a referral or a record; in any case, in
 * braces, with the table before it ({@code opportunity/<id>}), or as the subject of work ({@code pc|<id>}, {@code
 * crm|opportunity/<id>}). Every route that takes an id reads it here.
 *
 * @param table that was written before it
 * @param id of letters, digits, hyphens and underscores only: safe in a key and in an address
 */
public record WrittenId(Optional<String> table, String id) {
    private static final String SAFE = "[A-Za-z0-9_-]{1,100}";

    /** @return nothing for a text that is no id */
    public static Optional<WrittenId> of(String written) {
        // In an address a slash arrives encoded.
        String text = written.strip().replaceAll("(?i)%2f", "/").replaceFirst("^(pc|crm)\\|", "");
        int slash = text.indexOf('/');
        Optional<String> table = slash < 0 ? Optional.empty() : Optional.of(text.substring(0, slash));
        String id = withoutBraces(text.substring(slash + 1));
        boolean safe = id.matches(SAFE) && table.stream().allMatch(name -> name.matches(SAFE));
        return safe ? Optional.of(new WrittenId(table, id)) : Optional.empty();
    }

    /**
     * The record that a request names. No call.
     *
     * @param member of the request, for the refusal
     * @param table whose record it has to be
     * @throws dev.cosell.problem.Failure {@code REQUEST_UNREADABLE} if the CRM has no ids like it, or it is of another table
     */
    public static RecordRef record(String member, String written, String table, Crm crm) {
        return of(written)
                .filter(id -> id.table().stream().allMatch(table::equals))
                .flatMap(id -> crm.ref(table, id.id()))
                .orElseThrow(() -> Problem.of(
                                ProblemCode.REQUEST_UNREADABLE,
                                "expected {\"" + member + "\": \"<id of the " + table + ">\"}, found "
                                        + (written.isBlank()
                                                ? "no text"
                                                : written.strip().length() + " other characters"))
                        .failure());
    }

    /** As it is written, then in lower case, in which Partner Center shows its ids. */
    public Stream<String> spellings() {
        return Stream.of(id, id.toLowerCase(Locale.ROOT)).distinct();
    }

    private static String withoutBraces(String text) {
        String inner = text.strip();
        return inner.startsWith("{") && inner.endsWith("}") && inner.length() > 1
                ? inner.substring(1, inner.length() - 1).strip()
                : inner;
    }
}
