package dev.cosell.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.crm.Remembered;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Stages of opportunities: whether one is won or lost is not written, it follows from the stage. The field map says what
 * the stages are called; where an organisation calls its closed ones otherwise, its first one of the kind is taken.
 */
final class Stages {
    static final String STAGE = "StageName";
    private static final String CLOSED = "IsClosed";
    private static final String WON = "IsWon";

    /** Columns that Salesforce derives: they are read, and left out of what is written. */
    static final Set<String> DERIVED = Set.of(CLOSED, WON, "IsConverted");

    private record Ending(String name, boolean won) {}

    private final Remembered<List<Ending>> endings;

    Stages(RestApi api) {
        this.endings = new Remembered<>(() -> api
                .query("SELECT MasterLabel, IsWon FROM OpportunityStage WHERE IsActive = true AND IsClosed = true "
                        + "ORDER BY SortOrder")
                .stream()
                .map(row -> new Ending(
                        row.path("MasterLabel").asText(), row.path(WON).asBoolean()))
                .toList());
    }

    /**
     * The organisation's own stage for one it does not have.
     *
     * @param values of the whole write
     * @return nothing if the stage is an open one: what stands for it only a person can say
     */
    Optional<String> instead(Map<String, JsonNode> values) {
        boolean closes = values.containsKey(CLOSED) && values.get(CLOSED).asBoolean();
        boolean won = values.containsKey(WON) && values.get(WON).asBoolean();
        return closes
                ? endings.get().stream()
                        .filter(ending -> ending.won() == won)
                        .map(Ending::name)
                        .findFirst()
                : Optional.empty();
    }
}
