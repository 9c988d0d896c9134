package dev.cosell.operate.deal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.operate.ProblemJson;
import dev.cosell.operate.Reply;
import dev.cosell.operate.RequestWord;
import dev.cosell.operate.WrittenId;
import dev.cosell.operate.console.PossibleActions;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Milestones;
import dev.cosell.store.Page;
import dev.cosell.store.PairDirectory;
import dev.cosell.store.PairSummary;
import dev.cosell.sync.Links;
import dev.cosell.sync.Signposts;
import dev.cosell.sync.Telling;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.RefusedCall;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Claims;
import dev.cosell.sync.port.Inbox;
import dev.cosell.sync.port.PairStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What people ask about deals: which there are, what happened to one, and to bring one in step now. */
public final class Referrals {
    /** As long as Partner Center waits for an answer. */
    private static final int ANSWER_DAYS = 14;

    private static final int LONGEST_NAME = 100;

    /**
     * Which pairs to list, in one way at most; all without any.
     *
     * @param phase name of a {@link Phase} in any case
     * @param problem code of a problem in any case: a page may have fewer pairs than its limit
     * @param expiresWithinDays 0 to 14: those whose referral expires so soon unless somebody answers it
     * @param name 1 to 100 characters: those whose name, or whose customer's, has words that begin with its words
     */
    public record Choice(
            Optional<String> phase,
            Optional<String> problem,
            Optional<String> expiresWithinDays,
            Optional<String> name) {
        private long ways() {
            return Stream.of(phase, problem, expiresWithinDays, name)
                    .filter(Optional::isPresent)
                    .count();
        }
    }

    private final FieldMaps maps;
    private final PairStore pairs;
    private final PairDirectory directory;
    private final Claims claims;
    private final Inbox inbox;
    private final InstantSource clock;
    private final Function<Pair, Signposts> signposts;
    private final RecordIds ids;

    /**
     * Nobody knows any address, and records go by the id they were claimed under.
     *
     * @param clock the storage server's
     */
    public Referrals(
            FieldMaps maps, PairStore pairs, PairDirectory directory, Claims claims, Inbox inbox, InstantSource clock) {
        this(maps, pairs, directory, claims, inbox, clock, pair -> Signposts.NONE, RecordIds.NONE);
    }

    /**
     * With all that people are to be shown.
     *
     * @param signposts where people find more about a deal
     * @param ids in whatever form people write them
     */
    public Referrals(
            FieldMaps maps,
            PairStore pairs,
            PairDirectory directory,
            Claims claims,
            Inbox inbox,
            InstantSource clock,
            Function<Pair, Signposts> signposts,
            RecordIds ids) {
        this.signposts = signposts;
        this.ids = ids;
        this.maps = maps;
        this.pairs = pairs;
        this.directory = directory;
        this.claims = claims;
        this.inbox = inbox;
        this.clock = clock;
    }

    /**
     * A page of pairs.
     *
     * @param by which of them
     * @param limit 1 to 200
     * @param token of the page before, or empty
     * @throws dev.cosell.problem.Failure {@code REQUEST_UNREADABLE} for more than one way of choosing
     */
    public Reply list(Choice by, Optional<String> limit, Optional<String> token) {
        if (by.ways() > 1) {
            throw Problem.of(
                            ProblemCode.REQUEST_UNREADABLE,
                            "expected one of phase, problem, expiresWithinDays and name, found " + by.ways()
                                    + " of them")
                    .failure();
        }
        if (by.name().isPresent()) {
            return page(directory.named(name(by.name().get()), token, RequestWord.pageSize(limit)));
        }
        if (by.expiresWithinDays().isPresent()) {
            return unanswered(by.expiresWithinDays().get(), limit, token);
        }
        return page(
                by.problem().isPresent()
                        ? directory.withProblem(
                                RequestWord.problem(by.problem().get()), token, RequestWord.pageSize(limit))
                        : directory.inPhase(by.phase().map(RequestWord::phase), token, RequestWord.pageSize(limit)));
    }

