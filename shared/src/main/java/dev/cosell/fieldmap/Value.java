package dev.cosell.fieldmap;

import dev.cosell.referral.Status;
import dev.cosell.referral.TeamMember;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a field means, whichever side it was read from. Two values are equal if they mean the same. */
public sealed interface Value {
    /** Explicitly empty: somebody cleared it. Not the same as absent, which is unknown. */
    record Empty() implements Value {
        @Override
        public String toString() {
            return "(empty)";
        }
    }

    record Text(String text) implements Value {
        @Override
        public String toString() {
            return text;
        }
    }

    /** A number; 5, 5.0 and 5.00 are the same. */
    record Amount(BigDecimal amount) implements Value {
        public Amount {
            amount = amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
        }

        @Override
        public String toString() {
            return amount.toPlainString();
        }
    }

    record Day(LocalDate day) implements Value {
        @Override
        public String toString() {
            return day.toString();
        }
    }

    record Flag(boolean on) implements Value {
        @Override
        public String toString() {
            return on ? "yes" : "no";
        }
    }

    record Stage(Status status) implements Value {
        @Override
        public String toString() {
            return status.toString();
        }
    }

    /** A set of ids; merged member by member. */
    record Items(SortedSet<String> ids) implements Value {
        public Items {
            ids = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(ids));
        }

        @Override
        public String toString() {
            return ids.stream().collect(Collectors.joining(", "));
        }
    }

    /** People of a list; how two lists differ is told person by person. */
    record People(List<TeamMember> members) implements Value {
        public People {
            members = List.copyOf(members);
        }

        /** Whether everybody of another list is here, with all that is said about them there. */
        boolean covers(People others) {
            return others.members.stream().allMatch(other -> members.stream().anyMatch(member -> member.covers(other)));
        }

        @Override
        public String toString() {
            return members.stream().map(TeamMember::toString).collect(Collectors.joining("; "));
        }
    }

    /**
     * Something that the field's value map or expression does not understand: known to be there, but nobody can say what
     * it means, so no side takes it.
     *
     * @param why what was expected and what was found
     */
    record Unclear(String why) implements Value {
        @Override
        public String toString() {
            return "(not understood)";
        }
    }

    Empty EMPTY = new Empty();

    default boolean isEmpty() {
        return this instanceof Empty
                || this instanceof Items items && items.ids().isEmpty()
                || this instanceof People people && people.members().isEmpty();
    }
}
