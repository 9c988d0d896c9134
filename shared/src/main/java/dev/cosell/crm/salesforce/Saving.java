package dev.cosell.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.crm.Telling;
import dev.cosell.problem.Failure;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.port.Written;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Saves records of an object. What belongs together (a record, its solutions, and the reading back of both) is one composite
 * call, so it is all there or nothing is. Only of more solutions than such a call takes, the last ones follow.
 */
final class Saving {
    /** Beside the record, its switch and the reading back. */
    private static final int MOST_SOLUTIONS = Composite.MOST_PARTS - 3;

    private final RestApi api;
    private final Composite composite;
    private final MappedObject object;
    private final RecordNames names;
    private final RowReader reader;
    private final RowWriter writer;
    private final SolutionRows solutionRows;

    Saving(
            RestApi api,
            MappedObject object,
            RecordNames names,
            RowReader reader,
            RowWriter writer,
            SolutionRows solutionRows) {
        this.api = api;
        this.composite = new Composite(api);
        this.object = object;
        this.names = names;
        this.reader = reader;
        this.writer = writer;
        this.solutionRows = solutionRows;
    }

    /**
     * Makes a record by its external id, which must be free: an upsert would write to a record that is there. A record with
     * solutions is switched on after them, for Microsoft's package has a rule against sharing without any. Two calls, and one
     * if it has solutions.
     *
     * @param name from {@link RecordNames#ofNew}
     */
    Written create(RecordRef name, Optional<RecordRef> customer, Map<String, JsonNode> values, Instant now) {
        String sync = object.map().columns().sync();
        ObjectNode row = payload(values, () -> "", now);
        customer.ifPresent(account -> row.put(lookup(), account.id()));
        row.remove(List.of(object.map().columns().referralId(), MappedObject.ID));
        List<Composite.Part> solutions = solutions(Composite.ID_OF_FIRST, names.referral(name), List.of(), values);
        List<Composite.Part> parts = new ArrayList<>();
        parts.add(Composite.Part.write("PATCH", names.pathOfNew(name), row));
        if (solutions.isEmpty()) {
            row.put(sync, true);
        } else {
            parts.addAll(first(solutions));
            parts.add(Composite.Part.write(
                    "PATCH",
                    "sobjects/" + object.name() + "/" + Composite.ID_OF_FIRST,
                    RestApi.JSON.createObjectNode().put(sync, true)));
        }
        Composite.Answers answers = composite.send(parts);
        if (answers.answers().getFirst().status() == 300) {
            throw names.several(name).failure();
        }
        answers.refused().ifPresent(refused -> {
            throw composite.problem(refused).failure();
        });
        if (answers.answers().getFirst().status() != 201) {
            return new Written.Stale();
        }
        return new Written.Done(committed(() -> {
            JsonNode made = api.body(answers.answers().getFirst(), "POST", "composite");
            RecordRef record = new RecordRef(
                    object.name(), SalesforceId.ofMade(made.path("id").asText()));
            return reader.own(whole(record, present(record), values, solutions.size()));
        }));
    }

    /** Compared first; then written under a condition, and read back. Two calls, and one if solutions are added. */
    Written update(RecordRef record, String version, Map<String, JsonNode> values, Instant now) {
        JsonNode there = present(record);
        if (!reader.version(there).equals(version)) {
            return new Written.Stale();
        }
        ObjectNode row = payload(values, () -> audit(there), now);
        List<Composite.Part> solutions = solutions(record.id(), record.id(), reader.solutionRows(there), values);
        List<Composite.Part> parts = new ArrayList<>();
        if (!row.isEmpty()) {
            parts.add(new Composite.Part(
                    "PATCH", names.path(record), RowVersion.unmodifiedSince(version), Optional.of(row)));
        }
        parts.addAll(first(solutions));
        if (parts.isEmpty()) {
            return new Written.Done(reader.own(there));
        }
        Optional<JsonNode> shown = save(record, parts);
        return shown.isEmpty()
                ? new Written.Stale()
                : new Written.Done(committed(() -> reader.own(whole(record, shown.get(), values, solutions.size()))));
    }

