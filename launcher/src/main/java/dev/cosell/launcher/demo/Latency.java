package dev.cosell.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.launcher.crm.CrmSandbox;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How long it took from a webhook's arrival to the record's write, by the books of both sides: the moment the webhook was
 * sent, and the moment the CRM had carried out the write.
 */
public final class Latency {
    private record Change(String referralId, String recordId, Instant since) {}

    private final List<Change> changes = new ArrayList<>();

    /** Notes that something happened to a referral at this moment and must reach the record. */
    void expect(String referralId, String recordId, Instant since) {
        changes.add(new Change(referralId, recordId, since));
    }

    /** The measured times, shortest first; a change whose write cannot be told is left out. */
    List<Duration> measure(Sides sides) {
        List<JsonNode> deliveries = sides.deliveries("webhooks");
        List<CrmSandbox.Write> writes = sides.crm().writes();
        return changes.stream()
                .map(change -> one(change, deliveries, writes))
                .flatMap(Optional::stream)
                .sorted()
                .toList();
    }

    /** The value below which this part of the sorted times lies. */
    static Duration percentile(List<Duration> sorted, int percent) {
        if (sorted.isEmpty()) {
            return Duration.ZERO;
        }
        int index = (int) Math.ceil(sorted.size() * percent / 100.0) - 1;
        return sorted.get(Math.max(0, index));
    }

    private static Optional<Duration> one(Change change, List<JsonNode> deliveries, List<CrmSandbox.Write> writes) {
        Optional<Instant> received = deliveries.stream()
                .filter(delivery -> delivery.path("subject").asText().equals(change.referralId()))
                .map(delivery -> delivery.at("/attempts/0/sentAt").asText())
                .filter(sentAt -> !sentAt.isEmpty())
                .map(Instant::parse)
                .filter(sentAt -> !sentAt.isBefore(change.since()))
                .min(Comparator.naturalOrder());
        return received.flatMap(sentAt -> writes.stream()
                .filter(write -> write.record().equals(change.recordId()))
                .map(CrmSandbox.Write::at)
                .filter(at -> !at.isBefore(sentAt))
                .min(Comparator.naturalOrder())
                .map(at -> Duration.between(sentAt, at)));
    }
}
