package dev.cosell.operate.share;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.operate.ProblemJson;
import dev.cosell.operate.Reply;
import dev.cosell.operate.WrittenId;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.KnownSolutions;
import dev.cosell.referral.Status;
import dev.cosell.sync.Links;
import dev.cosell.sync.Signposts;
import dev.cosell.sync.check.Validator;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.ReferralSnapshot;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Claims;
import dev.cosell.sync.port.Crm;
import dev.cosell.sync.port.PairStore;
import dev.cosell.sync.port.PartnerCenter;
import dev.cosell.sync.port.RecordPage;
import dev.cosell.sync.port.RecordQuery;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Says what is wrong with deals before anything is sent for them. Reads only, and writes nothing anywhere.
 *
 * <p>Calls: one to the CRM per request, and one more per process for its metadata; one to Partner Center only if it is
 * asked for a referral that has no record yet.
 */
public final class Validation {
    private static final int LARGEST_PAGE = 200;
    private static final int USUAL_PAGE = 50;

    private final Supplier<FieldMaps> maps;
    private final Crm crm;
    private final FilteredRecords records;
    private final Supplier<PartnerCenter> partnerCenter;
    private final Supplier<KnownSolutions> solutions;
    private final PairStore pairs;
    private final Claims claims;
    private final Links links;

    /** @param maps with what the CRM's metadata says, which may take a call */
    public Validation(
            Supplier<FieldMaps> maps,
            Crm crm,
            FilteredRecords records,
            Supplier<PartnerCenter> partnerCenter,
            Supplier<KnownSolutions> solutions,
            PairStore pairs,
            Claims claims,
            Links links) {
        this.maps = maps;
        this.crm = crm;
        this.records = records;
        this.partnerCenter = partnerCenter;
        this.solutions = solutions;
        this.pairs = pairs;
        this.claims = claims;
        this.links = links;
    }

    /**
     * Checks one record, one referral, or a page of records.
     *
     * @param request {@code {"recordId"}}, {@code {"referralId"}}, or {@code {"filter", "shared", "limit", "next"}} of
     *     which filter or shared must be given
     * @throws dev.cosell.problem.Failure {@code REQUEST_UNREADABLE} if it is none of these; {@code RECORD_GONE} or {@code
     *     REFERRAL_GONE} if there is none of this id
     */
    public Reply validate(JsonNode request) {
        List<String> given =
                request.properties().stream().map(Map.Entry::getKey).toList();
        if (given.equals(List.of("recordId"))) {
            FieldMap map = maps.get().deals();
            return Reply.of(
                    200,
                    record(records.named("recordId", request.path("recordId").asText(), map.table())));
        }
        if (given.equals(List.of("referralId"))) {
            return Reply.of(200, referral(referralId(request)));
        }
        boolean one = request.has("recordId") || request.has("referralId");
        if (!one && (request.has("filter") || request.has("shared"))) {
            return Reply.of(200, report(request));
        }
        throw unreadable("expected recordId alone, referralId alone, or filter and shared with limit and next, found "
                + (given.isEmpty() ? "none of them" : given));
    }

    private ObjectNode record(RecordRef record) {
        return item(record, crm.read(record));
    }

    private ObjectNode referral(String id) {
        Optional<Pair> pair = pair(Subject.referral(id));
        Optional<RecordRef> record = pair.flatMap(Pair::record);
        if (record.isPresent()) {
            return item(record.get(), crm.read(record.get()));
        }
        FieldMaps all = maps.get();
        Map<String, JsonNode> shown = ReferralSnapshot.of(
                        all.pointers(), partnerCenter.get().read(id))
                .values();
        List<Problem> problems = new Validator(all.deals(), solutions.get()).toReceive(shown, crm.currencies());
        ObjectNode item = JsonNodeFactory.instance.objectNode().put("referralId", id);
        pair.ifPresent(known -> item.put("pair", known.id().value()));
        return told(item, problems);
    }

    private ObjectNode report(JsonNode request) {
        RecordQuery query =
                new RecordQuery(maps.get().deals().table(), flag(request, "shared"), filter(request), limit(request));
        RecordPage page = records.page(
                "validate", query, Optional.ofNullable(request.path("next").asText(null)));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        Map<String, Integer> byProblem = new TreeMap<>();
        Map<String, Integer> byFixer = new TreeMap<>();
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        int valid = 0;
        int closed = 0;
        for (RecordPage.Entry entry : page.entries()) {
            ObjectNode item = item(entry.record(), entry.snapshot());
            items.add(item);
            if (item.path("closed").asBoolean()) {
                closed++;
                continue;
            }
            valid += item.path("valid").asBoolean() ? 1 : 0;
            count(item, "code", byProblem);
            count(item, "fixer", byFixer);
        }
        body.put("records", items.size())
                .put("valid", valid)
                .put("withProblems", items.size() - valid - closed)
                .put("closed", closed);
        byProblem.forEach(body.putObject("byProblem")::put);
        byFixer.forEach(body.putObject("byFixer")::put);
        body.set("items", items);
        page.next().ifPresent(next -> body.put("next", next));
        return body;
    }

    /** Of one record a problem counts once, however many fields have it. */
    private static void count(ObjectNode item, String member, Map<String, Integer> counts) {
        item.path("problems")
                .valueStream()
                .map(problem -> problem.path(member).asText())
                .distinct()
                .forEach(word -> counts.merge(word, 1, Integer::sum));
    }

