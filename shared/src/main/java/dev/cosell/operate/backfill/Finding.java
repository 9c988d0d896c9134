package dev.cosell.operate.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a walk found out about one referral or record.
 *
 * @param name of the deal, for people
 * @param records the CRM's records it may belong to; of a record itself, that one
 * @param evidence why, one sentence each; ids, no personal data
 * @param differences of two halves that would be linked, what becomes of each
 * @param queued whether a run has queued it
 * @param decided what a person decided; empty until then
 */
record Finding(
        Subject subject,
        Verdict verdict,
        String name,
        List<RecordRef> records,
        List<String> evidence,
        List<Difference> differences,
        boolean queued,
        String decided) {
    Finding {
        records = List.copyOf(records);
        evidence = List.copyOf(evidence);
        differences = List.copyOf(differences);
    }

    static Finding of(Subject subject, Verdict verdict, String name, List<RecordRef> records, List<String> evidence) {
        return new Finding(subject, verdict, name, records, evidence, List.of(), false, "");
    }

    Finding differing(List<Difference> in) {
        return new Finding(subject, verdict, name, records, evidence, in, queued, decided);
    }

    /** With these among its records. */
    Finding naming(List<RecordRef> more) {
        List<RecordRef> all =
                Stream.concat(records.stream(), more.stream()).distinct().toList();
        return new Finding(subject, verdict, name, all, evidence, differences, queued, decided);
    }

    Finding asQueued() {
        return new Finding(subject, verdict, name, records, evidence, differences, true, decided);
    }

    Finding decidedAs(String decision) {
        return new Finding(subject, verdict, name, records, evidence, differences, true, decision);
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("subject", subject.key())
                .put("verdict", verdict.name())
                .put("name", name)
                .put("queued", queued)
                .put("decided", decided);
        ArrayNode held = json.putArray("records");
        records.forEach(record -> held.add(record.toString()));
        ArrayNode why = json.putArray("evidence");
        evidence.forEach(why::add);
        ArrayNode apart = json.putArray("differences");
        differences.forEach(difference -> apart.add(difference.json()));
        return json;
    }

    /** As callers see it. */
    ObjectNode shown(Optional<String> phase) {
        ObjectNode shown = json().put("verdict", verdict.word());
        phase.ifPresent(now -> shown.put("phase", now));
        return shown;
    }

    static Finding of(JsonNode json) {
        List<RecordRef> records = new ArrayList<>();
        json.path("records").forEach(record -> records.add(RecordRef.parse(record.asText())));
        List<String> evidence = new ArrayList<>();
        json.path("evidence").forEach(why -> evidence.add(why.asText()));
        List<Difference> differences = new ArrayList<>();
        json.path("differences").forEach(difference -> differences.add(Difference.of(difference)));
        return new Finding(
                Subject.parse(json.path("subject").asText()),
                Verdict.valueOf(json.path("verdict").asText()),
                json.path("name").asText(),
                records,
                evidence,
                differences,
                json.path("queued").asBoolean(),
                json.path("decided").asText());
    }
}
