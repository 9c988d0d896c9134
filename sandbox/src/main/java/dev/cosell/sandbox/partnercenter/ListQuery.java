package dev.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The options of a list request, or of the rest of one: a page ends with a position, and the next begins after it,
 * whatever was added or changed meanwhile.
 *
 * @param filter empty for none
 * @param orderBy {@code createdDateTime} or {@code updatedDateTime}
 * @param select members to show; empty for all
 * @param top items still wanted; negative for all
 * @param skip items to leave out before the first page
 * @param afterTime value of {@code orderBy} of the last item shown; empty before the first page
 * @param afterId id of the last item shown; empty before the first page
 */
record ListQuery(
        String filter,
        String orderBy,
        boolean descending,
        List<String> select,
        int top,
        int skip,
        boolean count,
        String afterTime,
        String afterId) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> OPTIONS =
            Set.of("$filter", "$orderby", "$select", "$top", "$skip", "$count", "$expand");
    private static final Set<String> ORDERS = Set.of("createdDateTime", "updatedDateTime");

    /**
     * Reads the query of a list request.
     *
     * @throws ApiException 400 naming the option at fault
     */
    static ListQuery read(Map<String, String> query) {
        if (query.containsKey("$skiptoken")) {
            return resume(query.get("$skiptoken"));
        }
        query.keySet().stream()
                .filter(name -> name.startsWith("$") && !OPTIONS.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw wrong(name, "one of " + OPTIONS, name);
                });
        if (!query.getOrDefault("$expand", "").isEmpty()) {
            throw wrong("$expand", "no expandable member", query.get("$expand"));
        }
        String[] order =
                query.getOrDefault("$orderby", "createdDateTime").trim().split("\\s+");
        boolean known = ORDERS.contains(order[0])
                && (order.length == 1
                        || order.length == 2 && Set.of("asc", "desc").contains(order[1]));
        if (!known) {
            throw wrong("$orderby", "one of " + ORDERS + ", asc or desc", query.get("$orderby"));
        }
        return new ListQuery(
                query.getOrDefault("$filter", ""),
                order[0],
                order.length == 2 && order[1].equals("desc"),
                select(query.getOrDefault("$select", "")),
                number(query, "$top", -1),
                number(query, "$skip", 0),
                query.getOrDefault("$count", "false").equals("true"),
                "",
                "");
    }

    /** What to ask for after a page that ended with this item. */
    ListQuery after(JsonNode last, int shown) {
        return new ListQuery(
                filter,
                orderBy,
                descending,
                select,
                top < 0 ? -1 : top - shown,
                0,
                count,
                last.path(orderBy).asText(),
                last.path("id").asText());
    }

    /** The value of {@code $skiptoken}; opaque to clients. */
    String token() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(JSON.valueToTree(this).toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Where an item stands in a list.
     *
     * @param time value of {@code orderBy}
     */
    record Position(Instant time, String id) {}

    Position position(JsonNode referral) {
        return new Position(
                Instant.parse(referral.path(orderBy).asText()),
                referral.path("id").asText());
    }

    Comparator<Position> order() {
        Comparator<Position> order = Comparator.comparing(Position::time).thenComparing(Position::id);
        return descending ? order.reversed() : order;
    }

    boolean isAfter(Position position) {
        return afterId.isEmpty() || order().compare(position, new Position(Instant.parse(afterTime), afterId)) > 0;
    }

    private static ListQuery resume(String token) {
        try {
            return JSON.readValue(
                    new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8), ListQuery.class);
        } catch (IllegalArgumentException | JsonProcessingException e) {
            throw wrong("$skiptoken", "a token from @odata.nextLink", token);
        }
    }

    private static List<String> select(String members) {
        List<String> names =
                members.isBlank() ? List.of() : List.of(members.trim().split("\\s*,\\s*"));
        for (String name : names) {
            if (!Shape.knows(name)) {
                throw wrong("$select", "members of a referral", name);
            }
        }
        return names;
    }

    private static int number(Map<String, String> query, String option, int otherwise) {
        String value = query.get(option);
        if (value == null) {
            return otherwise;
        }
        if (!value.matches("\\d{1,9}")) {
            throw wrong(option, "a whole number from 0", value);
        }
        return Integer.parseInt(value);
    }

    private static ApiException wrong(String option, String expected, String found) {
        return ApiException.invalid(option, "invalidQuery", "Expected " + expected + ", found '" + found + "'.");
    }
}
