package dev.cosell.operate.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.operate.Reply;
import dev.cosell.operate.RequestWord;
import dev.cosell.operate.share.FilteredRecords;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.Page;
import dev.cosell.store.PairDirectory;
import dev.cosell.store.PairSummary;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Inbox;
import dev.cosell.sync.port.RecordPage;
import dev.cosell.sync.port.RecordQuery;
import java.util.List;
import java.util.Optional;

/** Brings many deals in step at once, chosen by phase, by problem, or by a condition in the CRM's own words. */
public final class Resync {
    private static final int PAGE = 200;

    private record Found(List<Subject> subjects, Optional<String> next) {}

    private final List<String> tables;
    private final PairDirectory directory;
    private final FilteredRecords records;
    private final Inbox inbox;

    /** @param tables whose records a condition may be about; the first is meant where none is named */
    public Resync(List<String> tables, PairDirectory directory, FilteredRecords records, Inbox inbox) {
        this.tables = List.copyOf(tables);
        this.directory = directory;
        this.records = records;
        this.inbox = inbox;
    }

    /**
     * Queues a sync of both sides for a page of deals.
     *
     * @param request {@code {"phase": ...}}, {@code {"problem": ...}}, or {@code {"filter": ...}} with the {@code table} it
     *     is about, by default that of the deals; {@code preview} queues nothing; {@code force} lets a mass clear through;
     *     {@code next} of the answer before
     * @return 202 with how many were queued, 200 for a preview; {@code next} if there are more
     * @throws dev.cosell.problem.Failure {@code REQUEST_UNREADABLE} unless exactly one way of choosing is given, and for a
     *     {@code next} of another list
     */
    public Reply resync(JsonNode request) {
        boolean preview = request.path("preview").asBoolean(false);
        Found found = find(request);
        if (!preview) {
            String cause = request.path("force").asBoolean(false) ? Causes.SYNC_NOW_FORCED : Causes.SYNC_NOW;
            found.subjects().forEach(subject -> inbox.accept(subject, cause));
        }
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("preview", preview)
                .put("deals", found.subjects().size());
        ArrayNode subjects = body.putArray("subjects");
        found.subjects().forEach(subject -> subjects.add(subject.key()));
        found.next().ifPresent(next -> body.put("next", next));
        return Reply.of(preview ? 200 : 202, body);
    }

    private Found find(JsonNode request) {
        List<String> ways = List.of("phase", "problem", "filter").stream()
                .filter(request::has)
                .toList();
        if (ways.size() != 1) {
            throw unreadable("exactly one of phase, problem and filter", ways.isEmpty() ? "none" : ways.toString());
        }
        if (request.has("table") && !request.has("filter")) {
            throw unreadable("a table only together with a filter, which is about it", "a table with " + ways);
        }
        Optional<String> next = Optional.ofNullable(request.path("next").asText(null));
        String value = request.path(ways.getFirst()).asText();
        return switch (ways.getFirst()) {
            case "phase" -> pairs(directory.inPhase(Optional.of(RequestWord.phase(value)), next, PAGE));
            case "problem" -> pairs(directory.withProblem(RequestWord.problem(value), next, PAGE));
            default -> records(table(request), records.filter(value), next);
        };
    }

    private static Found pairs(Page<PairSummary> page) {
        List<Subject> subjects = page.items().stream()
                .flatMap(pair -> Subject.of(pair.record(), pair.referralId()).stream())
                .toList();
        return new Found(subjects, page.next());
    }

    private String table(JsonNode request) {
        String wanted = request.path("table").asText(tables.getFirst());
        return tables.stream()
                .filter(wanted::equals)
                .findFirst()
                .orElseThrow(() -> unreadable("a table of " + tables, "another word"));
    }

    private Found records(String table, String filter, Optional<String> next) {
        RecordQuery query = new RecordQuery(table, Optional.of(true), Optional.of(filter), PAGE);
        RecordPage page = records.page("resync", query, next);
        return new Found(
                page.entries().stream()
                        .map(entry -> Subject.record(entry.record()))
                        .toList(),
                page.next());
    }

    private static RuntimeException unreadable(String expected, String found) {
        return Problem.of(ProblemCode.REQUEST_UNREADABLE, "expected " + expected + ", found " + found)
                .failure();
    }
}
