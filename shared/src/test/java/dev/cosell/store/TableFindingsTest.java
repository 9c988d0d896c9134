package dev.cosell.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cosell.problem.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TableFindingsTest {
    private final TableFindings findings = new TableFindings(new LocalStorage().storage());

    @Test
    void whatIsPutIsFoundAndPutAgainReplaced() {
        findings.put("walk", "crm|opportunity/1", "LINK", named("first"));
        findings.put("walk", "crm|opportunity/1", "CREATE", named("second"));

        assertEquals(Optional.of(named("second")), findings.find("walk", "crm|opportunity/1"));
        assertEquals(Optional.empty(), findings.find("other", "crm|opportunity/1"));
        assertEquals(
                List.of(),
                findings.list("walk", Optional.of("LINK"), Optional.empty(), 10).items());
    }

    @Test
    void aKindIsListedPageByPage() {
        for (int i = 0; i < 6; i++) {
            findings.put("walk", "pc|" + i, i % 2 == 0 ? "LINK" : "LEFT_ALONE", named("" + i));
        }

        List<String> listed = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            Page<JsonNode> page = findings.list("walk", Optional.of("LINK"), next, 2);
            page.items().forEach(item -> listed.add(item.path("name").asText()));
            next = page.next();
        } while (next.isPresent());
        assertEquals(List.of("0", "2", "4"), listed);
    }

    @Test
    void aTokenOfAnotherWalkIsRefused() {
        findings.put("one", "pc|1", "LINK", named("1"));
        String token = findings.list("one", Optional.empty(), Optional.empty(), 1)
                .next()
                .orElseThrow();

        assertThrows(Failure.class, () -> findings.list("two", Optional.empty(), Optional.of(token), 1));
    }

    @Test
    void aWalkIsForgottenInParts() {
        for (int i = 0; i < 3; i++) {
            findings.put("walk", "pc|" + i, "LINK", named("" + i));
        }
        findings.put("other", "pc|0", "LINK", named("stays"));

        assertEquals(2, findings.forget("walk", 2));
        assertEquals(1, findings.forget("walk", 2));
        assertEquals(0, findings.forget("walk", 2));
        assertEquals(Optional.of(named("stays")), findings.find("other", "pc|0"));
    }

    private static JsonNode named(String name) {
        return JsonNodeFactory.instance.objectNode().put("name", name);
    }
}
