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

    /** Keeps a foreign address in place of the one kept before. */
    public void remember(String url) {
        table.put(new TableEntity(PARTITION, ROW)
                .addProperty(Document.VERSION, Document.CURRENT)
                .addProperty("url", url));
    }

    public Optional<String> url() {
        return table.get(PARTITION, ROW).map(row -> {
            Document.checkVersion(row);
            return String.valueOf(row.getProperty("url"));
        });
    }
}
