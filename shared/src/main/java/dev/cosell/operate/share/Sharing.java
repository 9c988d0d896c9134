package dev.cosell.operate.share;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.operate.ProblemJson;
import dev.cosell.operate.Reply;
import dev.cosell.operate.RequestWord;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.Links;
import dev.cosell.sync.check.Shareable;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Claims;
import dev.cosell.sync.port.Inbox;
import dev.cosell.sync.port.RecordPage;
import dev.cosell.sync.port.RecordQuery;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What could be shared and is not, and sharing many records at once. Reads the CRM; of Partner Center it asks nothing. */
public final class Sharing {
    private static final int LARGEST_PAGE = 200;
    private static final int PAGE = 100;
    /** Between two records of a bulk share: Partner Center's writes are the scarce ones, and sellers go on working. */
    private static final Duration APART = Duration.ofSeconds(1);

    /** What would come of sharing a record. */
    private enum Prospect {
        SHARE("share"),
        WAIT_FOR_APPROVAL("waitForApproval"),
        HOLD("hold"),
        ALREADY_SHARED("alreadyShared"),
        CLOSED("closed");

        private final String word;

        Prospect(String word) {
            this.word = word;
        }

        /** Whether it is queued; the others are left alone. */
        boolean asksForSharing() {
            return this == SHARE || this == WAIT_FOR_APPROVAL || this == HOLD;
        }
    }

    private final FieldMap map;
    private final FilteredRecords records;
    private final Claims claims;
    private final Inbox inbox;
    private final Links links;
    private final boolean approval;

    /** @param approval whether what is shared waits for approval first */
    public Sharing(FieldMap map, FilteredRecords records, Claims claims, Inbox inbox, Links links, boolean approval) {
        this.map = map;
        this.records = records;
        this.claims = claims;
        this.inbox = inbox;
        this.links = links;
        this.approval = approval;
    }

    /**
     * Open records whose switch is off: those that could be shared as they are, and what the others lack. One call to the
     * CRM a page; a page may hold fewer than asked for, or none, and yet have a next one.
     *
     * @param filter further condition in the CRM's own words, or empty for all
     * @param limit 1 to 200
     * @param token of the page before, or empty
     */
    public Reply eligible(Optional<String> filter, Optional<String> limit, Optional<String> token) {
        RecordQuery query = new RecordQuery(
                map.table(), Optional.of(false), filter.map(records::filter), RequestWord.pageSize(limit));
        RecordPage page = records.page("eligible", query, token);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode items = body.putArray("items");
        page.entries().stream()
                .map(entry -> Shareable.of(map, entry))
                .filter(record -> record.open() && !record.shared())
                .forEach(record -> items.add(described(record).put("ready", record.isReady())));
        page.next().ifPresent(next -> body.put("next", next));
        return Reply.of(200, body);
    }

    /**
     * Shares one record, as if the seller had switched its sync on, or those that match a filter; with {@code preview}
     * nothing is written. One call to the CRM.
     *
     * @param request {@code {"recordId", "preview"}} or {@code {"filter", "preview", "limit", "next"}}
     * @throws dev.cosell.problem.Failure {@code REQUEST_UNREADABLE}; {@code RECORD_GONE} if there is no such record
     */
    public Reply share(JsonNode request) {
        boolean preview = request.path("preview").asBoolean(false);
        if (request.has("recordId")) {
            return shareOne(request, preview);
        }
        if (!request.has("filter")) {
            throw Problem.of(ProblemCode.REQUEST_UNREADABLE, "expected recordId or filter, found neither")
                    .failure();
        }
        String filter = records.filter(request.path("filter").asText(""));
        RecordQuery query = new RecordQuery(map.table(), Optional.empty(), Optional.of(filter), size(request));
        RecordPage page = records.page(
                "share", query, Optional.ofNullable(request.path("next").asText(null)));
        ObjectNode body = body(page.entries(), preview);
        page.next().ifPresent(next -> body.put("next", next));
        return Reply.of(preview ? 200 : 202, body);
    }

    private Reply shareOne(JsonNode request, boolean preview) {
        List<String> ofAList =
                Stream.of("filter", "limit", "next").filter(request::has).toList();
        if (!ofAList.isEmpty()) {
            throw Problem.of(
                            ProblemCode.REQUEST_UNREADABLE,
                            "expected recordId or a filter, found recordId and " + ofAList)
                    .failure();
        }
        RecordRef record = records.named("recordId", request.path("recordId").asText(), map.table());
        // A pair would stand for what does not exist: so it is looked for before anything is promised.
        RecordPage.Entry entry = records.one(record);
        if (preview) {
            return Reply.of(200, body(List.of(entry), true));
        }
        inbox.accept(Subject.record(record), Causes.SHARE);
        return Reply.accepted(record.id());
    }

    private ObjectNode body(List<RecordPage.Entry> entries, boolean preview) {
        Map<Prospect, Integer> counts = new LinkedHashMap<>();
        for (Prospect prospect : Prospect.values()) {
            counts.put(prospect, 0);
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("preview", preview);
        ObjectNode counted = body.putObject("counts");
        ArrayNode items = body.putArray("items");
        int queued = 0;
        for (RecordPage.Entry entry : entries) {
            Shareable record = Shareable.of(map, entry);
            Prospect prospect = prospect(record);
            counts.merge(prospect, 1, Integer::sum);
            items.add(described(record).put("would", prospect.word));
            if (!preview && prospect.asksForSharing()) {
                inbox.accept(Subject.record(record.record()), Causes.SHARE, APART.multipliedBy(queued++));
            }
        }
        counts.forEach((prospect, count) -> counted.put(prospect.word, count));
        if (!preview) {
            body.put("queued", queued)
                    .put("doneAfterSeconds", APART.multipliedBy(queued).toSeconds());
        }
        return body;
    }

    private Prospect prospect(Shareable record) {
        if (record.shared()) {
            return Prospect.ALREADY_SHARED;
        }
        if (!record.open()) {
            return Prospect.CLOSED;
        }
        if (!record.problems().isEmpty()) {
            return Prospect.HOLD;
        }
        return approval ? Prospect.WAIT_FOR_APPROVAL : Prospect.SHARE;
    }

    /** A pair is named if there is one: then somebody turned the switch off, or sharing is on its way. */
    private ObjectNode described(Shareable record) {
        ObjectNode item = JsonNodeFactory.instance.objectNode();
        item.put("record", record.record().toString()).put("name", record.name());
        if (!record.shared()) {
            claims.owner(Claim.of(Subject.record(record.record()))).ifPresent(pair -> item.put("pair", pair));
            ArrayNode problems = item.putArray("problems");
            record.problems().forEach(problem -> problems.add(ProblemJson.of(problem, links)));
        }
        return item;
    }

    private static int size(JsonNode request) {
        JsonNode limit = request.path("limit");
        if (limit.isMissingNode()) {
            return PAGE;
        }
        if (!limit.isInt() || limit.asInt() < 1 || limit.asInt() > LARGEST_PAGE) {
            throw Problem.of(
                            ProblemCode.REQUEST_UNREADABLE,
                            "expected limit to be a number from 1 to " + LARGEST_PAGE + ", found something else")
                    .failure();
        }
        return limit.asInt();
    }
}
