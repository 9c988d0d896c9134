package dev.cosell.sandbox.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.sandbox.dataverse.Database.Stored;
import java.util.Map;
import java.util.Set;

/** State and status reason: which pairs exist, and what a closed record still takes. */
final class States {
    private static final Set<String> STATE_COLUMNS = Set.of("statecode", "statuscode");
    private static final int OPEN = 0;

    private States() {}

    /** A new record is in state 0; its status reason, if not given, is that state's default. */
    static void checkNew(Table table, Map<String, JsonNode> row) {
        if (table.hasState()) {
            int state = row.get("statecode").asInt();
            row.putIfAbsent("statuscode", Json.NODES.numberNode(defaultStatus(table, state)));
            checkPair(table, state, row.get("statuscode").asInt());
        }
    }

    /**
     * Whether a client may make this change at all.
     *
     * <p>A closed record takes nothing but the state columns that reopen it: the platform changes the state apart from
     * the other columns, so that a mixed write meets the closed record. (Not documented; assumed.)
     */
    static void checkWritable(Table table, Stored before, Map<String, JsonNode> change) {
        if (!table.hasState()) {
            return;
        }
        int now = before.number("statecode");
        int wanted = change.containsKey("statecode") ? change.get("statecode").asInt() : now;
        if (table.closedIsReadOnly() && now != OPEN) {
            boolean onlyReopens = wanted == OPEN && STATE_COLUMNS.containsAll(change.keySet());
            if (!onlyReopens && !change.isEmpty()) {
                throw new Refusal(
                        400,
                        "0x80040230",
                        "The object cannot be updated because it is inactive: %s %s is %s."
                                .formatted(table.logicalName(), before.id(), stateLabel(table, now)));
            }
        } else if (table.closedByAction() && wanted != OPEN) {
            throw new Refusal(
                    400,
                    "0x80100005",
                    ("This message can not be used to set the state of opportunity to %1$s. In order to set state of "
                                    + "opportunity to %1$s, use the %1$s message instead.")
                            .formatted(stateLabel(table, wanted)));
        }
    }

    /** Adds the status reason that a changed state implies. */
    static void complete(Table table, Stored before, Map<String, JsonNode> written) {
        if (!table.hasState() || STATE_COLUMNS.stream().noneMatch(written::containsKey)) {
            return;
        }
        int state = written.getOrDefault("statecode", before.value("statecode")).asInt();
        if (state != before.number("statecode")) {
            written.putIfAbsent("statuscode", Json.NODES.numberNode(defaultStatus(table, state)));
        }
        checkPair(
                table,
                state,
                written.getOrDefault("statuscode", before.value("statuscode")).asInt());
    }

    private static int defaultStatus(Table table, int state) {
        return table.columns().get("statecode").option(state).orElseThrow().status();
    }

    private static String stateLabel(Table table, int state) {
        return table.columns().get("statecode").option(state).orElseThrow().label();
    }

    /** @throws Refusal 0x80048408 if the status reason belongs to another state */
    static void checkPair(Table table, int state, int status) {
        boolean fits = table.columns()
                .get("statuscode")
                .option(status)
                .filter(reason -> reason.state() == state)
                .isPresent();
        if (!fits) {
            throw new Refusal(
                    400,
                    "0x80048408",
                    "%d is not a valid status code for state code %s on %s."
                            .formatted(status, stateLabel(table, state), table.logicalName()));
        }
    }
}
