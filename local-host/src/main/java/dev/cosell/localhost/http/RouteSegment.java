package dev.cosell.localhost.http;

import java.util.Optional;
import java.util.regex.Pattern;

/** One part of a route template between slashes. */
sealed interface RouteSegment {
    /** Lower goes first: a literal beats a parameter, a constrained parameter beats a free one. */
    int rank();

    record Literal(String text) implements RouteSegment {
        @Override
        public int rank() {
            return 0;
        }
    }

    /** @param constraint what the whole value must match, if anything */
    record Parameter(String name, Optional<Constraint> constraint, boolean optional) implements RouteSegment {
        @Override
        public int rank() {
            return constraint.isPresent() ? 1 : 2;
        }

        boolean accepts(String value) {
            return !value.isEmpty()
                    && constraint.map(rule -> rule.accepts(value)).orElse(true);
        }
    }

    /** Takes the rest of the path, which may be empty. */
    record Rest(String name) implements RouteSegment {
        @Override
        public int rank() {
            return 3;
        }
    }

    /** The constraints this host knows. */
    enum Constraint {
        INT("[+-]?\\d{1,10}") {
            @Override
            boolean accepts(String value) {
                return super.accepts(value) && Long.parseLong(value) == (int) Long.parseLong(value);
            }
        },
        ALPHA("[A-Za-z]+"),
        GUID("\\{?\\p{XDigit}{8}-?\\p{XDigit}{4}-?\\p{XDigit}{4}-?\\p{XDigit}{4}-?\\p{XDigit}{12}\\}?");

        private final Pattern shape;

        Constraint(String shape) {
            this.shape = Pattern.compile(shape);
        }

        boolean accepts(String value) {
            return shape.matcher(value).matches();
        }
    }
}
