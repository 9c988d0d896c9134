package dev.cosell.sandbox.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.Response;
import dev.cosell.sandbox.dataverse.Database.Deleted;
import dev.cosell.sandbox.dataverse.Database.Stored;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Change tracking: what was created or changed since a token, then what was deleted. A token is a version and the moment
 * it was given, {@code 919042!08/22/2017 08:10:44}; it lives as many days as the organization says.
 */
final class Changes {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("MM/dd/yyyy HH:mm:ss", Locale.ROOT);
    private static final Pattern TOKEN = Pattern.compile("(\\d{1,18})!(.{19})");
    private static final List<String> REFUSED = List.of("$filter", "$orderby", "$expand", "$top");

    private final Organization organization;

    Changes(Organization organization) {
        this.organization = organization;
    }

    /** One line of a delta; those that are deletions come last. */
    private record Line(boolean deletion, long version, ObjectNode json) {
        static final Comparator<Line> ORDER =
                Comparator.comparing(Line::deletion).thenComparing(Line::version);
    }

    /** The token of this moment. */
    String token() {
        return organization.data().version() + "!"
                + MOMENT.format(Instant.now(organization.clock()).atOffset(ZoneOffset.UTC));
    }

    void demandTrackable(Call call, Table table) {
        if (!table.changeTracking()) {
            throw new Refusal(
                    400, "0x80072491", "Entity %s isn't enabled for change tracking.".formatted(table.logicalName()));
        }
        for (String option : REFUSED) {
            if (call.query().containsKey(option)) {
                throw new Refusal(
                        400,
                        "0x80060888",
                        "The %s query parameter isn't supported when tracking changes.".formatted(option));
            }
        }
    }

    Response since(Call call, Table table) {
        demandTrackable(call, table);
        Set<String> select = Representation.select(table, call.option("$select"));
        Optional<JsonNode> cursor = call.option("$skiptoken").map(Queries::decode);
        String end = cursor.map(seen -> seen.path("end").asText("")).orElseGet(this::token);
        List<Line> lines = lines(call, table, select, version(end)).stream()
                .filter(line -> cursor.isEmpty() || Line.ORDER.compare(line, position(cursor.get())) > 0)
                .toList();
        int size = Math.min(call.preferences().maxPageSize().orElse(Queries.LARGEST_PAGE), Queries.LARGEST_PAGE);
        List<Line> page = lines.subList(0, Math.min(size, lines.size()));

        ObjectNode body = Json.object().put("@odata.context", Queries.context(call, table, select) + "/$delta");
        if (page.size() < lines.size()) {
            ObjectNode next = Json.object()
                    .put("end", end)
                    .put("deletion", page.getLast().deletion())
                    .put("version", page.getLast().version());
            body.put("@odata.nextLink", Queries.link(call, table, "$skiptoken", Queries.encode(next)));
        } else {
            body.put("@odata.deltaLink", Queries.link(call, table, "$deltatoken", end));
        }
        ArrayNode value = Json.array();
        page.forEach(line -> value.add(line.json()));
        return Json.ok(body.set("value", value), call.preferences());
    }

    int count(Call call, Table table) {
        demandTrackable(call, table);
        return lines(call, table, Set.of(), organization.data().version()).size();
    }

    private List<Line> lines(Call call, Table table, Set<String> select, long end) {
        long since = start(call.option("$deltatoken").orElseThrow());
        List<Line> lines = new ArrayList<>();
        for (Stored row : organization.data().rows(table.logicalName())) {
            if (row.version() > since && row.version() <= end) {
                lines.add(new Line(
                        false, row.version(), new Representation(organization).of(row, select, call.preferences())));
            }
        }
        for (Deleted row : organization.data().deletedSince(table.logicalName(), since)) {
            if (row.version() <= end) {
                ObjectNode json = Json.object()
                        .put("@odata.context", Queries.context(call, table, Set.of()) + "/$deletedEntity")
                        .put("id", row.id())
                        .put("reason", "deleted");
                lines.add(new Line(true, row.version(), json));
            }
        }
        lines.sort(Line.ORDER);
        return lines;
    }

    private static Line position(JsonNode cursor) {
        return new Line(
                cursor.path("deletion").asBoolean(), cursor.path("version").asLong(), Json.object());
    }

    /** The version in a token that has not expired. */
    private long start(String token) {
        long version = version(token);
        Matcher parts = TOKEN.matcher(token);
        LocalDateTime given = parts.matches() ? LocalDateTime.parse(parts.group(2), MOMENT) : LocalDateTime.MIN;
        int days = organization
                .data()
                .find("organization", Seed.ORGANIZATION)
                .orElseThrow()
                .number("expirechangetrackingindays");
        boolean old = given.plusDays(days)
                .isBefore(LocalDateTime.ofInstant(Instant.now(organization.clock()), ZoneOffset.UTC)
                        .truncatedTo(ChronoUnit.SECONDS));
        if (old || version < organization.deltaFloor()) {
            throw new Refusal(
                    400,
                    "0x80044352",
                    "Version stamp associated with the client has expired. Please perform a full sync.");
        }
        return version;
    }

    private static long version(String token) {
        Matcher parts = TOKEN.matcher(token);
        if (!parts.matches()) {
            throw new Refusal(
                    400,
                    "0x80060888",
                    "Expected a delta token such as 919042!08/22/2017 08:10:44, found '%s'.".formatted(token));
        }
        return Long.parseLong(parts.group(1));
    }
}
