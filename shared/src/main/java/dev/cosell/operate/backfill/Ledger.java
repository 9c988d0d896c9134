package dev.cosell.operate.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.port.KeptState;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The job and the latest report, in one row that is only written as it was read. */
final class Ledger {
    private static final int TRIES = 10;

    /**
     * What the row holds.
     *
     * @param report the latest finished dry run; none once another walk clears what it found
     */
    record Page(Optional<Job> job, Optional<Job> report) {
        Page with(Job now) {
            Optional<Job> stands = report.filter(last -> last.walk().equals(now.walk()));
            return new Page(Optional.of(now), now.isReport() ? Optional.of(now) : stands);
        }

        ObjectNode json() {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            job.ifPresent(now -> json.set("job", now.json()));
            report.ifPresent(last -> json.set("report", last.json()));
            return json;
        }

        static Page of(JsonNode json) {
            return new Page(read(json, "job"), read(json, "report"));
        }

        private static Optional<Job> read(JsonNode json, String member) {
            return json.has(member) ? Optional.of(Job.of(json.path(member))) : Optional.empty();
        }
    }

    private final KeptState row;

    Ledger(KeptState row) {
        this.row = row;
    }

    Optional<Stored<JsonNode>> read() {
        return row.read();
    }

    static Page page(Optional<Stored<JsonNode>> stored) {
        return stored.map(found -> Page.of(found.value())).orElse(new Page(Optional.empty(), Optional.empty()));
    }

    /** Writes the job beside the report that is there; nothing if somebody else wrote first. */
    Optional<Stored<JsonNode>> write(Optional<Stored<JsonNode>> was, Job job) {
        return row.write(was, page(was).with(job).json());
    }

    /** Changes what is there now, however often others do at the same time. */
    Page change(UnaryOperator<Page> change) {
        for (int i = 0; i < TRIES; i++) {
            Optional<Stored<JsonNode>> was = row.read();
            Page next = change.apply(page(was));
            if (row.write(was, next.json()).isPresent()) {
                return next;
            }
        }
        throw Problem.of(
                        ProblemCode.STORAGE_UNAVAILABLE,
                        "expected to store the request, found it changed " + TRIES + " times meanwhile")
                .failure();
    }
}
