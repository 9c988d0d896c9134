package dev.cosell.fieldmap;

import static dev.cosell.JsonText.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.problem.Failure;
import dev.cosell.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FieldMapFileTest {
    @Test
    void theMapOfEveryCrmIsSound() {
        for (CrmProduct product : CrmProduct.values()) {
            Faults faults = new Faults();
            FieldMapSchema.check(FieldMapFile.ours(product), faults);
            assertTrue(faults.isEmpty(), faults::together);
            assertFalse(
                    FieldMapFile.of(product, Optional.empty()).deals().fields().isEmpty(), product.name());
        }
    }

    @Test
    void theMapForDynamicsNamesTablesAndGroups() {
        FieldMap map = FieldMapFile.dynamics().deals();
        assertEquals("opportunity", map.table());
        assertEquals(
                List.of("dealValue", "currency"),
                map.groups().get("money").stream().map(Field::name).toList());
    }

    @Test
    void theCrmsOwnMetadataReplacesTheLimitsOfTheFile() {
        FieldMap map = FieldMapFile.dynamics().deals().within(Map.of("description", Limit.length(50)));
        assertEquals(50, map.field("notes").orElseThrow().limit().maxLength().orElseThrow());
        assertEquals(2, map.field("dealValue").orElseThrow().limit().precision().orElseThrow());
    }

    @Test
    void s73_onlyWhatDiffersIsInTheOverrides() {
        JsonNode overrides = json("""
                {"deals": {"fields": {"notes": {"crm": "new_notes"}, "customerAddressLine2": null,
                  "region": {"type": "code", "crm": "new_region", "direction": "onCreate", "default": {"toCrm": "EMEA"}}}},
                 "leads": null}""");
        FieldMaps maps = FieldMapFile.dynamics(Optional.of(overrides));
        Field notes = maps.deals().field("notes").orElseThrow();
        assertEquals(List.of("new_notes"), notes.crm());
        assertEquals(List.of("/details/notes"), notes.partnerCenter());
        assertEquals(ConflictRule.CRM, notes.rule());
        assertEquals(Optional.empty(), maps.deals().field("customerAddressLine2"));
        assertEquals(Optional.empty(), maps.leads());
        assertEquals(
                Map.of("new_region", TextNode.valueOf("EMEA")),
                maps.deals().field("region").orElseThrow().defaultOn(Side.CRM));
        assertEquals(
                FieldMapFile.dynamics().deals().fields().size(),
                maps.deals().fields().size());
    }

    @Test
    void s73_anUpgradeKeepsWhatTheCustomerSaidAndBringsWhatIsNew(@TempDir Path folder) throws IOException {
        String written = "{\"deals\": {\"fields\": {\"notes\": {\"rule\": \"hold\"}}}}\n";
        Path file = Files.writeString(folder.resolve("map.json"), written);
        JsonNode upgraded = FieldMapFile.ours(CrmProduct.DYNAMICS).deepCopy();
        upgraded.withObject("/deals/fields/notes").put("maxLength", 5000);
        upgraded.withObject("/deals/fields/campaign")
                .put("type", "code")
                .put("partnerCenter", "/campaignId")
                .put("crm", "new_campaign");
        FieldMap map = FieldMapFile.read(upgraded, Optional.of(FieldMapFile.json(file)))
                .deals();
        assertEquals(ConflictRule.HOLD, map.field("notes").orElseThrow().rule());
        assertEquals(5000, map.field("notes").orElseThrow().limit().maxLength().orElseThrow());
        assertTrue(map.field("campaign").isPresent());
        assertEquals(written, Files.readString(file));
    }

    @Test
    void aPausedFieldIsKnownButNeitherReadNorMoved() {
        FieldMap map = FieldMapFile.dynamics(
                        Optional.of(json("{\"deals\": {\"fields\": {\"notes\": {\"paused\": true}}}}")))
                .deals();
        assertEquals(List.of("notes"), map.paused().stream().map(Field::name).toList());
        assertEquals(Optional.empty(), map.field("notes"));
        assertTrue(!map.paths(Side.CRM).contains("description"));
    }

    @Test
    void emptyOverridesChangeNothing() {
        FieldMap plain = FieldMapFile.dynamics().deals();
        FieldMap same = FieldMapFile.dynamics(Optional.of(JsonNodeFactory.instance.objectNode()))
                .deals();
        assertEquals(plain, same);
    }

    @Test
    void aFileThatIsNoJsonIsToldWithItsPlace(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("map.json"), "{\n  \"deals\": {,}\n}");
        Failure failure = assertThrows(Failure.class, () -> FieldMapFile.json(file));
        assertEquals(ProblemCode.MISCONFIGURED, failure.problem().code());
        assertTrue(
                failure.problem().detail().contains("expected a JSON object; found at line 2"),
                () -> failure.problem().detail());
        Path list = Files.writeString(folder.resolve("list.json"), "[]");
        assertThrows(Failure.class, () -> FieldMapFile.json(list));
        Path twice = Files.writeString(folder.resolve("twice.json"), "{\"deals\": {}, \"deals\": {}}");
        assertThrows(Failure.class, () -> FieldMapFile.json(twice));
    }
}
