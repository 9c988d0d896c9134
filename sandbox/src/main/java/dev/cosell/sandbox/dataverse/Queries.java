package dev.cosell.sandbox.dataverse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.Response;
import dev.cosell.sandbox.dataverse.Database.Stored;
import dev.cosell.sandbox.dataverse.Table.Navigation;
import dev.cosell.sandbox.odata.Filter;
import dev.cosell.sandbox.odata.OrderBy;
import dev.cosell.sandbox.odata.Row;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Answers questions about many rows: filter, order, pages, counts. */
final class Queries {
    static final int LARGEST_PAGE = 5000;
    private static final Set<String> OPTIONS =
            Set.of("$select", "$expand", "$filter", "$orderby", "$top", "$count", "$skiptoken", "$deltatoken");

    private final Organization organization;
    private final Changes changes;

    Queries(Organization organization) {
        this.organization = organization;
        this.changes = new Changes(organization);
    }

    Response collection(Call call, Table table) {
        organization.demand("Read", table, call.caller());
        refuseUnknownOptions(call);
        if (call.option("$deltatoken").isPresent()) {
            return changes.since(call, table);
        }
        if (call.preferences().trackChanges()) {
            changes.demandTrackable(call, table);
        }
        Set<String> select = Representation.select(table, call.option("$select"));
        List<Expansion> expansions = Expansion.parse(table, call.option("$expand"), organization.schema());
        OrderBy order = order(call, table);
        List<Stored> matching = matching(call, table);
        Optional<JsonNode> token = call.option("$skiptoken").map(Queries::decode);
        List<Stored> rest = matching.stream()
                .sorted(comparator(order, table))
                .filter(row -> token.isEmpty() || isAfter(token.get(), row, order, table))
                .toList();
        int limit = call.option("$top").map(Queries::top).orElse(pageSize(call));
        List<Stored> page = rest.subList(0, Math.min(limit, rest.size()));

        ObjectNode body = Json.object().put("@odata.context", context(call, table, select));
        if (call.option("$count").filter("true"::equals).isPresent()) {
            body.put("@odata.count", Math.min(matching.size(), LARGEST_PAGE));
            countAnnotations(body, call.preferences(), matching.size());
        }
        ArrayNode value = Json.array();
        for (Stored row : page) {
            ObjectNode json = new Representation(organization).of(row, select, call.preferences());
            expansions.forEach(expansion -> expansion.addTo(json, row, organization, call.preferences()));
            value.add(json);
        }
        boolean more = rest.size() > page.size() && call.option("$top").isEmpty();
        addLink(body, call, table, token, more ? Optional.of(cursor(order, table, page.getLast())) : Optional.empty());
        return Json.ok(body.set("value", value), call.preferences());
    }

    private boolean isAfter(JsonNode token, Stored row, OrderBy order, Table table) {
        return rowComparator(order, table).compare(row(table, row), Row.of(token.path("after"))) > 0;
    }

    /** The next page's address, or the delta link after the last page of a tracked query. */
    private void addLink(
            ObjectNode body, Call call, Table table, Optional<JsonNode> token, Optional<ObjectNode> cursor) {
        // The delta link has to tell what changed since the first page, not since the last.
        Optional<String> tracked = token.map(seen -> seen.path("track").asText(""))
                .or(() -> Optional.of(call.preferences().trackChanges() ? changes.token() : ""))
                .filter(text -> !text.isEmpty());
        if (cursor.isPresent()) {
            ObjectNode next = Json.object();
            next.set("after", cursor.get());
            tracked.ifPresent(text -> next.put("track", text));
            body.put("@odata.nextLink", link(call, table, "$skiptoken", encode(next)));
        } else {
            tracked.ifPresent(text -> body.put("@odata.deltaLink", link(call, table, "$deltatoken", text)));
        }
    }

    /** {@code leads/$count}: plain text. */
    Response count(Call call, Table table) {
        organization.demand("Read", table, call.caller());
        refuseUnknownOptions(call);
        int number = call.option("$deltatoken").isPresent()
                ? changes.count(call, table)
                : Math.min(matching(call, table).size(), LARGEST_PAGE);
        return new Response(
                200,
                Map.of("Content-Type", "text/plain"),
                Integer.toString(number).getBytes(StandardCharsets.UTF_8),
                "");
    }

    private List<Stored> matching(Call call, Table table) {
        Optional<Filter> filter = call.option("$filter").map(Filter::parse);
        filter.ifPresent(parsed -> parsed.paths().forEach(path -> demandPath(table, path)));
        return organization.data().rows(table.logicalName()).stream()
                .filter(row -> filter.isEmpty() || filter.get().test(row(table, row)))
                .toList();
    }

