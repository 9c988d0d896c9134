package dev.cosell.crm.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.crm.Difference;
import dev.cosell.crm.LocalCrm;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.http.Call;
import dev.cosell.sync.pair.RecordRef;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A Dataverse in this process, and what people do in it. */
public final class LocalDynamics extends LocalCrm {
    private final SandboxDataverse dataverse;

    public LocalDynamics() {
        this(new SandboxDataverse());
    }

    private LocalDynamics(SandboxDataverse dataverse) {
        super(FieldMapFile.dynamics(), dataverse::adapter);
        this.dataverse = dataverse;
    }

    @Override
    public List<Call> calls() {
        return dataverse.calls;
    }

    @Override
    public void onAnswer(Runnable happening) {
        dataverse.onAnswer(happening);
    }

    @Override
    public Set<Difference> differences() {
        return Set.of();
    }

    @Override
    public RecordRef account(String name, String postalCode, String country) {
        ObjectNode columns = JsonNodeFactory.instance.objectNode().put("name", name);
        put(columns, "address1_postalcode", postalCode);
        put(columns, "address1_country", country);
        return created("account", columns);
    }

    @Override
    public void belongsTo(RecordRef account, RecordRef parent) {
        ObjectNode columns = JsonNodeFactory.instance.objectNode();
        columns.putObject("parentaccountid").put("table", "account").put("id", parent.id());
        writes(account, columns);
    }

    @Override
    public RecordRef bare(String name, Optional<RecordRef> account) {
        ObjectNode columns = JsonNodeFactory.instance.objectNode().put("name", name);
        account.ifPresent(customer ->
                columns.putObject("customerid").put("table", "account").put("id", customer.id()));
        return created("opportunity", columns);
    }

    @Override
    public void writes(RecordRef record, ObjectNode columns) {
        dataverse.control("PATCH", path(record), columns.toString());
    }

    /** By its number, which is its place in the list. */
    @Override
    public void chooses(RecordRef record, String column, String option) {
        int place = adapter(maps()).describe(record.table()).columns().get(column).options().stream()
                .filter(known -> known.labels().contains(option))
                .findFirst()
                .orElseThrow()
                .value();
        writes(record, JsonNodeFactory.instance.objectNode().put(column, place));
    }

    /** Where the optional key on the referral id is installed, there is no such copy. */
    @Override
    public RecordRef clones(RecordRef record) {
        dataverse.withoutAlternateKeys();
        return new RecordRef(
                record.table(),
                dataverse
                        .control("POST", path(record) + "/clone", "")
                        .path("id")
                        .asText());
    }

    @Override
    public void deletes(RecordRef record) {
        dataverse.control("DELETE", path(record), "");
    }

    @Override
    public RecordRef qualifies(RecordRef lead) {
        return adapter(maps()).qualify(lead, Optional.empty());
    }

    @Override
    public RecordRef unused() {
        return new RecordRef("opportunity", "11111111-1111-1111-1111-111111111111");
    }

    @Override
    protected List<String> forms(RecordRef record) {
        return List.of(
                record.id(), record.id().toUpperCase(Locale.ROOT), record.id().replace("-", ""));
    }

    @Override
    public int rows(String table) {
        return dataverse.control("GET", "records/" + table, "").size();
    }

    @Override
    public int accounts() {
        return rows("account");
    }

    @Override
    public int contacts() {
        return rows("contact");
    }

    @Override
    public String held(RecordRef record, String column) {
        JsonNode value =
                dataverse.control("GET", path(record), "").path("values").path(column);
        return value.path("id").asText(value.asText(""));
    }

    @Override
    public String user(String email) {
        return dataverse
                .control("GET", "records/systemuser", "")
                .valueStream()
                .filter(row -> row.at("/values/internalemailaddress").asText().equals(email))
                .map(row -> row.path("id").asText())
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void hides(String table, String column) {
        dataverse.control(
                "PUT",
                "column-security",
                JsonNodeFactory.instance
                        .objectNode()
                        .set(
                                table + "/" + column,
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("read", false)
                                        .put("create", false)
                                        .put("update", false))
                        .toString());
    }

    @Override
    public String isCalled(String name) {
        return "name eq '" + name.replace("'", "''") + "'";
    }

    @Override
    public String beginsWith(String name) {
        return "startswith(name,'" + name + "')";
    }

    @Override
    public String isOpen() {
        return "statecode eq 0";
    }

    @Override
    public String isAny() {
        return "statecode ge 0";
    }

    private RecordRef created(String table, ObjectNode columns) {
        return new RecordRef(
                table,
                dataverse
                        .control("POST", "records/" + table, columns.toString())
                        .path("id")
                        .asText());
    }

    private static String path(RecordRef record) {
        return "records/" + record.table() + "/" + record.id();
    }
}
