package dev.cosell.sandbox.odata;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A parsed {@code $filter}.
 *
 * <p>A comparison with a missing value is false, except {@code ne} with a constant and {@code eq null}, which are true.
 */
public sealed interface Filter {
    /** Whether the row passes. */
    boolean test(Row row);

    /** Every property the filter names, so that a service can refuse those it does not know. */
    Set<String> paths();

    /**
     * Parses {@code status eq 'Active' and not (amount lt 10 or contains(name,'x'))}.
     *
     * @throws SyntaxException with position, expected and found
     */
    static Filter parse(String text) {
        return new FilterParser(text).parse();
    }

    /** {@code and}. */
    record All(List<Filter> parts) implements Filter {
        public All {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean test(Row row) {
            return parts.stream().allMatch(part -> part.test(row));
        }

        @Override
        public Set<String> paths() {
            return union(parts);
        }
    }

    /** {@code or}. */
    record Any(List<Filter> parts) implements Filter {
        public Any {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean test(Row row) {
            return parts.stream().anyMatch(part -> part.test(row));
        }

        @Override
        public Set<String> paths() {
            return union(parts);
        }
    }

    /** {@code not}. */
    record Not(Filter part) implements Filter {
        @Override
        public boolean test(Row row) {
            return !part.test(row);
        }

        @Override
        public Set<String> paths() {
            return part.paths();
        }
    }

    /** {@code path eq literal} and its kin. */
    record Compare(String path, Operator operator, Literal literal) implements Filter {
        @Override
        public boolean test(Row row) {
            return operator.holds(literal.compare(row.at(path)));
        }

        @Override
        public Set<String> paths() {
            return Set.of(path);
        }
    }

    /** {@code contains(path,'text')} and its kin; letters match in either case. */
    record TextTest(TextFunction function, String path, String text) implements Filter {
        @Override
        public boolean test(Row row) {
            JsonNode value = row.at(path);
            return value.isTextual()
                    && function.holds(value.textValue().toLowerCase(Locale.ROOT), text.toLowerCase(Locale.ROOT));
        }

        @Override
        public Set<String> paths() {
            return Set.of(path);
        }
    }

    /** {@code collection/any(x:x/path eq literal)}: some member of the array passes. */
    record Exists(String collection, String variable, Filter part) implements Filter {
        @Override
        public boolean test(Row row) {
            String prefix = variable + "/";
            for (JsonNode member : row.at(collection)) {
                Row inner = Row.of(member);
                if (part.test(
                        path -> path.startsWith(prefix) ? inner.at(path.substring(prefix.length())) : row.at(path))) {
                    return true;
                }
            }
            return false;
        }

        /** The collection, and the paths inside that do not belong to its members. */
        @Override
        public Set<String> paths() {
            Set<String> outer = part.paths().stream()
                    .filter(path -> !path.startsWith(variable + "/"))
                    .collect(Collectors.toCollection(HashSet::new));
            outer.add(collection);
            return outer;
        }
    }

    enum Operator {
        EQ,
        NE,
        GT,
        GE,
        LT,
        LE;

        boolean holds(OptionalInt comparison) {
            if (comparison.isEmpty()) {
                return this == NE;
            }
            int order = comparison.getAsInt();
            return switch (this) {
                case EQ -> order == 0;
                case NE -> order != 0;
                case GT -> order > 0;
                case GE -> order >= 0;
                case LT -> order < 0;
                case LE -> order <= 0;
            };
        }
    }

    enum TextFunction {
        CONTAINS,
        STARTSWITH,
        ENDSWITH;

        boolean holds(String value, String text) {
            return switch (this) {
                case CONTAINS -> value.contains(text);
                case STARTSWITH -> value.startsWith(text);
                case ENDSWITH -> value.endsWith(text);
            };
        }
    }

    /** The text is not a filter or an order we can read. */
    final class SyntaxException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        SyntaxException(String message) {
            super(message);
        }
    }

    private static Set<String> union(List<Filter> parts) {
        return parts.stream().flatMap(part -> part.paths().stream()).collect(Collectors.toSet());
    }
}
