package dev.cosell.fieldmap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Status;
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
        States states) {
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
        return isState(side) ? states.read(nodes).map(Value.Stage::new) : type.read(side, nodes);
    }

    /** The stored form of a value on a side, by path. */
    public Map<String, JsonNode> stored(Side side, Value value) {
        List<JsonNode> nodes = isState(side) && value instanceof Value.Stage(Status status)
                ? states.write(status)
                : type.write(side, value, limit);
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

    /** Whether the two sides mean the same, as far as each can say it (cut texts, rounded sums, coarser states). */
    public boolean agree(Value onPartnerCenter, Value onCrm) {
        if (type == ValueType.PEOPLE) {
            return onPartnerCenter instanceof Value.People there
                    && onCrm instanceof Value.People here
                    && there.covers(here);
        }
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

    Field within(Limit columnLimit) {
        return new Field(
                name,
                type,
                partnerCenter,
                crm,
                direction,
                rule,
                group,
                patchable,
                required,
                mayBeCut,
                columnLimit,
                states);
    }

    private boolean isState(Side side) {
        return type == ValueType.STATUS && side == Side.CRM;
    }

    private Optional<Value> asShownBy(Side side, Value value) {
        return on(side, stored(side, value));
    }
}
