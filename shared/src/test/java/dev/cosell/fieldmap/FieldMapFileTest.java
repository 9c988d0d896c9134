package dev.cosell.fieldmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosell.problem.Failure;
import dev.cosell.problem.ProblemCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FieldMapFileTest {
    @Test
    void allFaultsAreReportedTogether() {
        Failure failure = assertThrows(Failure.class, () -> FieldMapFile.read(json("""
                {"deals": {"table": "", "columns": {"sync": "s", "help": "h", "referralId": "r"},
                 "fields": {
                   "notes": {"type": "essay", "partnerCenter": "/details/notes", "crm": "description"},
                   "more": {"direction": "sideways", "partnerCenter": "/a", "crm": ["b", "c"]},
                   "status": {"type": "status", "partnerCenter": "/status", "crm": ["x", "y"], "states": [
                     {"is": "Active/Accepted", "crm": [0, "*"]}, {"is": "Open/Maybe", "crm": [1, 1]}]},
                   "value": {"type": "money", "partnerCenter": "/v", "crm": "v", "required": "nobody"}}}}""")));
        String detail = failure.problem().detail();
        assertEquals(ProblemCode.MISCONFIGURED, failure.problem().code());
        for (String fault : List.of(
                "expected a text for table",
                "expected a text for audit",
                "found essay",
                "found sideways",
                "more: expected 1 path(s) for the CRM, found 2",
                "status: expected 2 path(s) for Partner Center, found 1",
                "found {\"is\":\"Open/Maybe\"",
                "status: expected a state of the record that can be written for Active/Accepted, found none",
                "found nobody")) {
            assertTrue(detail.contains(fault), fault + " is missing in: " + detail);
        }
    }

    @Test
    void aMapWithoutFieldsIsAFault() {
        Failure failure = assertThrows(Failure.class, () -> FieldMapFile.read(json("{}")));
        assertTrue(failure.problem().detail().contains("at least one field"));
    }

    @Test
    void theMapForDynamicsIsSound() {
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

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