    private ObjectNode item(RecordRef record, Snapshot shown) {
        FieldMap map = maps.get().of(Optional.of(record.table()));
        Map<String, JsonNode> values = shown.values();
        Optional<Pair> pair = pair(Subject.record(record));
        ObjectNode item = JsonNodeFactory.instance.objectNode().put("record", record.toString());
        map.field("name")
                .flatMap(field -> field.on(Side.CRM, values))
                .filter(name -> !name.isEmpty())
                .ifPresent(name -> item.put("name", name.toString()));
        item.put(
                "shared",
                Optional.ofNullable(values.get(map.columns().sync()))
                        .filter(JsonNode::asBoolean)
                        .isPresent());
        pair.ifPresent(known -> {
            item.put("pair", known.id().value()).put("phase", known.phase().name());
            known.referralId().ifPresent(id -> item.put("referralId", id));
        });
        Validator validator = new Validator(map, solutions.get());
        List<Problem> problems = pair.filter(known -> known.referralId().isPresent())
                .map(known -> Stream.concat(
                                validator
                                        .toKeep(
                                                values,
                                                status(map, known),
                                                known.microsoftReferralId().isPresent())
                                        .stream(),
                                standing(known))
                        .distinct()
                        .toList())
                .orElseGet(() -> validator.toShare(values));
        if (isOver(map, pair, values, problems)) {
            item.put("closed", true);
        }
        told(item, problems);
        warn(item, pair);
        Signposts more = pair.map(known -> Signposts.of(links, crm, known))
                .orElseGet(() -> new Signposts(links, Optional.empty(), crm.webAddress(record), Optional.empty()));
        ObjectNode addresses = item.putObject("links");
        more.referral().ifPresent(address -> addresses.put("referral", address));
        more.record().ifPresent(address -> addresses.put("record", address));
        more.timeline().ifPresent(address -> addresses.put("timeline", address));
        return item;
    }

    /** Closed deals are sent nothing more: whatever they lack, nobody has to mend it. */
    private static boolean isOver(
            FieldMap map, Optional<Pair> pair, Map<String, JsonNode> values, List<Problem> problems) {
        boolean referred = pair.flatMap(Pair::referralId).isPresent();
        return referred
                ? problems.stream().anyMatch(problem -> problem.code() == ProblemCode.REFERRAL_CLOSED)
                : map.status(Side.CRM, values).filter(Status::isClosed).isPresent();
    }

    /** What both sides keep apart for good: to know, and nothing to mend. */
    private void warn(ObjectNode item, Optional<Pair> pair) {
        ArrayNode warnings = item.putArray("warnings");
        pair.stream()
                .flatMap(known -> known.divergences().values().stream())
                .distinct()
                .forEach(problem -> warnings.add(ProblemJson.of(problem, links)));
    }

    /** What only the other side told: a record alone does not show it. */
    private static Stream<Problem> standing(Pair pair) {
        return Stream.concat(pair.problem().stream(), pair.held().values().stream())
                .filter(problem -> switch (problem.code()) {
                    case CONFLICT, PING_PONG, MASS_CLEAR, WRITE_NOT_KEPT, INVALID_VALUE, ILLEGAL_MOVE, NOT_CHANGEABLE ->
                        true;
                    case ORPHAN, CLAIMED_TWICE, CREATE_AMBIGUOUS, RECORD_GONE, REFERRAL_GONE -> true;
                    default -> false;
                });
    }

    private ObjectNode told(ObjectNode item, List<Problem> problems) {
        item.put("valid", problems.isEmpty());
        ArrayNode told = item.putArray("problems");
        problems.forEach(problem -> told.add(ProblemJson.of(problem, links)));
        return item;
    }

    private static Optional<Status> status(FieldMap map, Pair pair) {
        return map.status(Side.PARTNER_CENTER, pair.partnerCenter().seen());
    }

    private Optional<Pair> pair(Subject subject) {
        return claims.owner(Claim.of(subject))
                .flatMap(owner -> pairs.read(new PairId(owner)))
                .map(row -> row.value());
    }

    // --- The request ---

    private static String referralId(JsonNode request) {
        return WrittenId.of(request.path("referralId").asText(""))
                .filter(id -> id.table().isEmpty())
                .map(id -> id.id().toLowerCase(Locale.ROOT))
                .orElseThrow(() -> unreadable(
                        "expected referralId to be at most 100 letters, digits and hyphens, found another text"));
    }

    private Optional<String> filter(JsonNode request) {
        return request.has("filter")
                ? Optional.of(records.filter(request.path("filter").asText("")))
                : Optional.empty();
    }

    private static Optional<Boolean> flag(JsonNode request, String name) {
        JsonNode flag = request.path(name);
        if (flag.isMissingNode() || flag.isNull()) {
            return Optional.empty();
        }
        if (!flag.isBoolean()) {
            throw unreadable("expected " + name + " to be true or false, found something else");
        }
        return Optional.of(flag.asBoolean());
    }

    private static int limit(JsonNode request) {
        JsonNode limit = request.path("limit");
        if (limit.isMissingNode()) {
            return USUAL_PAGE;
        }
        if (!limit.isInt() || limit.asInt() < 1 || limit.asInt() > LARGEST_PAGE) {
            throw unreadable("expected limit to be a number from 1 to " + LARGEST_PAGE + ", found something else");
        }
        return limit.asInt();
    }

    private static RuntimeException unreadable(String detail) {
        return Problem.of(ProblemCode.REQUEST_UNREADABLE, detail).failure();
    }
}
