package dev.cosell.fieldmap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Attributes;
import dev.cosell.referral.Status;
import dev.cosell.referral.Taxonomy;
import dev.cosell.referral.Terms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One mapped field.
 *
 * @param name how people call it, unique in the map
 * @param partnerCenter its JSON pointers in a referral, in the order its type expects; none if the CRM's column is only
 *     filled with a default
 * @param crm its columns in the CRM, likewise
 * @param group fields of one group move together; a field on its own is its own group
 * @param patchable whether Partner Center takes changes of it after the referral was made
 * @param requiredFor when it must not be empty
 * @param mayBeCut whether a text that is too long for the CRM is shortened there; otherwise it is held
 * @param limit what the CRM column holds
 * @param states of a status, what the CRM's columns stand for
 * @param conversion between what Partner Center means and what the CRM's column holds
 * @param defaults per side, its stored form where that side is made and the other one says nothing
 * @param optional whether the CRM may lack the column, and may refuse a value, without holding anything up
 * @param terms of a term, the list its values come from
 */
public record Field(
        String name,
        ValueType type,
        List<String> partnerCenter,
        List<String> crm,
        Direction direction,
        ConflictRule rule,
        String group,
        boolean patchable,
        Set<Occasion> requiredFor,
        boolean mayBeCut,
        Limit limit,
        States states,
        Conversion conversion,
        Map<Side, JsonNode> defaults,
        boolean optional,
        Terms terms) {
    /** Its source paths on a side; empty if the field has no place there. */
    public List<String> paths(Side side) {
        return side == Side.PARTNER_CENTER ? partnerCenter : crm;
    }

    /**
     * What the field means on a side.
     *
     * @param stored that side's stored form
     * @return nothing if any path is absent or the form cannot be read: unknown
     */
    public Optional<Value> on(Side side, Map<String, JsonNode> stored) {
        List<JsonNode> nodes = new ArrayList<>(paths(side).size());
        for (String path : paths(side)) {
            JsonNode node = stored.get(path);
            if (node == null || node.isMissingNode()) {
                return Optional.empty();
            }
            nodes.add(node);
        }
        if (nodes.isEmpty()) {
            return Optional.empty();
        }
        if (isState(side)) {
            return states.read(nodes).map(Value.Stage::new);
        }
        return isConverted(side)
                ? Optional.of(known(meant(nodes.getFirst())))
                : type.read(side, nodes).map(this::known);
    }

    /**
     * The stored form of a value on a side, by path.
     *
     * @throws IllegalArgumentException if the field cannot say the value there; {@link #refusal} tells beforehand
     */
    public Map<String, JsonNode> stored(Side side, Value value) {
        List<JsonNode> nodes = isState(side) && value instanceof Value.Stage(Status status)
                ? states.write(status)
                : isConverted(side) ? List.of(held(value)) : type.write(side, named(side, value), limit);
        Map<String, JsonNode> stored = new LinkedHashMap<>();
        for (int i = 0; i < paths(side).size(); i++) {
            stored.put(paths(side).get(i), nodes.get(i));
        }
        return stored;
    }

    /**
     * As {@link #stored(Side, Value)}, onto what the side shows now: what an entry of a list says beside its id (a price,
     * a publisher) stays, though only the ids cross.
     */
    public Map<String, JsonNode> stored(Side side, Value value, Map<String, JsonNode> shown) {
        Map<String, JsonNode> stored = stored(side, value);
        if (type == ValueType.SOLUTIONS && side == Side.PARTNER_CENTER) {
            stored.replaceAll((path, list) -> ValueType.keepingEntries(list, shown.get(path)));
        }
        if (type == ValueType.PEOPLE && side == Side.PARTNER_CENTER) {
            stored.replaceAll(
                    (path, list) -> ValueType.withMembers(shown.getOrDefault(path, MissingNode.getInstance()), value));
        }
        return stored;
    }

    /** Partner Center's values that the field's value map knows; empty if it has none. */
    public List<String> knownValues() {
        return conversion instanceof Conversion.Labels(Map<String, String> labels)
                ? List.copyOf(labels.keySet())
                : List.of();
    }

    /** Whether a side shows the name with the mark that Microsoft's own connector put before it. */
    public boolean isMarked(Side side, Map<String, JsonNode> stored) {
        return type == ValueType.NAME
                && on(side, stored)
                        .filter(value -> !value.isEmpty()
                                && ValueType.isMarked(
                                        stored.get(paths(side).getFirst()).asText()))
                        .isPresent();
    }

    /** What a side is made with where the other side says nothing; empty if the field has no default there. */
    public Map<String, JsonNode> defaultOn(Side side) {
        return Optional.ofNullable(defaults.get(side))
                .filter(value -> !paths(side).isEmpty())
                .map(value -> Map.of(paths(side).getFirst(), value))
                .orElse(Map.of());
    }

    /** Whether the two sides mean the same, as far as each can say it (cut texts, rounded sums, coarser states). */
    public boolean agree(Value onPartnerCenter, Value onCrm) {
        if (type == ValueType.PEOPLE) {
            return onPartnerCenter instanceof Value.People there
                    && onCrm instanceof Value.People here
                    && there.covers(here);
        }
        // A column that cannot be read back is compared as it is, with what would be written there.
        return conversion.readsBack() && onPartnerCenter.equals(onCrm)
                || asShownBy(Side.CRM, onPartnerCenter).equals(Optional.of(onCrm))
                || conversion.readsBack()
                        && asShownBy(Side.PARTNER_CENTER, onCrm).equals(Optional.of(onPartnerCenter));
    }

    /** Why a side cannot take a value, if it cannot. */
    public Optional<Problem> refusal(Side side, Value value) {
        Optional<Problem> unclear = unclear(side, value);
        if (unclear.isPresent()) {
            return unclear;
        }
        if (value.isEmpty() && requiredFor.contains(Occasion.of(side))) {
            return Optional.of(Problem.of(
                            ProblemCode.REQUIRED_CLEARED, name + " was emptied, but " + side.label() + " requires it")
                    .on(name));
        }
        if (side == Side.PARTNER_CENTER
                && value instanceof Value.Amount amount
                && amount.amount().signum() <= 0) {
            return Optional.of(Problem.of(ProblemCode.VALUE_NOT_POSITIVE, "expected a value above 0, found " + amount)
                    .on(name));
        }
        return side == Side.CRM && !mayBeCut ? tooLong(value) : Optional.empty();
    }

    /** Why the field's value map or expression cannot say a value on a side, if it cannot. */
    public Optional<Problem> unclear(Side side, Value value) {
        Optional<String> why = value instanceof Value.Unclear unclear
                ? Optional.of(unclear.why())
                : isConverted(side) && !value.isEmpty() && convert(value) instanceof Converted.Failed failed
                        ? Optional.of(failed.why())
                        : Optional.empty();
        return why.map(reason ->
                Problem.of(ProblemCode.NOT_TRANSLATED, name + ": " + reason).on(name));
    }

    /** Whether the CRM's column holds only the beginning of a value. */
    public boolean isCutInCrm(Value value) {
        return mayBeCut && tooLong(value).isPresent();
    }

    private Optional<Problem> tooLong(Value value) {
        int longest = limit.maxLength().orElse(Integer.MAX_VALUE);
        int found = switch (value) {
            case Value.Empty empty -> 0;
            case Value.Text(String text) when conversion == Conversion.NONE -> text.length();
            default ->
                isConverted(Side.CRM) && convert(value) instanceof Converted.Done(JsonNode node)
                        ? node.asText().length()
                        : 0;
        };
        return found <= longest
                ? Optional.empty()
                : Optional.of(Problem.of(
                                ProblemCode.TEXT_TOO_LONG,
                                "expected at most " + longest + " characters, found " + found)
                        .on(name));
    }

    /** A value as timelines and problems tell it: without the people it names, whose data belongs to the two systems. */
    public String told(Value value) {
        return switch (type) {
            case PEOPLE ->
                people(value instanceof Value.People people ? people.members().size() : 0);
            case TEAM ->
                people((int)
                        value.toString().lines().filter(line -> !line.isBlank()).count());
            default -> value.toString();
        };
    }

    private static String people(int count) {
        return switch (count) {
            case 0 -> "nobody";
            case 1 -> "1 person";
            default -> count + " people";
        };
    }

    /** Whether it only tells the seller something, in a column that is the connector's own. */
    public boolean informs() {
        return optional && direction == Direction.TO_CRM;
    }

    /** Whether a value comes along when a side is made; what the CRM may refuse is written to it afterwards. */
    public boolean comesWith(Side made) {
        return direction.flowsTo(made) && !(made == Side.CRM && type.mayBeUnknownThere());
    }

    /** The same field with what the CRM's metadata says of its column; without a place there if there is no column. */
    Field within(Limit columnLimit) {
        boolean missing = optional && columnLimit.equals(Limit.NOTHING);
        return missing ? with(List.of(), Limit.NONE, terms) : with(crm, columnLimit, terms);
    }

    /** The same field, knowing the list its values come from. */
    Field knowing(Taxonomy taxonomy) {
        return type == ValueType.TERM
                ? with(
                        crm,
                        limit,
                        taxonomy.list(Attributes.type(partnerCenter.getFirst()).orElse("")))
                : this;
    }

    private Field with(List<String> columns, Limit columnLimit, Terms list) {
        return new Field(
                name,
                type,
                partnerCenter,
                columns,
                direction,
                rule,
                group,
                patchable,
                requiredFor,
                mayBeCut,
                columnLimit,
                states,
                conversion,
                defaults,
                optional,
                list);
    }

    /** A term means its id, whichever way it is written. */
    private Value known(Value value) {
        return type == ValueType.TERM && value instanceof Value.Text(String text)
                ? new Value.Text(terms.id(text))
                : value;
    }

    private Value named(Side side, Value value) {
        return type == ValueType.TERM && side == Side.CRM && value instanceof Value.Text(String text)
                ? new Value.Text(terms.name(text))
                : value;
    }

    private boolean isState(Side side) {
        return type == ValueType.STATUS && side == Side.CRM;
    }

    private boolean isConverted(Side side) {
        return side == Side.CRM && conversion != Conversion.NONE;
    }

    /** What a column holds, turned into what Partner Center means by it. */
    private Value meant(JsonNode stored) {
        if (stored.isNull() || stored.isTextual() && stored.asText().isBlank()) {
            return Value.EMPTY;
        }
        if (!conversion.readsBack()) {
            return ValueType.asItIs(stored);
        }
        return switch (conversion.toPartnerCenter(stored)) {
            case Converted.Failed(String why) -> new Value.Unclear(why);
            case Converted.Done(JsonNode meant) ->
                type.read(Side.PARTNER_CENTER, List.of(meant))
                        .orElseGet(() -> new Value.Unclear("expected a value of type "
                                + type.name().toLowerCase(Locale.ROOT) + ", found " + meant));
        };
    }

    /** What a column is to hold. */
    private JsonNode held(Value value) {
        if (value.isEmpty()) {
            return NullNode.getInstance();
        }
        return switch (convert(value)) {
            case Converted.Done(JsonNode node) -> ValueType.fitting(node, limit);
            case Converted.Failed(String why) -> throw new IllegalArgumentException(name + ": " + why);
        };
    }

    private Converted convert(Value value) {
        return conversion.toCrm(
                type.write(Side.PARTNER_CENTER, value, Limit.NONE).getFirst());
    }

    private Optional<Value> asShownBy(Side side, Value value) {
        return unclear(side, value).isPresent() ? Optional.empty() : on(side, stored(side, value));
    }
}
