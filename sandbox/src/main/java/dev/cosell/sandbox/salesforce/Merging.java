package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.sandbox.salesforce.Database.Stored;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes one record of up to three: what belonged to the others belongs to the master, the others are deleted. */
final class Merging {
    private static final int MOST_LOSERS = 2;

    private final Organization organization;
    private final Records records;

    Merging(Organization organization, Records records) {
        this.organization = organization;
        this.records = records;
    }

    /** @return the master, saved */
    Stored merge(ObjectType type, Stored master, List<Stored> losers, Caller caller) {
        if (!type.mergeable() || losers.isEmpty() || losers.size() > MOST_LOSERS) {
            throw Refusal.data(
                    "MERGE_FAILED",
                    "expected one or two records to merge into one of an object that can be merged, found %d of %s"
                            .formatted(losers.size(), type.name()));
        }
        for (Stored loser : losers) {
            moveDependents(type, loser, master);
            records.remove(type, loser, Map.of("MasterRecordId", Json.text(master.id())), caller);
        }
        return records.write(type, master, Map.of(), caller);
    }

    private void moveDependents(ObjectType type, Stored from, Stored to) {
        for (Schema.Child child : organization.schema().children(type)) {
            for (Stored dependent : records.dependents(child, from)) {
                Map<String, JsonNode> values = new LinkedHashMap<>(dependent.values());
                values.put(child.field().name(), Json.text(to.id()));
                // The platform moves them without saving them: only the system's own stamp tells.
                values.put("SystemModstamp", Json.text(Moments.show(organization.now())));
                organization.data().put(dependent.type(), dependent.id(), values);
            }
        }
    }
}
