package dev.cosell.operate.share;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.operate.Reply;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Referral;
import dev.cosell.referral.Solution;
import dev.cosell.store.TableSolutions;
import dev.cosell.sync.port.PartnerCenter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The catalogue of solutions. Partner Center has no service that lists a partner's solutions, so the catalogue is made
 * from what referrals name, what the settings list, and what somebody uploads.
 */
public final class SolutionCatalogue {
    private static final int MOST = 1_000;
    private static final Duration AT_FIRST = Duration.ofDays(365);
    private static final Duration EVERY_TIME = Duration.ofDays(8);

    private final TableSolutions catalogue;
    private final PartnerCenter partnerCenter;
    private final InstantSource clock;

    public SolutionCatalogue(TableSolutions catalogue, PartnerCenter partnerCenter, InstantSource clock) {
        this.catalogue = catalogue;
        this.partnerCenter = partnerCenter;
        this.clock = clock;
    }

    /** The whole catalogue. */
    public Reply show() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode items = body.putArray("items");
        for (TableSolutions.Entry entry : catalogue.all()) {
            ObjectNode item = items.addObject().put("id", entry.solution().id());
            put(item, "name", entry.solution().name());
            put(item, "type", entry.solution().type());
            item.put("listed", entry.listed());
            if (entry.lastSeen().isAfter(Instant.EPOCH)) {
                item.put("lastSeen", entry.lastSeen().toString());
            }
        }
        return Reply.of(200, body);
    }

    /**
     * Lists the partner's solutions: from then on, an id that is not listed is unknown.
     *
     * @param request {@code {"solutions": [{"id", "name", "type"}]}}, at most 1,000; an empty list takes the list back
     */
    public Reply replace(JsonNode request) {
        JsonNode given = request.path("solutions");
        if (!given.isArray() || given.size() > MOST) {
            throw unreadable(given.isArray() ? given.size() + " of them" : "no list");
        }
        Map<String, Solution> solutions = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (JsonNode entry : given) {
            Solution solution = new Solution(
                    entry.path("id").asText(""),
                    entry.path("name").asText(""),
                    entry.path("type").asText(""));
            if (!Solution.isId(solution.id())) {
                throw unreadable("an entry whose id has not the form of SOL-12345-ABC or of a GUID");
            }
            solutions.put(solution.id(), solution);
        }
        catalogue.list(solutions.values());
        return show();
    }

    /**
     * Learns from Partner Center's own list of referrals, those that name no CRM record: at first from those of a year, later from those of eight days.
     *
     * @return one line for the log
     */
    public String refresh() {
        Instant now = clock.instant();
        boolean first =
                catalogue.all().stream().allMatch(entry -> entry.lastSeen().equals(Instant.EPOCH));
        List<Referral> referrals = partnerCenter.createdSince(now.minus(first ? AT_FIRST : EVERY_TIME));
        List<Solution> used = new ArrayList<>();
        // A referral that names a CRM record may have been made from it: then it shows what a seller typed.
        referrals.stream()
                .filter(referral -> referral.externalReferenceId().isEmpty())
                .forEach(referral -> used.addAll(Solution.of(referral)));
        Map<String, Solution> each = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        used.forEach(solution -> each.putIfAbsent(solution.id(), solution));
        catalogue.learn(List.copyOf(each.values()), now);
        return "referrals=" + referrals.size() + " solutions=" + each.size();
    }

    private static void put(ObjectNode item, String member, String text) {
        if (!text.isEmpty()) {
            item.put(member, text);
        }
    }

    private static RuntimeException unreadable(String found) {
        return Problem.of(
                        ProblemCode.REQUEST_UNREADABLE,
                        "expected {\"solutions\": [{\"id\": ..., \"name\": ..., \"type\": ...}]} with at most " + MOST
                                + " entries, found " + found)
                .failure();
    }
}
