package dev.cosell.operate.fieldmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosell.crm.Difference;
import dev.cosell.crm.LocalCrm;
import dev.cosell.fieldmap.CrmProduct;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.http.Call;
import dev.cosell.operate.Asker;
import dev.cosell.operate.Problems;
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
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The field map's life against the metadata and the rows of each CRM. */
@ParameterizedClass
@EnumSource(CrmProduct.class)
class FieldMapOnCrmTest {
    private static final Asker ADA = new Asker("Ada");

    /** A column that is a choice and in no field of the map, with two of its options. */
    private record Choice(String column, String one, String other) {
        static Choice in(CrmProduct product) {
            return switch (product) {
                case DYNAMICS -> new Choice("salesstage", "Qualify", "Develop");
                case SALESFORCE -> new Choice("Type", "Existing Business", "New Business");
                case FILE -> new Choice("segment", "Existing Business", "New Business");
            };
        }

        /** A map with a field for it. */
        String mapped() {
            return """
                    {"overrides": {"deals": {"fields": {"stage": {
                      "type": "code", "partnerCenter": "/salesStage", "crm": "%s", "rule": "crm",
                      "values": {"Qualify": "%s", "Develop": "%s"}}}}}}""".formatted(column, one, other);
        }
    }

    private final InstantSource clock = () -> Instant.parse("2026-03-01T10:00:00Z");
    private final Choice choice;
    private final LocalCrm deals;
    private final MemoryStore store = new MemoryStore(clock);
    private final MemoryState versions = new MemoryState();
    private final PartnerCenter partnerCenter = mock(PartnerCenter.class);
    private final MapLife life;

    FieldMapOnCrmTest(CrmProduct product) {
        choice = Choice.in(product);
        deals = LocalCrm.of(product);
        life = new MapLife(
                versions,
                new MemoryState(),
                new MapInUse(versions, Optional.empty(), clock),
                Optional.empty(),
                new Draft.Workshop(product, all -> FieldMaps.of(all.deals()), deals::adapter),
                partnerCenter,
                store,
                most -> store.pairs().stream().map(Pair::id).limit(most).toList(),
                clock);
    }

    @Test
    void aMapIsTakenOrRefusedByWhatTheMetadataSay() {
        assumeFalse(deals.differences().contains(Difference.CHOICES_ARE_NOT_LISTED));
        String unknown = choice.other() + "ing";
        Problem refused = Problems.of(() -> put(new Choice(choice.column(), choice.one(), unknown).mapped()));
        assertEquals(ProblemCode.MAP_REFUSED, refused.code());
        assertTrue(
                refused.detail().contains("\"" + unknown + "\" to be an option of column " + choice.column()),
                refused::detail);

        assertEquals(1, put(choice.mapped()).path("active").asInt());
        assertEquals(Set.of("GET"), methods(), "nothing is written to look something up");
    }

    @Test
    void aTableThatIsNotOursIsNeverAskedFor() {
        deals.calls().clear();

        Problem refused = Problems.of(() -> put("{\"overrides\": {\"deals\": {\"table\": \"x')/WhoAmI\"}}}"));

        assertEquals(ProblemCode.MAP_REFUSED, refused.code());
        assertEquals(List.of(), deals.calls());
    }

    @Test
    void aRightThatWasTakenAwayIsFoundByTheDailyComparison() {
        assertEquals("mapCheck=fits version=0 faults=0 values=0", life.drift().check());

        String notes = deals.column("notes");
        deals.hides(deals.map().table(), notes);

        String line = life.drift().check();
        assertTrue(line.startsWith("mapCheck=differs version=0 "), line);
        assertTrue(life.drift().last().orElseThrow().at("/faults/0").asText().contains(notes));
    }

    @Test
    void s73_aPreviewReadsRowsAndWritesNone() {
        RecordRef record = deals.shared("about to change");
        deals.chooses(record, choice.column(), choice.other());
        when(partnerCenter.read("r-1"))
                .thenReturn(new Referral(json("{\"id\": \"r-1\", \"salesStage\": \"Qualify\", \"eTag\": \"1\"}")));
        store.create(Pair.fresh(new PairId("p"), clock.instant())
                .change()
                .referral("r-1")
                .record(record)
                .phase(Phase.IN_STEP)
                .definitions(Map.of("notes", "of the map before"))
                .now());
        deals.calls().clear();

        JsonNode shown = life.preview()
                .preview(json(choice.mapped()))
                .body()
                .orElseThrow()
                .path("pairs");

        JsonNode stage = shown.at("/0/differences/0");
        assertEquals("stage", stage.path("field").asText(), shown::toString);
        assertEquals("MAP-08", stage.at("/proposed/keptApart/code").asText());
        assertEquals(
                "Develop", stage.at("/proposed/withForce/writes/0/changes/0/to").asText());
        assertEquals(Set.of("GET"), methods());
        assertEquals(0, versions.writes());
    }

    private Set<String> methods() {
        return deals.calls().stream().map(Call::method).collect(Collectors.toSet());
    }

    private JsonNode put(String request) {
        deals.calls().clear();
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