    private static Reply page(Page<PairSummary> page) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode items = body.putArray("items");
        page.items().forEach(pair -> items.add(summary(pair)));
        page.next().ifPresent(next -> body.put("next", next));
        return Reply.of(200, body);
    }

    private static String name(String text) {
        if (text.length() > LONGEST_NAME) {
            throw Problem.of(
                            ProblemCode.REQUEST_UNREADABLE,
                            "expected name to have at most " + LONGEST_NAME + " characters, found " + text.length())
                    .failure();
        }
        return text;
    }

    private Reply unanswered(String days, Optional<String> limit, Optional<String> token) {
        if (!days.matches("[0-9]{1,2}") || Integer.parseInt(days) > ANSWER_DAYS) {
            throw Problem.of(
                            ProblemCode.REQUEST_UNREADABLE,
                            "expected expiresWithinDays to be a number from 0 to " + ANSWER_DAYS
                                    + ", found something else")
                    .failure();
        }
        Instant before = clock.instant().plus(Duration.ofDays(Integer.parseInt(days)));
        return page(directory.unanswered(before, token, RequestWord.pageSize(limit)));
    }

    /** How many pairs are in each phase, counted as far as one transaction per phase can. */
    public Reply counts() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        directory
                .counts(PairDirectory.COUNTED)
                .forEach((phase, count) ->
                        body.putObject(phase.name()).put("pairs", count.pairs()).put("orMore", count.orMore()));
        return Reply.of(200, body);
    }

    /**
     * One pair with both sides field by field and its timeline.
     *
     * @param id of the pair, the referral or the record
     */
    public Reply show(String id) {
        Pair pair = find(id);
        FieldMap map = maps.of(pair.record().map(RecordRef::table));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("pair", pair.id().value()).put("phase", pair.phase().name());
        pair.label().name().ifPresent(name -> body.put("name", name));
        pair.label().customer().ifPresent(customer -> body.put("customer", customer));
        pair.referralId().ifPresent(value -> body.put("referralId", value));
        pair.engagementId().ifPresent(value -> body.put("engagementId", value));
        pair.microsoftReferralId().ifPresent(value -> body.put("microsoftReferralId", value));
        pair.record().ifPresent(value -> body.put("record", value.toString()));
        pair.deadlines().answerBy().ifPresent(end -> body.put("answerBy", end.toString()));
        pair.deadlines().closeAt().ifPresent(at -> body.put("closeAt", at.toString()));
        Signposts more = signposts.apply(pair);
        Milestones milestones = Milestones.of(pair.partnerCenter().seen());
        body.put("status", Telling.status(pair, milestones)).put("working", pair.leasedAt(clock.instant()));
        milestones.closingReason().ifPresent(reason -> body.put("closingReason", reason));
        pair.problem().ifPresent(problem -> body.set("problem", ProblemJson.of(problem, more.links())));
        ArrayNode problems = body.putArray("problems");
        Telling.problems(pair).forEach(problem -> problems.add(ProblemJson.of(problem, more.links())));
        Kinds.of(pair).ifPresent(kind -> body.put("kind", kind.label()));
        Kinds.registration(pair).ifPresent(registration -> body.set("registration", registration));
        ArrayNode warnings = body.putArray("warnings");
        pair.divergences().forEach((about, problem) -> {
            if (!map.groups().containsKey(about)) {
                warnings.add(ProblemJson.of(problem, more.links()));
            }
        });
        ArrayNode fields = body.putArray("fields");
        map.groups().values().stream()
                .flatMap(List::stream)
                .map(field -> field(field, pair, more.links()))
                .filter(field -> field.size() > 1)
                .forEach(fields::add);
        ArrayNode paused = body.putArray("paused");
        map.paused().forEach(field -> paused.add(field.name()));
        PossibleActions.of(pair).forEach(body.withArray("possible")::add);
        ArrayNode requests = body.putArray("requests");
        pair.commands().forEach(command -> requests.add(request(command)));
        timeline(pair.id(), more, body);
        return Reply.of(200, body);
    }

    /**
     * Queues a sync of both sides.
     *
     * @param id of the pair, the referral or the record
     * @param force lets a mass clear through
     */
    public Reply syncNow(String id, boolean force) {
        Pair pair = find(id);
        Subject subject = Subject.of(pair.record(), pair.referralId()).orElseThrow(() -> notFound(id));
        inbox.accept(subject, force ? Causes.SYNC_NOW_FORCED : Causes.SYNC_NOW);
        return Reply.accepted(pair.id().value());
    }

    private void timeline(PairId id, Signposts more, ObjectNode body) {
        LatestEntries latest = LatestEntries.of(directory, id);
        body.put("earlier", latest.earlier());
        ArrayNode timeline = body.putArray("timeline");
        latest.entries().forEach(entry -> timeline.add(entry(entry, more)));
    }

    /**
     * The pair of an id, which may be a pair's, a referral's or a record's.
     *
     * @throws dev.cosell.problem.Failure {@code NOT_FOUND} if there is none
     */
    public Pair find(String id) {
        return WrittenId.of(id).stream()
                .flatMap(this::candidates)
                .map(pairs::read)
                .flatMap(Optional::stream)
                .map(row -> row.value())
                .findFirst()
                .orElseThrow(() -> notFound(id));
    }

    private Stream<PairId> candidates(WrittenId written) {
        Stream<Subject> records = maps.all().stream()
                .map(FieldMap::table)
                .filter(table -> written.table().stream().allMatch(table::equals))
                .flatMap(table -> records(table, written))
                .map(Subject::record);
        if (written.table().isPresent()) {
            return owners(records);
        }
        return Stream.of(
                        written.spellings().map(PairId::new),
                        owners(written.spellings().map(Subject::referral)),
                        owners(records))
                .flatMap(candidates -> candidates);
    }

    private Stream<RecordRef> records(String table, WrittenId written) {
        return Stream.concat(
                        written.spellings().map(id -> new RecordRef(table, id)), ids.ref(table, written.id()).stream())
                .distinct();
    }

    private Stream<PairId> owners(Stream<Subject> subjects) {
        return subjects.map(Claim::of)
                .map(claims::owner)
                .flatMap(Optional::stream)
                .map(PairId::new);
    }

    /** Where people find more about a deal. */
    public Links links(Pair pair) {
        return signposts.apply(pair).links();
    }

    private static RuntimeException notFound(String id) {
        return Problem.of(
                        ProblemCode.NOT_FOUND,
                        "expected the id of a pair, a referral or a record, found " + RequestWord.plain(id))
                .failure();
    }

    private static ObjectNode summary(PairSummary pair) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("pair", pair.id().value()).put("phase", pair.phase().name()).put("status", Telling.word(pair.phase()));
        pair.label().name().ifPresent(name -> node.put("name", name));
        pair.label().customer().ifPresent(customer -> node.put("customer", customer));
        pair.referralId().ifPresent(value -> node.put("referralId", value));
        pair.record().ifPresent(value -> node.put("record", value.toString()));
        ArrayNode problems = node.putArray("problems");
        pair.problems().forEach(code -> problems.add(code.code()));
        pair.problem().ifPresent(code -> node.put("problem", code.code()).put("problemTitle", code.title()));
        pair.answerBy().ifPresent(end -> node.put("answerBy", end.toString()));
        return node.put("updatedAt", pair.updatedAt().toString());
    }

    private static ObjectNode request(Command command) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("what", command.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("by", command.by())
                .put("at", command.at().toString());
    }

    /** To the referral, to the record, and to the page of the line's problem, or of all if it has none. */
    private static ObjectNode links(AuditEntry entry, Signposts more) {
        ObjectNode links = JsonNodeFactory.instance.objectNode();
        more.referral().ifPresent(address -> links.put("referral", address));
        more.record().ifPresent(address -> links.put("record", address));
        more.help(code(entry)).ifPresent(address -> links.put("help", address));
        return links;
    }

    private static Optional<ProblemCode> code(AuditEntry entry) {
        return entry.problem().flatMap(text -> ProblemCode.byCode(text.split(" ", 2)[0]));
    }

    /** What the support of the system has to be told. */
    private static ObjectNode refusal(RefusedCall refused) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("system", refused.system().name())
                .put("operation", refused.operation())
                .put("status", refused.status());
        if (!refused.requestId().isEmpty()) {
            node.put("requestId", refused.requestId());
        }
        return node;
    }

    private static ObjectNode field(Field field, Pair pair, Links links) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("name", field.name());
        for (Side side : Side.values()) {
            String member = side == Side.PARTNER_CENTER ? "partnerCenter" : "crm";
            field.on(side, pair.side(side).seen()).map(Value::toString).ifPresent(value -> node.put(member, value));
        }
        Optional.ofNullable(pair.held().get(field.group()))
                .ifPresent(held -> node.set("held", ProblemJson.of(held, links)));
        Optional.ofNullable(pair.divergences().get(field.group()))
                .ifPresent(apart -> node.set("keptApart", ProblemJson.of(apart, links)));
        return node;
    }

    private static ObjectNode entry(AuditEntry entry, Signposts more) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("at", entry.at().toString()).put("cause", entry.cause()).put("did", entry.did());
        entry.to().ifPresent(side -> node.put("to", side.label()));
        entry.problem().ifPresent(problem -> node.put("problem", problem));
        code(entry).ifPresent(code -> node.put("fix", code.fix()));
        if (!entry.correlation().isEmpty()) {
            node.put("correlationId", entry.correlation());
        }
        if (!entry.refusals().isEmpty()) {
            ArrayNode refusals = node.putArray("refusals");
            entry.refusals().forEach(refused -> refusals.add(refusal(refused)));
        }
        node.set("links", links(entry, more));
        ArrayNode changes = node.putArray("changes");
        List<AuditEntry.FieldChange> all = entry.changes();
        for (AuditEntry.FieldChange change : all) {
            ObjectNode crossed = changes.addObject()
                    .put("field", change.field())
                    .put("before", change.before())
                    .put("after", change.after());
            change.lost().ifPresent(lost -> crossed.put("lost", lost));
        }
        return node;
    }
}
