package dev.cosell.setup.dynamics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosell.fieldmap.FieldMapFile;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The set-up makes what the field map names: a new column there cannot be forgotten here. */
class WantedTableTest {
    @Test
    void everyColumnThatTheFieldMapAddsIsDeclaredAndNoOther() {
        Set<String> wanted = new TreeSet<>();
        WantedTable.of(FieldMapFile.dynamics())
                .forEach(table -> wanted.addAll(table.columns().keySet()));

        assertEquals(wanted, new TreeSet<>(WantedTable.declared()));
    }

    @Test
    void aColumnThatNobodyDeclaredIsNamed() throws IOException {
        var overrides = new ObjectMapper()
                .readTree("{\"deals\": {\"fields\": {\"notes\": {\"crm\": \"cosell_somethingnew\"}}}}");
        var maps = FieldMapFile.dynamics(Optional.of(overrides));

        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> WantedTable.of(maps));

        assertTrue(refused.getMessage().contains("[cosell_somethingnew]"), refused.getMessage());
    }
}
