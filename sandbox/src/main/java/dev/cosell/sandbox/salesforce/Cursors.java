package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.Response;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Long answers of queries, fetched page by page. The oldest are forgotten first, all of them at a restart. */
final class Cursors {
    private static final Pattern LOCATOR = Pattern.compile("(01g[0-9A-Za-z]{15})-(\\d{1,9})");
    private static final Pattern BATCH_SIZE = Pattern.compile("(?i)batchSize\\s*=\\s*(\\d{1,9})");
    private static final int SMALLEST_BATCH = 200;
    private static final int MOST_OPEN = 1000;

    private final Organization organization;
    private final Map<String, List<ObjectNode>> open = new HashMap<>();
    private final Deque<String> ages = new ArrayDeque<>();

    Cursors(Organization organization) {
        this.organization = organization;
    }

    Response first(Call call, List<ObjectNode> records) {
        String id = Ids.mint("01g", organization.data().nextNumber());
        Response page = page(call, id, records, 0);
        if (records.size() > batch(call)) {
            open.put(id, records);
            ages.addLast(id);
            if (ages.size() > MOST_OPEN) {
                open.remove(ages.removeFirst());
            }
        }
        return page;
    }

    /** @param locator as it stands at the end of {@code nextRecordsUrl} */
    Response next(Call call, String locator) {
        Matcher matcher = LOCATOR.matcher(locator);
        if (!matcher.matches() || !open.containsKey(matcher.group(1))) {
            throw Refusal.of(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
        }
        List<ObjectNode> records = open.get(matcher.group(1));
        return page(call, matcher.group(1), records, Math.min(Integer.parseInt(matcher.group(2)), records.size()));
    }

    private Response page(Call call, String id, List<ObjectNode> records, int from) {
        int to = Math.min(records.size(), from + batch(call));
        boolean done = to == records.size();
        ObjectNode body = Json.object().put("totalSize", records.size()).put("done", done);
        if (!done) {
            body.put("nextRecordsUrl", "/services/data/%s/query/%s-%d".formatted(call.version(), id, to));
        }
        ArrayNode page = body.putArray("records");
        records.subList(from, to).forEach(page::add);
        return Json.response(200, body);
    }

    /** What the client asks for, in the service's bounds; never more than the organisation's setting. */
    private int batch(Call call) {
        Matcher wish =
                BATCH_SIZE.matcher(call.request().header("sforce-query-options").orElse(""));
        int largest = organization.settings().largestBatch();
        return wish.find() ? Math.min(largest, Math.max(SMALLEST_BATCH, Integer.parseInt(wish.group(1)))) : largest;
    }
}
