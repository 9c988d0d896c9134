package dev.cosell.operate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosell.fieldmap.CrmProduct;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.http.Call;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Referral;
import dev.cosell.sync.memory.MemoryState;
import dev.cosell.sync.memory.MemoryStore;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.port.PartnerCenter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The field map's life against the metadata and the rows of a real Dataverse. */
class FieldMapOnDynamicsTest {
    private static final Asker ADA = new Asker("Ada");
    private static final String STAGE = """
            {"overrides": {"deals": {"fields": {"stage": {
              "type": "code", "partnerCenter": "/salesStage", "crm": "salesstage", "rule": "crm",
              "values": {"Qualify": "Qualify", "Develop": "Develop"}}}}}}""";

    private final InstantSource clock = () -> Instant.parse("2026-03-01T10:00:00Z");
    private final DealsInDynamics deals = new DealsInDynamics();
    private final MemoryStore store = new MemoryStore(clock);
    private final MemoryState versions = new MemoryState();
    private final PartnerCenter partnerCenter = mock(PartnerCenter.class);
    private final FieldMapLife life = new FieldMapLife(
            versions,
            new MemoryState(),
            new FieldMapInUse(versions, Optional.empty(), clock),
            Optional.empty(),
            new FieldMapDraft.Workshop(CrmProduct.DYNAMICS, all -> FieldMaps.of(all.deals()), deals.dataverse::adapter),
            partnerCenter,
            store,
            most -> store.pairs().stream().map(Pair::id).limit(most).toList(),
            clock);

    @Test
    void aMapIsTakenOrRefusedByWhatTheMetadataSay() {
        Problem refused = Problems.of(() -> put(STAGE.replace("\"Develop\"}", "\"Developing\"}")));
        assertEquals(ProblemCode.MAP_REFUSED, refused.code());
        assertTrue(refused.detail().contains("\"Developing\" to be an option of column salesstage"), refused::detail);

        assertEquals(1, put(STAGE).path("active").asInt());
        assertEquals(Set.of("GET"), methods(), "nothing is written to look something up");
    }

    @Test
    void aTableThatIsNotOursIsNeverAskedFor() {
        deals.dataverse.calls.clear();

        Problem refused = Problems.of(() -> put("{\"overrides\": {\"deals\": {\"table\": \"x')/WhoAmI\"}}}"));

        assertEquals(ProblemCode.MAP_REFUSED, refused.code());
        assertEquals(List.of(), deals.dataverse.calls);
    }

    @Test
    void aRightThatWasTakenAwayIsFoundByTheDailyComparison() {
        assertEquals("mapCheck=fits version=0 faults=0 values=0", life.drift().check());

        deals.dataverse.control(
                "PUT",
                "column-security",
                "{\"opportunity/description\":{\"read\":false,\"create\":false,\"update\":false}}");

        assertEquals(
                "mapCheck=differs version=0 faults=3 values=0", life.drift().check());
        assertTrue(life.drift().last().orElseThrow().at("/faults/0").asText().contains("may read column description"));
    }

    @Test
    void s73_aPreviewReadsRowsAndWritesNone() {
        RecordRef record = deals.shared("about to change");
        deals.edits(record, "{\"salesstage\": 1}");
        when(partnerCenter.read("r-1"))
                .thenReturn(new Referral(json("{\"id\": \"r-1\", \"salesStage\": \"Qualify\", \"eTag\": \"1\"}")));
        store.create(Pair.fresh(new PairId("p"), clock.instant())
                .change()
                .referral("r-1")
                .record(record)
                .phase(Phase.IN_STEP)
                .definitions(Map.of("notes", "of the map before"))
                .now());
        deals.dataverse.calls.clear();

        JsonNode shown =
                life.preview().preview(json(STAGE)).body().orElseThrow().path("pairs");

        JsonNode stage = shown.at("/0/differences/0");
        assertEquals("stage", stage.path("field").asText(), shown::toString);
        assertEquals("MAP-08", stage.at("/proposed/keptApart/code").asText());
        assertEquals(
                "Develop", stage.at("/proposed/withForce/writes/0/changes/0/to").asText());
        assertEquals(Set.of("GET"), methods());
        assertEquals(0, versions.writes());
    }

    private Set<String> methods() {
        return deals.dataverse.calls.stream().map(Call::method).collect(Collectors.toSet());
    }

    private JsonNode put(String request) {
        deals.dataverse.calls.clear();
        return life.versions().put(json(request), ADA).body().orElseThrow();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
