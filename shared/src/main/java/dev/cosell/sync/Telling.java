package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.problem.Problem;
import dev.cosell.referral.Milestones;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the seller reads on the record: one word, and what to do about it.
 *
 * @param status one word
 * @param detail one line per problem and per date to keep; empty if there is none
 * @param deadline until when the referral has to be answered
 */
record Telling(String status, String detail, Optional<Instant> deadline) {
    private static final int LONGEST_DETAIL = 3000;

    /**
     * What there is to tell.
     *
     * @param milestones where the referral stands
     * @param now decides only which reminder it is, so that the same is said until the next one is due
     */
    static Telling of(Pair pair, Milestones milestones, Instant now) {
        List<Problem> problems = new ArrayList<>();
        pair.problem().ifPresent(problems::add);
        pair.held().values().stream()
                .filter(problem -> !problems.contains(problem))
                .forEach(problems::add);
        pair.divergences().values().stream()
                .filter(problem -> !problems.contains(problem))
                .forEach(problems::add);
        StringBuilder detail = new StringBuilder();
        for (Problem problem : problems) {
            detail.append(detail.isEmpty() ? "" : "\n")
                    .append(problem)
                    .append(" - ")
                    .append(problem.code().fix());
        }
        Calendar.lines(milestones, now)
                .forEach(line -> detail.append(detail.isEmpty() ? "" : "\n").append(line));
        String text = detail.length() > LONGEST_DETAIL ? detail.substring(0, LONGEST_DETAIL) : detail.toString();
        return new Telling(word(pair.phase(), milestones), text, milestones.answerBy());
    }

    private static String word(Phase phase, Milestones milestones) {
        return switch (phase) {
            case LINKING -> "Linking";
            case IN_STEP -> "In step";
            case WAITING -> "Waiting";
            case HELD -> "Held";
            case ORPHAN -> "Orphan";
            case PARKED -> "Parked";
            case UNSHARED -> "Not shared";
            case CLOSED ->
                "Closed in Partner Center"
                        + milestones.ending().map(how -> ": " + how).orElse("");
        };
    }

    /** What is remembered as told, so that the same thing is said once. */
    String key() {
        return detail.isEmpty() ? status : status + ": " + detail;
    }

    /** By CRM column; the audit column gets one line, the adapter keeps the earlier ones. */
    Map<String, JsonNode> columns(FieldMap map) {
        Map<String, JsonNode> columns = new LinkedHashMap<>();
        map.columns().status().ifPresent(column -> columns.put(column, TextNode.valueOf(status)));
        map.columns()
                .problem()
                .ifPresent(column ->
                        columns.put(column, detail.isEmpty() ? NullNode.getInstance() : TextNode.valueOf(detail)));
        map.columns()
                .deadline()
                .ifPresent(column -> columns.put(
                        column,
                        deadline.map(Calendar::second)
                                .<JsonNode>map(TextNode::valueOf)
                                .orElseGet(NullNode::getInstance)));
        map.columns().syncNow().ifPresent(column -> columns.put(column, BooleanNode.FALSE));
        columns.put(map.columns().audit(), TextNode.valueOf(key()));
        return columns;
    }
}
