package dev.cosell.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the pages have an administrator do in Microsoft Entra. */
class ConnectDocsTest {
    @Test
    void thePermissionsThatACommandAsksForAreThoseOnThePage() throws IOException {
        List<String> told = Pages.rows(Pages.section("docs/connect.md", "### 1. App registration")).stream()
                .filter(row -> row.size() == 4)
                .map(row -> Pages.code(row.get(1)).getFirst() + " "
                        + Pages.code(row.get(3)).getFirst())
                .toList();
        List<String> asked = new ArrayList<>();
        new ObjectMapper()
                .readTree(Pages.read("infra-bicep/partner-center-permissions.json"))
                .forEach(api -> api.path("resourceAccess")
                        .forEach(permission -> asked.add(api.path("resourceAppId")
                                        .asText() + " " + permission.path("id").asText())));
        assertEquals(told, asked);
    }

    @Test
    void everyFileThatACommandReadsIsThere() {
        List<String> missing = Pages.all().stream()
                .flatMap(page -> Pages.all("@(infra-bicep/[\\w./-]+)", Pages.read(page)).stream())
                .filter(file -> !Files.exists(Pages.file(file)))
                .toList();
        assertEquals(List.of(), missing);
    }
}
