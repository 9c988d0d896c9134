package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.Response;
import dev.cosell.sandbox.salesforce.Database.Stored;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What was saved, and what was deleted, between two moments: {@code sobjects/Lead/updated} and {@code /deleted}. */
final class Replication {
    private static final Duration UPDATED_KEPT = Duration.ofDays(30);

    private final Organization organization;

    Replication(Organization organization) {
        this.organization = organization;
    }

    private record Span(Instant from, Instant to) {
        boolean contains(Instant moment) {
            return !moment.isBefore(from) && moment.isBefore(to);
        }
    }

    Response updated(Call call, ObjectType type) {
        Span span = span(call, UPDATED_KEPT);
        ObjectNode body = Json.object();
        ArrayNode ids = body.putArray("ids");
        within(span, organization.data().live(type.name())).forEach(row -> ids.add(row.id()));
        body.put("latestDateCovered", Moments.show(covered(span)));
        return Json.response(200, body);
    }

    Response deleted(Call call, ObjectType type) {
        Span span = span(call, RecycleBin.KEPT);
        ObjectNode body = Json.object();
        ArrayNode records = body.putArray("deletedRecords");
        List<Stored> binned = organization.data().withDeleted(type.name()).stream()
                .filter(Stored::deleted)
                .toList();
        within(span, binned)
                .forEach(row -> records.addObject().put("id", row.id()).put("deletedDate", row.text("SystemModstamp")));
        body.put("earliestDateAvailable", Moments.show(organization.now().minus(RecycleBin.KEPT)));
        body.put("latestDateCovered", Moments.show(covered(span)));
        return Json.response(200, body);
    }

    private static List<Stored> within(Span span, List<Stored> rows) {
        return rows.stream()
                .filter(row ->
                        span.contains(Moments.read(row.text("SystemModstamp")).orElseThrow()))
                .toList();
    }

    private Instant covered(Span span) {
        Instant now = organization.now().truncatedTo(ChronoUnit.MINUTES);
        return span.to().isBefore(now) ? span.to() : now;
    }

    /** Seconds do not count. */
    private Span span(Call call, Duration kept) {
        Instant from = moment(call, "start");
        Instant to = moment(call, "end");
        if (!from.isBefore(to)) {
            throw Refusal.of(400, "INVALID_REPLICATION_DATE", "startDate must chronologically precede endDate");
        }
        if (from.isBefore(organization.now().minus(kept))) {
            throw Refusal.of(
                    400,
                    "INVALID_REPLICATION_DATE",
                    "startDate cannot be more than %d days ago".formatted(kept.toDays()));
        }
        return new Span(from, to);
    }

    private static Instant moment(Call call, String parameter) {
        String text = call.query().getOrDefault(parameter, "");
        return Moments.read(text)
                .orElseThrow(() -> Refusal.of(
                        400, "INVALID_REPLICATION_DATE", "%s is not a valid date: '%s'".formatted(parameter, text)))
                .truncatedTo(ChronoUnit.MINUTES);
    }
}
