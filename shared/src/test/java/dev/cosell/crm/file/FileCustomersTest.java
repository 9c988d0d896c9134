package dev.cosell.crm.file;

import dev.cosell.crm.CustomersContract;
import dev.cosell.crm.Difference;
import dev.cosell.fieldmap.CrmProduct;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.sync.CustomerSettings;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.port.Contact;
import dev.cosell.sync.port.Customers;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Accounts, contacts and users of files. */
final class FileCustomersTest extends CustomersContract {
    private static final FieldMaps MAPS = FieldMapFile.of(CrmProduct.FILE, Optional.empty());
    private static final CustomerSettings.Columns COLUMNS = new CustomerSettings.Columns(
            Optional.of("external_id"), Optional.of("duns_number"), Optional.of("website"));

    private static final String MARA = "00000000-0000-0000-0000-0000000000aa";

    @TempDir
    private Path directory;

    private CsvFiles files;

    /** With columns for the ids that no file has by itself. */
    @BeforeEach
    void files() {
        files = new CsvFiles(directory);
        files.saves("accounts", "external_id,duns_number," + CsvFiles.template("accounts"));
    }

    @Override
    protected Customers customers() {
        return files.adapter(MAPS, COLUMNS).customers();
    }

    @Override
    protected FieldMap map() {
        return MAPS.deals();
    }

    @Override
    protected Set<Difference> differences() {
        return Difference.OF_FILES;
    }

    @Override
    protected RecordRef user(String email) {
        files.enters("users", Map.of("id", MARA, "first_name", "Mara", "email", "Mara.Lindqvist@fabrikam.example"));
        return new RecordRef("users", MARA);
    }

    @Override
    protected boolean isNotToBeContacted(RecordRef contact) {
        return files.row(contact).get("do_not_contact").equals("yes");
    }

    /** By the e-mail address, as people do it. */
    @Override
    protected void namesFirst(RecordRef account, Contact contact) {
        files.edits(account, Map.of("contact", contact.person().email()));
    }
}
