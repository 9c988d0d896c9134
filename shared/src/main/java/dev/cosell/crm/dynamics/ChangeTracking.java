package dev.cosell.crm.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.http.Answer;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.port.RecordChanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Dataverse's change tracking: what changed in a table since a delta token, deletions included.
 *
 * <p>The table must have change tracking switched on, and the application user must be allowed to read all its rows. A
 * token is good for seven days unless the organisation says otherwise.
 */
final class ChangeTracking {
    private static final int PAGE = 1000;
    private static final String TRACKED = "odata.track-changes,odata.maxpagesize=" + PAGE;

    private final WebApi api;

    ChangeTracking(WebApi api) {
        this.api = api;
    }

    /** See {@link dev.cosell.sync.port.Crm#changes}. */
    Optional<RecordChanges> since(FieldMap map, Table table, Optional<String> position) {
        String path = position.orElse(table.entitySet() + "?$select=" + table.key() + ","
                + map.columns().sync());
        Answer answer = api.send("GET", path, Map.of("Prefer", TRACKED));
        if (!answer.ok() && position.isPresent() && WebApiError.of(answer).positionExpired()) {
            return Optional.empty();
        }
        if (!answer.ok()) {
            throw api.refusal(answer, "GET", path).failure();
        }
        JsonNode body = api.body(answer, "GET", path);
        List<RecordChanges.Change> changes = new ArrayList<>();
        body.path("value").forEach(row -> changes.add(change(map, table, row)));
        boolean more = body.hasNonNull("@odata.nextLink");
        String link = body.path(more ? "@odata.nextLink" : "@odata.deltaLink").asText("");
        return Optional.of(new RecordChanges(changes, api.relative(link), more));
    }

    private static RecordChanges.Change change(FieldMap map, Table table, JsonNode row) {
        boolean deleted = row.path("reason").asText("").equals("deleted");
        RecordRef record = new RecordRef(table.logicalName(), Guid.in(row, deleted ? "id" : table.key()));
        return new RecordChanges.Change(
                record,
                row.path(map.columns().sync()).asBoolean(false),
                deleted,
                Optional.ofNullable(row.path("@odata.etag").asText(null)));
    }
}
