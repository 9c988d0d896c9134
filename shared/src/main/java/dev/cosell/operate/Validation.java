package dev.cosell.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.fieldmap.ValueType;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.KnownSolutions;
import dev.cosell.referral.Status;
import dev.cosell.sync.Claim;
import dev.cosell.sync.Claims;
import dev.cosell.sync.Crm;
import dev.cosell.sync.Links;
import dev.cosell.sync.Pair;
import dev.cosell.sync.PairId;
import dev.cosell.sync.PairStore;
import dev.cosell.sync.PartnerCenter;
import dev.cosell.sync.RecordPage;
import dev.cosell.sync.RecordQuery;
import dev.cosell.sync.RecordRef;
import dev.cosell.sync.ReferralSnapshot;
import dev.cosell.sync.Signposts;
import dev.cosell.sync.Snapshot;
import dev.cosell.sync.Subject;
import dev.cosell.sync.Validator;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
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
    private static final int LONGEST_FILTER = 2000;

    private final Supplier<FieldMaps> maps;
    private final Crm crm;
    private final Supplier<PartnerCenter> partnerCenter;
    private final Supplier<KnownSolutions> solutions;
    private final PairStore pairs;
    private final Claims claims;
    private final Links links;

    /** @param maps with what the CRM's metadata says, which may take a call */
    public Validation(
            Supplier<FieldMaps> maps,
            Crm crm,
            Supplier<PartnerCenter> partnerCenter,
            Supplier<KnownSolutions> solutions,
            PairStore pairs,
            Claims claims,
            Links links) {
        this.maps = maps;
        this.crm = crm;
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
     * @throws dev.cosell.problem.Failure {@code REQUEST_UNREADABLE} if it is none of these
     */
    public Reply validate(JsonNode request) {
        if (request.has("recordId")) {
            return Reply.of(200, record(recordId(request)));
        }
        if (request.has("referralId")) {
            return Reply.of(200, referral(referralId(request)));
        }
        if (request.has("filter") || request.has("shared")) {
            return Reply.of(200, report(request));
        }
        throw unreadable("expected recordId, referralId, or filter and shared, found none of them");
    }

    private ObjectNode record(String id) {
        RecordRef record = new RecordRef(maps.get().deals().table(), id);
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
        RecordPage page = crm.records(query, next(request));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        Map<String, Integer> byProblem = new TreeMap<>();
        Map<String, Integer> byFixer = new TreeMap<>();
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        int valid = 0;
        for (RecordPage.Entry entry : page.entries()) {
            ObjectNode item = item(entry.record(), entry.snapshot());
            items.add(item);
            valid += item.path("valid").asBoolean() ? 1 : 0;
            count(item, "code", byProblem);
            count(item, "fixer", byFixer);
        }
        body.put("records", items.size()).put("valid", valid).put("withProblems", items.size() - valid);
        byProblem.forEach(body.putObject("byProblem")::put);
        byFixer.forEach(body.putObject("byFixer")::put);
        body.set("items", items);
        page.next()
                .ifPresent(next -> body.put(
                        "next",
                        Base64.getUrlEncoder().withoutPadding().encodeToString(next.getBytes(StandardCharsets.UTF_8))));
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
        told(item, problems);
        Signposts more = pair.map(known -> Signposts.of(links, crm, known))
                .orElseGet(() -> new Signposts(links, Optional.empty(), crm.webAddress(record), Optional.empty()));
        ObjectNode addresses = item.putObject("links");
        more.referral().ifPresent(address -> addresses.put("referral", address));
        more.record().ifPresent(address -> addresses.put("record", address));
        more.timeline().ifPresent(address -> addresses.put("timeline", address));
        return item;
    }

    /** What only the other side told, and what both keep apart: a record alone does not show it. */
    private static Stream<Problem> standing(Pair pair) {
        return Stream.of(pair.problem().stream(), pair.held().values().stream(), pair.divergences().values().stream())
                .flatMap(problems -> problems)
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
        return map.fields().stream()
                .filter(field -> field.type() == ValueType.STATUS)
                .findFirst()
                .flatMap((Field field) ->
                        field.on(Side.PARTNER_CENTER, pair.partnerCenter().seen()))
                .flatMap(value -> value instanceof Value.Stage(Status status) ? Optional.of(status) : Optional.empty());
    }

    private Optional<Pair> pair(Subject subject) {
        return claims.owner(Claim.of(subject))
                .flatMap(owner -> pairs.read(new PairId(owner)))
                .map(row -> row.value());
    }

    // --- The request ---

    private static String recordId(JsonNode request) {
        String id = request.path("recordId").asText("").strip().toLowerCase(Locale.ROOT);
        if (!id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            throw unreadable("expected recordId to be a guid, found another text");
        }
        return id;
    }

    private static String referralId(JsonNode request) {
        String id = request.path("referralId").asText("").strip();
        if (!id.matches("[A-Za-z0-9-]{1,64}")) {
            throw unreadable("expected referralId to be at most 64 letters, digits and hyphens, found another text");
        }
        return id;
    }

    private static Optional<String> filter(JsonNode request) {
        String filter = request.path("filter").asText("").strip();
        if (filter.length() > LONGEST_FILTER || filter.chars().anyMatch(Character::isISOControl)) {
            throw unreadable("expected filter to be at most " + LONGEST_FILTER + " characters on one line, found "
                    + filter.length());
        }
        return Optional.of(filter).filter(text -> !text.isEmpty());
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

    private static Optional<String> next(JsonNode request) {
        if (!request.has("next")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new String(
                    Base64.getUrlDecoder().decode(request.path("next").asText()), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notOurs) {
            throw Problem.of(
                            ProblemCode.REQUEST_UNREADABLE,
                            "expected next to be what the page before gave, found another text")
                    .failure(notOurs);
        }
    }

    private static RuntimeException unreadable(String detail) {
        return Problem.of(ProblemCode.REQUEST_UNREADABLE, detail).failure();
    }
}
