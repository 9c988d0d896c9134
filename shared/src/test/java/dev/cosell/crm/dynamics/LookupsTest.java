package dev.cosell.crm.dynamics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Limit;
import dev.cosell.http.Answer;
import dev.cosell.problem.Failure;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.port.Written;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Roles, areas and plays of a record: read and written by name, wherever the column leads. */
class LookupsTest {
    private static final FieldMaps MAPS = FieldMapFile.dynamics();

    private final SandboxDataverse dataverse = new SandboxDataverse();
    private final DynamicsCrm crm = dataverse.adapter(MAPS);
    private final RecordRef record =
            new RecordRef("opportunity", UUID.randomUUID().toString());

    @Test
    void aRowIsWrittenByItsNameWhateverItsCaseAndReadAsTheCrmWritesIt() {
        Snapshot made = created();
        Written written = crm.update(
                record,
                made.version().orElseThrow(),
                Map.of(
                        "msft_partnerrole",
                        TextNode.valueOf("solution DESIGN"),
                        "msft_solutionplay",
                        TextNode.valueOf("Secure productivity"),
                        "msft_coselltype",
                        TextNode.valueOf("Services Co-sell")));
        Map<String, JsonNode> shown = ((Written.Done) written).now().values();
        assertEquals("Solution design", shown.get("msft_partnerrole").asText());
        assertEquals(shown.get("msft_partnerrole"), crm.read(record).values().get("msft_partnerrole"));
        assertEquals(
                "Secure productivity",
                dataverse
                        .adapter(MAPS)
                        .read(record)
                        .values()
                        .get("msft_solutionplay")
                        .asText());
        assertEquals("Services Co-sell", shown.get("msft_coselltype").asText());
    }

    @Test
    void aRowNamedByNoIdLeavesItsColumnUnknown() {
        Snapshot made = created();
        crm.update(record, made.version().orElseThrow(), Map.of("msft_solutionarea", TextNode.valueOf("Security")));
        DynamicsCrm misled = dataverse.adapter(MAPS, real -> call -> {
            Answer answer = real.send(call);
            String other = answer.text().replaceAll("(\"_msft_solutionarea_value\":)\"[^\"]+\"", "$1\"?\"");
            return new Answer(answer.status(), answer.headers(), other.getBytes(StandardCharsets.UTF_8));
        });

        assertFalse(misled.read(record).values().containsKey("msft_solutionarea"));
    }

    @Test
    void aRowIsTakenOutAgain() {
        Snapshot made = created();
        Snapshot filled = ((Written.Done) crm.update(
                        record,
                        made.version().orElseThrow(),
                        Map.of("msft_solutionarea", TextNode.valueOf("Security"))))
                .now();
        Written emptied =
                crm.update(record, filled.version().orElseThrow(), Map.of("msft_solutionarea", NullNode.getInstance()));
        assertTrue(
                ((Written.Done) emptied).now().values().get("msft_solutionarea").isNull());
    }

    @Test
    void anUnknownNameIsRefusedWithTheNearestOnesBeforeAnythingIsWritten() {
        Snapshot made = created();
        Failure refused = assertThrows(
                Failure.class,
                () -> crm.update(
                        record,
                        made.version().orElseThrow(),
                        Map.of("msft_partnerrole", TextNode.valueOf("Solution designer"))));
        assertEquals(ProblemCode.INVALID_VALUE, refused.problem().code());
        assertEquals(Optional.of("partnerRole"), refused.problem().field());
        assertTrue(
                refused.problem().detail().contains("Solution design"),
                refused.problem().detail());
        assertFalse(refused.problem().outcomeUnknown());
        assertEquals(made.version(), crm.read(record).version());
    }

    @Test
    void aColumnThatIsMissingIsLeftOutAndSaidToHoldNothing() {
        dataverse.withoutAdditions();
        DynamicsCrm bare = dataverse.adapter(MAPS);
        assertEquals(Limit.NOTHING, bare.limits("opportunity").get("cosell_microsoftstatus"));
        assertTrue(MAPS.within(Map.of("opportunity", bare.limits("opportunity")))
                .deals()
                .field("microsoftStatus")
                .orElseThrow()
                .crm()
                .isEmpty());
        Written made = bare.create(
                record,
                Optional.empty(),
                Map.of("name", TextNode.valueOf("Deal"), "cosell_microsoftstatus", TextNode.valueOf("x")));
        assertFalse(((Written.Done) made).now().values().containsKey("cosell_microsoftstatus"));
    }

    private Snapshot created() {
        return ((Written.Done) crm.create(record, Optional.empty(), Map.of("name", TextNode.valueOf("Deal")))).now();
    }
}
