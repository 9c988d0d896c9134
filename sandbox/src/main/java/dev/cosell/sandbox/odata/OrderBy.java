package dev.cosell.sandbox.odata;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.sandbox.odata.Filter.SyntaxException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A parsed {@code $orderby}: {@code modifiedon desc,name}. Rows without a value come first when ascending. */
public record OrderBy(List<Term> terms) {
    public OrderBy {
        terms = List.copyOf(terms);
    }

    /** One column of the order. */
    public record Term(String path, boolean descending) {}

    /** @throws SyntaxException if a term is not {@code path}, {@code path asc} or {@code path desc} */
    public static OrderBy parse(String text) {
        List<Term> terms = new ArrayList<>();
        for (String part : text.split(",")) {
            String[] words = part.strip().split("\\s+");
            boolean known =
                    words.length == 1 || words.length == 2 && (words[1].equals("asc") || words[1].equals("desc"));
            if (!known || words[0].isEmpty()) {
                throw new SyntaxException(
                        "Expected a property with asc or desc in $orderby, found '%s'.".formatted(part));
            }
            terms.add(new Term(words[0], words.length == 2 && words[1].equals("desc")));
        }
        return new OrderBy(terms);
    }

    /** Orders rows; those equal in all terms keep their order in a stable sort. */
    public Comparator<Row> comparator() {
        Comparator<Row> all = (left, right) -> 0;
        for (Term term : terms) {
            Comparator<Row> one = (left, right) -> compare(left.at(term.path()), right.at(term.path()));
            all = all.thenComparing(term.descending() ? one.reversed() : one);
        }
        return all;
    }

    private static int compare(JsonNode left, JsonNode right) {
        if (Literal.isNothing(left) || Literal.isNothing(right)) {
            return Boolean.compare(!Literal.isNothing(left), !Literal.isNothing(right));
        }
        if (left.isNumber() && right.isNumber()) {
            return left.decimalValue().compareTo(right.decimalValue());
        }
        return left.asText().compareToIgnoreCase(right.asText());
    }
}
