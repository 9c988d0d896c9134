package dev.cosell.setup.dynamics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.crm.dynamics.DynamicsInspection;
import dev.cosell.setup.dynamics.WebhookSteps.WantedStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page for those who click makes what the command makes. */
class CrmSetUpDocsTest {
    private static final List<WantedTable> TABLES = WantedTable.of(LocalEnvironment.MAPS);

    private final String page = Files.readString(Path.of("..", "docs", "crm-setup.md"));

    CrmSetUpDocsTest() throws IOException {}

    @Test
    void thePageTellsEveryColumn() {
        StringBuilder table = new StringBuilder("| column | on | kind |\n| --- | --- | --- |\n");
        WantedTable.declared()
                .forEach(name -> table.append("| `")
                        .append(name)
                        .append("` | ")
                        .append(TABLES.stream()
                                .filter(one -> one.columns().containsKey(name))
                                .map(WantedTable::name)
                                .collect(Collectors.joining(", ")))
                        .append(" | ")
                        .append(kind(column(name)))
                        .append(" |\n"));
        assertTrue(page.contains(table), () -> "expected in docs/crm-setup.md:\n" + table);
    }

    @Test
    void thePageTellsEveryStep() {
        Map<String, Set<String>> wanted = new TreeMap<>();
        for (WantedStep step : WebhookSteps.of(LocalEnvironment.MAPS)) {
            wanted.put(step.message() + " of " + step.table(), new TreeSet<>(step.columns()));
        }
        Map<String, Set<String>> told = new TreeMap<>();
        for (MatchResult row : rows("(?m)^\\| (Create|Update|Delete|Merge) \\| (\\w+) \\| (.*) \\|$")) {
            told.put(row.group(1) + " of " + row.group(2), codes(row.group(3)));
        }
        assertEquals(wanted, told);
    }

    @Test
    void thePageTellsEveryTableThatTheRoleIsAbout() {
        Set<String> told =
                rows("(?m)^\\| ([A-Z][A-Za-z ]+?)(?:, only with `SYNC_LEADS`)? \\| ((?:create|read)[^|]*) \\|$")
                        .stream()
                        .map(row -> row.group(1).replace(" ", "").toLowerCase(Locale.ROOT))
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> wanted = DynamicsInspection.needed(true).keySet().stream()
                .map(table -> table.replace("systemuser", "user").replace("transactioncurrency", "currency"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(wanted, told);
    }

    private static WantedColumn column(String name) {
        return TABLES.stream()
                .flatMap(table -> table.columns().entrySet().stream())
                .filter(column -> column.getKey().equals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    private static String kind(WantedColumn column) {
        String length = String.format(Locale.ROOT, ", %,d", column.maxLength());
        return switch (column.type()) {
            case STRING -> "text" + (column.format().isPresent() ? " of format URL" : "") + length;
            case MEMO -> "multiline text" + length;
            case BOOLEAN -> "yes/no, default no";
            case DATE_TIME -> "date and time";
            case PICKLIST ->
                "choice: "
                        + String.join("; ", ChoiceItem.options(column.choice().orElseThrow()));
            case LOOKUP -> "lookup";
        };
    }

    private List<MatchResult> rows(String pattern) {
        return Pattern.compile(pattern).matcher(page).results().toList();
    }

    private static Set<String> codes(String cell) {
        return new TreeSet<>(Pattern.compile("`(\\w+)`")
                .matcher(cell)
                .results()
                .map(code -> code.group(1))
                .toList());
    }
}