    private OrderBy order(Call call, Table table) {
        OrderBy order = call.option("$orderby").map(OrderBy::parse).orElse(new OrderBy(List.of()));
        order.terms().forEach(term -> demandPath(table, term.path()));
        return order;
    }

    private void demandPath(Table table, String path) {
        int slash = path.indexOf('/');
        Table owner = slash < 0
                ? table
                : organization.table(table.navigation(path.substring(0, slash))
                        .orElseThrow(() -> Refusal.unknownProperty(path, table))
                        .target()
                        .table());
        owner.byJsonName(path.substring(slash + 1))
                .filter(column -> !column.unreadable())
                .orElseThrow(() -> Refusal.unknownProperty(path, owner));
    }

    private Row row(Table table, Stored row) {
        return path -> {
            int slash = path.indexOf('/');
            if (slash < 0) {
                return Representation.value(row, table.byJsonName(path).orElseThrow());
            }
            Navigation navigation = table.navigation(path.substring(0, slash)).orElseThrow();
            String target = navigation.target().table();
            return row.lookup(navigation.column().name())
                    .flatMap(id -> organization.data().find(target, id))
                    .map(found -> row(organization.table(target), found).at(path.substring(slash + 1)))
                    .orElse(Json.NODES.nullNode());
        };
    }

    private Comparator<Stored> comparator(OrderBy order, Table table) {
        Comparator<Row> rows = rowComparator(order, table);
        return (left, right) -> rows.compare(row(table, left), row(table, right));
    }

    private static Comparator<Row> rowComparator(OrderBy order, Table table) {
        return order.comparator().thenComparing(row -> row.at(table.primaryId()).asText());
    }

    /** The values by which the next page finds where to go on, as in Dataverse's paging cookie. */
    private ObjectNode cursor(OrderBy order, Table table, Stored last) {
        ObjectNode values = Json.object().put(table.primaryId(), last.id());
        for (OrderBy.Term term : order.terms()) {
            ObjectNode holder = values;
            String[] steps = term.path().split("/");
            for (int i = 0; i < steps.length - 1; i++) {
                holder = holder.withObjectProperty(steps[i]);
            }
            holder.set(steps[steps.length - 1], row(table, last).at(term.path()));
        }
        return values;
    }

    private static int pageSize(Call call) {
        return Math.min(call.preferences().maxPageSize().orElse(LARGEST_PAGE), LARGEST_PAGE);
    }

    private static int top(String text) {
        if (!text.matches("\\d{1,9}")) {
            throw new Refusal(400, "0x80060888", "Expected a number in $top, found '%s'.".formatted(text));
        }
        return Math.min(Integer.parseInt(text), LARGEST_PAGE);
    }

    private static void countAnnotations(ObjectNode body, Preferences preferences, int total) {
        if (preferences.wants("Microsoft.Dynamics.CRM.totalrecordcount")) {
            body.put("@Microsoft.Dynamics.CRM.totalrecordcount", Math.min(total, LARGEST_PAGE));
        }
        if (preferences.wants("Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded")) {
            body.put("@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded", total > LARGEST_PAGE);
        }
    }

    private static void refuseUnknownOptions(Call call) {
        for (String name : call.query().keySet()) {
            if (name.startsWith("$") && !OPTIONS.contains(name)) {
                throw new Refusal(400, "0x80060888", "The query parameter %s is not supported".formatted(name));
            }
        }
    }

    static String context(Call call, Table table, Set<String> select) {
        return call.root() + "$metadata#" + table.entitySetName()
                + (select.isEmpty() ? "" : "(" + String.join(",", select) + ")");
    }

    /** The call's own address with its options, and one of the tokens instead of an old one. */
    static String link(Call call, Table table, String option, String value) {
        StringBuilder link =
                new StringBuilder(call.root()).append(table.entitySetName()).append('?');
        call.query().forEach((name, text) -> {
            if (!name.equals(option) && !(option.equals("$deltatoken") && name.equals("$skiptoken"))) {
                link.append(name).append('=').append(escaped(text)).append('&');
            }
        });
        return link.append(option).append('=').append(escaped(value)).toString();
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2C", ",");
    }

    static String encode(JsonNode token) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(token.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** @throws Refusal 400 if the text is not a token of ours */
    static JsonNode decode(String token) {
        try {
            return Json.MAPPER.readTree(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | JsonProcessingException foreign) {
            throw new Refusal(400, "0x80060888", "Malformed skip token: '%s'.".formatted(token));
        }
    }
}
