package dev.cosell.crm.dynamics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.port.Written;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which of Dataverse's events tell of nothing but our own write. */
class OwnWritesTest {
    private static final FieldMaps MAPS = FieldMapFile.dynamics();

    private final SandboxDataverse dataverse = new SandboxDataverse();
    private final OwnWrites own = new OwnWrites(() -> "mark-of-this-installation");
    private final DynamicsCrm crm = dataverse.adapter(MAPS, own);
    private final RecordRef record =
            new RecordRef("opportunity", UUID.randomUUID().toString());
    private String version;

    @BeforeEach
    void aRecordIsMadeAndDataverseTellsOfIt() {
        step("Create");
        step("Update");
        version = shown(crm.create(record, Optional.empty(), Map.of("name", text("Datacentre move"))))
                .version()
                .orElseThrow();
    }

    @Test
    void ourOwnEditTellsNothing() {
        edit("estimatedvalue", DecimalNode.valueOf(new BigDecimal("1200")));

        assertTrue(own.explain(event()));
    }

    @Test
    void whatTheSellerIsToldTellsNothing() {
        crm.tell(record, Map.of(MAPS.deals().columns().told().status().orElseThrow(), text("In step")));

        assertTrue(own.explain(event()));
    }

    /** The CRM chooses an owner, whom the answer does not show. */
    @Test
    void ourOwnCreationMayTellMoreThanItsAnswer() {
        assertFalse(own.explain(event()));
    }

    @Test
    void aSellersEditIsNews() {
        dataverse.control("PATCH", "records/opportunity/" + record.id(), "{\"name\": \"Another name\"}");

        assertFalse(own.explain(event()));
    }

    @Test
    void theWriteOfAnotherInstallationIsNews() {
        edit("name", text("Another name"));

        assertFalse(new OwnWrites(() -> "mark-of-another").explain(event()));
        assertFalse(OwnWrites.UNMARKED.explain(event()));
    }

    /** What a plug-in writes because of our write is an operation within ours. */
    @Test
    void whatAPlugInMakesOfOurWriteIsNews() {
        edit("name", text("Another name"));

        assertFalse(own.explain(parsed(body().replace("\"Depth\":1", "\"Depth\":2"))));
    }

    /** A plug-in may add a column to our own write; of an owner the answer shows no more than an id. */
    @Test
    void anOwnerThatChangedWithOurWriteIsNews() {
        edit("name", text("Another name"));

        assertFalse(own.explain(parsed(body().replace("\"key\":\"name\"", "\"key\":\"ownerid\""))));
    }

    @Test
    void aWriteWithoutAMarkIsSentAsItIs() {
        OwnWrites.UNMARKED.explain(event());
        dataverse.calls.clear();
        dataverse.adapter(MAPS).update(record, version, Map.of("name", text("Another name")));

        assertFalse(dataverse.calls.getLast().uri().toString().contains("tag="));
        assertEquals("", OwnWrites.UNMARKED.marked(""));
    }

    private void edit(String column, JsonNode value) {
        shown(crm.update(record, version, Map.of(column, value)));
    }

    private static Snapshot shown(Written written) {
        return assertInstanceOf(Written.Done.class, written).now();
    }

    private DynamicsEvent event() {
        return parsed(body());
    }

    private String body() {
        return new String(dataverse.events.getLast(), UTF_8);
    }

    private DynamicsEvent parsed(String body) {
        return DynamicsEvent.parse(body.getBytes(UTF_8), Map.of(), MAPS, crm.names());
    }

    private static JsonNode text(String text) {
        return TextNode.valueOf(text);
    }

    private void step(String message) {
        dataverse.control(
                "POST",
                "webhooks",
                ("{\"url\": \"https://connector.test/api/events/dynamics\", \"authentication\": \"HTTP_HEADER\", "
                                + "\"authName\": \"x\", \"authValue\": \"y\", \"message\": \"%s\", \"table\": \"opportunity\", "
                                + "\"filteringAttributes\": []}")
                        .formatted(message));
    }
}
