package dev.cosell.store;

import com.azure.data.tables.models.TableEntity;
import java.util.Optional;

/** Remembers whose webhook address was replaced, so that it can be given back. */
public final class FormerRegistration {
    private static final String PARTITION = "webhook";
    private static final String ROW = "former";

    private final Table table;

    public FormerRegistration(Storage storage) {
        this.table = storage.table("system");
    }

    /** Keeps a foreign address; the first one stays until it is replaced by another foreign one. */
    public void remember(String url) {
        TableEntity row = new TableEntity(PARTITION, ROW);
        row.addProperty("v", 1);
        row.addProperty("url", url);
        table.put(row);
    }

    public Optional<String> url() {
        return table.get(PARTITION, ROW).map(row -> String.valueOf(row.getProperty("url")));
    }
}