    /** The connector's own columns, whatever the version. One call, and one if a line is added to the audit text. */
    Optional<Snapshot> tell(RecordRef record, Map<String, JsonNode> columns, Instant now) {
        Telling telling = object.telling();
        Map<String, JsonNode> existing = telling.existing(columns);
        if (existing.isEmpty()) {
            return Optional.empty();
        }
        String earlier = telling.addsLine(existing) ? audit(present(record)) : "";
        ObjectNode row = writer.payload(telling.fitting(existing, earlier, now));
        return save(record, List.of(Composite.Part.write("PATCH", names.path(record), row)))
                .map(reader::own);
    }

    /** @return what the record shows now; nothing if somebody was faster, and nothing was written */
    private Optional<JsonNode> save(RecordRef record, List<Composite.Part> parts) {
        List<Composite.Part> all = new ArrayList<>(parts);
        all.add(Composite.Part.query(reader.ownQuery(names.condition(record))));
        Composite.Answers answers = composite.send(all);
        Optional<Composite.Refused> refused = answers.refused();
        if (refused.filter(Saving::isOvertaken).isPresent()) {
            return Optional.empty();
        }
        refused.ifPresent(part -> {
            throw composite.problem(part).failure();
        });
        return Optional.of(committed(() ->
                shown(api.body(answers.answers().getLast(), "POST", "composite").path("records"))));
    }

    /** Somebody was faster: the record was saved, or the solution that was to be taken away is gone. */
    private static boolean isOvertaken(Composite.Refused refused) {
        return refused.error().stale()
                || refused.part().method().equals("DELETE") && refused.error().gone();
    }

    /**
     * The record with all its solutions: those that the first call had no room for are written now.
     *
     * @param shown by the record after that call
     * @param solutions how many rows were to be added or taken away in all
     */
    private JsonNode whole(RecordRef record, JsonNode shown, Map<String, JsonNode> values, int solutions) {
        JsonNode row = shown;
        for (int left = solutions - MOST_SOLUTIONS; left > 0; left -= MOST_SOLUTIONS) {
            List<Composite.Part> rest = solutions(record.id(), record.id(), reader.solutionRows(row), values);
            if (!rest.isEmpty()) {
                row = save(record, first(rest)).orElseGet(() -> present(record));
            }
        }
        return row;
    }

    private static List<Composite.Part> first(List<Composite.Part> solutions) {
        return solutions.subList(0, Math.min(solutions.size(), MOST_SOLUTIONS));
    }

    private List<Composite.Part> solutions(String deal, String key, List<JsonNode> rows, Map<String, JsonNode> values) {
        return object.solutions()
                .filter(values::containsKey)
                .map(column -> solutionRows.changes(deal, key, rows, values.get(column)))
                .orElse(List.of());
    }

    /** @param earlierAudit gives the audit text as it is; asked only if a line is added to it */
    private ObjectNode payload(Map<String, JsonNode> values, Supplier<String> earlierAudit, Instant now) {
        Map<String, JsonNode> columns = new LinkedHashMap<>(values);
        columns.remove(MappedObject.ID);
        return writer.payload(object.telling().alongside(columns, earlierAudit, now));
    }

    /** One call. */
    private JsonNode present(RecordRef record) {
        return shown(api.query(reader.ownQuery(names.condition(record))));
    }

    private JsonNode shown(Iterable<JsonNode> rows) {
        for (JsonNode row : rows) {
            return row;
        }
        throw names.gone().failure();
    }

    private String audit(JsonNode row) {
        JsonNode text = row.path(object.map().columns().told().audit());
        return text.isNull() ? "" : text.asText();
    }

    private String lookup() {
        return object.map()
                .customerLookup()
                .orElseThrow(() -> new IllegalArgumentException(object.name() + " has no lookup to a customer"));
    }

    /** What follows a write that arrived: if it fails, the caller must not take the write for undone. */
    private static <T> T committed(Supplier<T> following) {
        try {
            return following.get();
        } catch (Failure failure) {
            throw failure.problem().withOutcomeUnknown().failure(failure);
        }
    }
}
