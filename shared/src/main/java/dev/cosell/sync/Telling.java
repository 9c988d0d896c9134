package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the seller reads on the record: one word, and what to do about it.
 *
 * @param status one word
 * @param detail one line per problem; empty if there is none
 */
record Telling(String status, String detail) {
    private static final int LONGEST_DETAIL = 3000;

    static Telling of(Pair pair) {
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
        String text = detail.length() > LONGEST_DETAIL ? detail.substring(0, LONGEST_DETAIL) : detail.toString();
        return new Telling(word(pair.phase()), text);
    }

    private static String word(Phase phase) {
        return switch (phase) {
            case LINKING -> "Linking";
            case IN_STEP -> "In step";
            case WAITING -> "Waiting";
            case HELD -> "Held";
            case ORPHAN -> "Orphan";
            case PARKED -> "Parked";
            case UNSHARED -> "Not shared";
            case CLOSED -> "Closed in Partner Center";
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
        map.columns().syncNow().ifPresent(column -> columns.put(column, BooleanNode.FALSE));
        map.columns().keep().ifPresent(column -> columns.put(column, NullNode.getInstance()));
        columns.put(map.columns().audit(), TextNode.valueOf(key()));
        return columns;
    }
}
