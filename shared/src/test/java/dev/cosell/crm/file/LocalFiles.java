package dev.cosell.crm.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.crm.Difference;
import dev.cosell.crm.LocalCrm;
import dev.cosell.fieldmap.CrmProduct;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.http.Call;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.port.Crm;
import dev.cosell.sync.port.Customers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A directory of CSV files, and what people do to them. Files have no calls: what is asked of the adapter stands for them,
 * apart from what its port promises to answer without one.
 */
public final class LocalFiles extends LocalCrm {
    private static final Map<String, String> METHODS = Map.of(
            "create", "POST", "createAccount", "POST", "createContact", "POST", "update", "PATCH", "tell", "PATCH");
    private static final Set<String> WITHOUT_A_CALL = Set.of(
            "customers",
            "nameOfNew",
            "itself",
            "ref",
            "accountRef",
            "webAddress",
            "qualifiesLeads",
            "madeUp",
            "survivor",
            "accountOf",
            "leadOf",
            "limits",
            "currencies");

    private final CsvFiles files;
    private final Watched watched;

    public LocalFiles() {
        this(new CsvFiles(temporary()), new Watched());
    }

    private LocalFiles(CsvFiles files, Watched watched) {
        super(FieldMapFile.of(CrmProduct.FILE, Optional.empty()), maps -> watched.crm(files, maps));
        this.files = files;
        this.watched = watched;
        // A column that is in no field, for maps that want one more.
        files.saves("opportunities", "segment," + CsvFiles.template("opportunities"));
        files.enters(
                "users",
                Map.of(
                        "id",
                        "00000000-0000-0000-0000-0000000000aa",
                        "first_name",
                        "Mara",
                        "last_name",
                        "Lindqvist",
                        "email",
                        "mara.lindqvist@fabrikam.example"));
    }

    /** What was asked, and what happens after each answer. */
    private static final class Watched {
        private final List<Call> calls = new ArrayList<>();
        private Runnable happening = () -> {};

        private Crm crm(CsvFiles files, FieldMaps maps) {
            Crm crm = files.adapter(maps);
            Customers customers = watched(Customers.class, crm.customers(), "customers");
            return watched(Crm.class, crm, customers);
        }

        private <T> T watched(Class<T> port, T adapter, Object ofCustomers) {
            return port.cast(Proxy.newProxyInstance(
                    port.getClassLoader(), new Class<?>[] {port}, (proxy, method, given) -> {
                        if (method.getName().equals("customers")) {
                            return ofCustomers;
                        }
                        try {
                            Object answer = method.invoke(adapter, given);
                            if (!WITHOUT_A_CALL.contains(method.getName())) {
                                answered(method.getName());
                            }
                            return answer;
                        } catch (InvocationTargetException failed) {
                            throw failed.getCause();
                        }
                    }));
        }

        private void answered(String operation) {
            calls.add(new Call(
                    RemoteSystem.CRM,
                    METHODS.getOrDefault(operation, "GET"),
                    URI.create("file://files/" + operation),
                    Map.of(),
                    new byte[0],
                    Call.DEFAULT_TIMEOUT));
            happening.run();
        }
    }

    private static Path temporary() {
        try {
            Path directory = Files.createTempDirectory("cosell-files");
            directory.toFile().deleteOnExit();
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<Call> calls() {
        return watched.calls;
    }

    @Override
    public void onAnswer(Runnable happening) {
        watched.happening = happening;
    }

    @Override
    public Set<Difference> differences() {
        return Difference.OF_FILES;
    }

    @Override
    public RecordRef account(String name, String postalCode, String country) {
        return entered("accounts", Map.of("name", name, "postal_code", postalCode, "country", country));
    }

    @Override
    public void belongsTo(RecordRef account, RecordRef parent) {
        files.edits(account, Map.of("parent", parent.id()));
    }

    @Override
    public RecordRef bare(String name, Optional<RecordRef> account) {
        Map<String, String> cells = new HashMap<>(Map.of("name", name, "state", "Open", "stage", "Active"));
        account.ifPresent(customer -> cells.put("account", customer.id()));
        return entered("opportunities", cells);
    }

    @Override
    public void writes(RecordRef record, ObjectNode columns) {
        Map<String, String> cells = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> column : columns.properties()) {
            cells.put(column.getKey(), CsvFiles.typed(column.getValue()));
        }
        files.edits(record, cells);
    }

    @Override
    public void chooses(RecordRef record, String column, String option) {
        files.edits(record, Map.of(column, option));
    }

    @Override
    public RecordRef clones(RecordRef record) {
        Map<String, String> cells = new HashMap<>(files.row(record));
        cells.remove("id");
        return entered(record.table(), cells);
    }

    @Override
    public void deletes(RecordRef record) {
        files.deletes(record);
    }

    @Override
    public RecordRef qualifies(RecordRef lead) {
        throw new UnsupportedOperationException("there are no leads in files");
    }

    @Override
    public RecordRef unused() {
        return new RecordRef("opportunities", "11111111-1111-1111-1111-111111111111");
    }

    @Override
    protected List<String> forms(RecordRef record) {
        return List.of(record.id(), record.id().toUpperCase(Locale.ROOT));
    }

    @Override
    public int rows(String table) {
        return (int) files.table(table).records().count();
    }

    @Override
    public int accounts() {
        return rows("accounts");
    }

    @Override
    public int contacts() {
        return rows("contacts");
    }

    @Override
    public String held(RecordRef record, String column) {
        return files.row(record).get(column);
    }

    @Override
    public void hides(String table, String column) {
        files.drops(table, List.of(column));
    }

    @Override
    public String user(String email) {
        CsvTable users = files.table("users");
        return users.records()
                .filter(row -> users.cell(row, "email").equals(email))
                .map(users::id)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public String isCalled(String name) {
        return "name = '" + name.replace("\\", "\\\\").replace("'", "\\u0027") + "'";
    }

    @Override
    public String beginsWith(String name) {
        return "$substring(name, 0, " + name.length() + ") = '" + name + "'";
    }

    @Override
    public String isOpen() {
        return "state = \"Open\"";
    }

    @Override
    public String isAny() {
        return "$exists(id)";
    }

    private RecordRef entered(String table, Map<String, String> cells) {
        Map<String, String> row = new HashMap<>(cells);
        row.put("id", UUID.randomUUID().toString());
        files.enters(table, row);
        return new RecordRef(table, row.get("id"));
    }
}
