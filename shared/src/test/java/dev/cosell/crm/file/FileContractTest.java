package dev.cosell.crm.file;

import dev.cosell.crm.CrmContract;
import dev.cosell.crm.Difference;
import dev.cosell.fieldmap.CrmProduct;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.port.Crm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Files keep the promises of every CRM adapter, but for two that a file cannot keep. */
final class FileContractTest extends CrmContract {
    private static final FieldMaps MAPS = FieldMapFile.of(CrmProduct.FILE, Optional.empty());

    @TempDir
    private Path directory;

    private CsvFiles files;

    @BeforeEach
    void files() {
        files = new CsvFiles(directory);
    }

    @Override
    protected Set<Difference> differences() {
        return Difference.OF_FILES;
    }

    @Override
    protected Crm crm() {
        return files.adapter(MAPS);
    }

    @Override
    protected Crm crmWithoutToldColumns() {
        files.drops(map().table(), map().columns().told().columns());
        return crm();
    }

    @Override
    protected FieldMap map() {
        return MAPS.deals();
    }

    @Override
    protected RecordRef unusedRecord() {
        return new RecordRef("opportunities", "00000000-0000-0000-0000-000000000999");
    }

    @Override
    protected void somebodyEdits(RecordRef record, String column, String text) {
        files.edits(record, Map.of(column, text));
    }

    @Override
    protected void somebodyDeletes(RecordRef record) {
        files.deletes(record);
    }

    @Override
    protected void throttleNextCall(Duration wait) {
        throw new UnsupportedOperationException("nobody throttles a file");
    }
}
