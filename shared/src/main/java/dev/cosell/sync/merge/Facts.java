package dev.cosell.sync.merge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Understanding;
import dev.cosell.fieldmap.Value;
import dev.cosell.fieldmap.ValueType;
import dev.cosell.referral.DealKind;
import dev.cosell.referral.Status;
import dev.cosell.sync.pair.Pair;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What both sides show now, beside what each showed last: the facts a merge decides by.
 *
 * @param now stored form, by path; a path that is not there is unknown
 */
record Facts(FieldMap map, Pair pair, Map<Side, Map<String, JsonNode>> now, Understanding understanding) {
    private static final List<String> VISIBILITY = List.of(DealKind.VISIBILITY);

    /** What a side shows of a field now; nothing if that is unknown. */
    Optional<Value> shown(Field field, Side side) {
        return understanding.of(field, side, now.get(side));
    }

    /** What a side showed of a field when it was last looked at. */
    Optional<Value> before(Field field, Side side) {
        return field.on(side, pair.side(side).seen());
    }

    /** Whether each side shows all of a group, in the very form in which it was last seen. */
    boolean atRest(List<Field> fields) {
        return isStored(fields, Side.PARTNER_CENTER)
                && isStored(fields, Side.CRM)
                && known(fields, Side.PARTNER_CENTER)
                && known(fields, Side.CRM);
    }

    /** The record was edited where it showed only the beginning of a text: written back, that would stand for all of it. */
    boolean losesTheRest(List<Field> fields) {
        return moved(fields, Side.CRM)
                && fields.stream()
                        .anyMatch(field ->
                                wasCut(field) && !known(field, Side.CRM).isEmpty());
    }

    private boolean wasCut(Field field) {
        return before(field, Side.PARTNER_CENTER).filter(field::isCutInCrm).isPresent();
    }

    Value known(Field field, Side side) {
        return shown(field, side).orElse(Value.EMPTY);
    }

    /** Both sides mean the same name, but the record has shown it with a mark ever since before we knew it. */
    boolean firstMetWithMark(List<Field> fields) {
        return !seen(fields, Side.CRM)
                && !closed(Side.CRM)
                && fields.stream().anyMatch(field -> field.isMarked(Side.CRM, now.get(Side.CRM)));
    }

    static boolean isVisibility(List<Field> fields) {
        return fields.getFirst().partnerCenter().equals(VISIBILITY);
    }

    boolean emptied(Field field, Side side) {
        boolean had = before(field, side).filter(value -> !value.isEmpty()).isPresent();
        return had && shown(field, side).filter(Value::isEmpty).isPresent();
    }

    boolean known(List<Field> fields, Side side) {
        for (Field field : fields) {
            if (shown(field, side).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    boolean seen(List<Field> fields, Side side) {
        for (Field field : fields) {
            if (before(field, side).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** A sum that nobody gave says nothing, whatever currency a record has by itself. */
    boolean empty(List<Field> fields, Side side) {
        boolean sums = false;
        boolean saysSomething = false;
        boolean saysASum = false;
        for (Field field : fields) {
            boolean says = !known(field, side).isEmpty();
            saysSomething |= says;
            if (field.type() == ValueType.MONEY) {
                sums = true;
                saysASum |= says;
            }
        }
        return sums ? !saysASum : !saysSomething;
    }

    /** Whole groups move: a group of which a part is unknown has not moved. */
    boolean moved(List<Field> fields, Side side) {
        return !isStored(fields, side)
                && known(fields, side)
                && fields.stream().anyMatch(field -> {
                    Optional<Value> before = before(field, side);
                    return before.isPresent() && !before.equals(shown(field, side));
                });
    }

    /** Whether the side's stored form is the very same as it was: what was shown then need not be understood again. */
    private boolean isStored(List<Field> fields, Side side) {
        Map<String, JsonNode> was = pair.side(side).seen();
        Map<String, JsonNode> is = now.get(side);
        for (Field field : fields) {
            for (String path : field.paths(side)) {
                if (!Objects.equals(was.get(path), is.get(path))) {
                    return false;
                }
            }
        }
        return true;
    }

    boolean agree(List<Field> fields) {
        return fields.stream().allMatch(field -> {
            Optional<Value> here = shown(field, Side.PARTNER_CENTER);
            Optional<Value> there = shown(field, Side.CRM);
            return here.isPresent() && there.isPresent() && field.agree(here.get(), there.get());
        });
    }

    boolean closed(Side side) {
        return map.statusField()
                .flatMap(field -> shown(field, side))
                .flatMap(Facts::asStatus)
                .filter(Status::isClosed)
                .isPresent();
    }

    Optional<Status> status(List<Field> fields, Side side) {
        return fields.stream().findFirst().flatMap(field -> shown(field, side)).flatMap(Facts::asStatus);
    }

    static Optional<Status> asStatus(Value value) {
        return value instanceof Value.Stage(Status status) ? Optional.of(status) : Optional.empty();
    }

    String text(List<Field> fields, Side side) {
        return String.join(
                " ",
                fields.stream()
                        .map(field -> shown(field, side).map(field::told).orElse("(unknown)"))
                        .toList());
    }
}
