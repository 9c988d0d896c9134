package dev.cosell.fieldmap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Attributes;
import dev.cosell.referral.Status;
import dev.cosell.referral.Taxonomy;
import dev.cosell.referral.Terms;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One mapped field.
 *
 * @param name how people call it, unique in the map
 * @param partnerCenter its JSON pointers in a referral, in the order its type expects
 * @param crm its columns in the CRM, likewise
 * @param group fields of one group move together; a field on its own is its own group
 * @param patchable whether Partner Center takes changes of it after the referral was made
 * @param required the sides that refuse it empty
 * @param mayBeCut whether a text that is too long for the CRM is shortened there; otherwise it is held
 * @param limit what the CRM column holds
 * @param states of a status, what the CRM's columns stand for
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
        List<Side> required,
        boolean mayBeCut,
        Limit limit,
        States states,
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
        List<JsonNode> nodes = paths(side).stream()
                .map(path -> stored.getOrDefault(path, MissingNode.getInstance()))
                .toList();
        if (nodes.isEmpty() || nodes.stream().anyMatch(JsonNode::isMissingNode)) {
            return Optional.empty();
        }
        return isState(side)
                ? states.read(nodes).map(Value.Stage::new)
                : type.read(side, nodes).map(this::known);
    }

    /** The stored form of a value on a side, by path. */
    public Map<String, JsonNode> stored(Side side, Value value) {
        List<JsonNode> nodes = isState(side) && value instanceof Value.Stage(Status status)
                ? states.write(status)
                : type.write(side, named(side, value), limit);
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
        return stored;
    }

    /** Whether the two sides mean the same, as far as each can say it (cut texts, rounded sums, coarser states). */
    public boolean agree(Value onPartnerCenter, Value onCrm) {
        return onPartnerCenter.equals(onCrm)
                || asShownBy(Side.CRM, onPartnerCenter).equals(Optional.of(onCrm))
                || asShownBy(Side.PARTNER_CENTER, onCrm).equals(Optional.of(onPartnerCenter));
    }

    /** Why a side cannot take a value, if it cannot. */
    public Optional<Problem> refusal(Side side, Value value) {
        if (value.isEmpty() && required.contains(side)) {
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
        if (side == Side.CRM && !mayBeCut && value instanceof Value.Text(String text)) {
            int longest = limit.maxLength().orElse(Integer.MAX_VALUE);
            if (text.length() > longest) {
                return Optional.of(Problem.of(
                                ProblemCode.TEXT_TOO_LONG,
                                "expected at most " + longest + " characters, found " + text.length())
                        .on(name));
            }
        }
        return Optional.empty();
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
        return with(missing ? List.of() : crm, columnLimit, terms);
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
                required,
                mayBeCut,
                columnLimit,
                states,
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

    private Optional<Value> asShownBy(Side side, Value value) {
        return on(side, stored(side, value));
    }
}
