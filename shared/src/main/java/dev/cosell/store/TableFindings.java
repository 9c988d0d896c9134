package dev.cosell.store;

import com.azure.data.tables.models.TableEntity;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.util.List;
import java.util.Optional;

/** Findings in table {@code backfill}: a partition per walk, a row per subject. */
public final class TableFindings implements FindingRows {
    private static final String ANY_VERSION = "*";

    private final Table table;

    public TableFindings(Storage storage) {
        this.table = storage.table("backfill");
    }

    @Override
    public Optional<JsonNode> find(String walk, String subject) {
        return table.get(RowKey.of(walk), RowKey.of(subject)).map(Document::read);
    }

    @Override
    public void put(String walk, String subject, String kind, JsonNode found) {
        TableEntity row = new TableEntity(RowKey.of(walk), RowKey.of(subject)).addProperty("kind", kind);
        Document.write(row, found);
        table.put(row);
    }

    @Override
    public Page<JsonNode> list(String walk, Optional<String> kind, Optional<String> token, int size) {
        String partition = RowKey.of(walk);
        Optional<PageToken> start = token.map(PageToken::parse);
        if (start.filter(from -> !from.partition().equals(partition)).isPresent()) {
            throw Problem.of(
                            ProblemCode.REQUEST_UNREADABLE,
                            "expected a continuation token of this walk, found one of another")
                    .failure();
        }
        String filter = Table.within(partition, start.map(PageToken::row).orElse(""))
                + kind.map(word -> " and kind eq '" + RowKey.of(word) + "'").orElse("");
        List<TableEntity> rows = table.query(filter, List.of(), size);
        Optional<String> next = rows.size() < size
                ? Optional.empty()
                : Optional.of(new PageToken(partition, rows.getLast().getRowKey()).text());
        return new Page<>(rows.stream().map(Document::read).toList(), next);
    }

    @Override
    public int forget(String walk, int most) {
        List<TableEntity> rows = table.query(Table.within(RowKey.of(walk), ""), List.of("kind"), most);
        rows.forEach(row -> table.delete(row.getPartitionKey(), row.getRowKey(), ANY_VERSION));
        return rows.size();
    }
}
