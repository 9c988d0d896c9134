package dev.cosell.store;

import com.azure.data.tables.models.TableEntity;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.port.KeptState;
import java.util.Optional;

/** A document in table {@code system}. */
public final class StateRow implements KeptState {
    private final Table table;
    private final String partition;
    private final String row;

    /**
     * @param partition what kind of state it is, letters only
     * @param row which one, letters only
     */
    public StateRow(Storage storage, String partition, String row) {
        this.table = storage.table("system");
        this.partition = partition;
        this.row = row;
    }

    @Override
    public Optional<Stored<JsonNode>> read() {
        return table.get(partition, row).map(found -> new Stored<>(Document.read(found), found.getETag()));
    }

    @Override
    public Optional<Stored<JsonNode>> write(Optional<Stored<JsonNode>> was, JsonNode document) {
        TableEntity entity = new TableEntity(partition, row);
        Document.write(entity, document);
        Optional<String> version =
                was.isPresent() ? table.replace(entity, was.get().version()) : table.insert(entity);
        return version.map(stored -> new Stored<>(document, stored));
    }
}
