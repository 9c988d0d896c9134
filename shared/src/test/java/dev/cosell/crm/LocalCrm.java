package dev.cosell.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.crm.dynamics.LocalDynamics;
import dev.cosell.crm.file.LocalFiles;
import dev.cosell.crm.salesforce.LocalSalesforce;
import dev.cosell.fieldmap.CrmProduct;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.http.Call;
import dev.cosell.referral.Status;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.port.Crm;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The sandbox of a CRM in this process, and what people do in it, said in the words of the field map: a test that is written
 * on this runs for every CRM.
 */
public abstract class LocalCrm {
    private final FieldMaps maps;
    private final Function<FieldMaps, Crm> adapters;
    private final Crm people;
    private final Crm crm;

    protected LocalCrm(FieldMaps maps, Function<FieldMaps, Crm> adapters) {
        this.maps = maps;
        this.adapters = adapters;
        this.people = adapters.apply(maps);
        this.crm = adapters.apply(maps);
    }

    /** With several currencies, and countries from a list where the CRM has one. */
    public static LocalCrm of(CrmProduct product) {
        return switch (product) {
            case DYNAMICS -> new LocalDynamics();
            case SALESFORCE -> LocalSalesforce.international();
            case FILE -> new LocalFiles();
        };
    }

    /** With one currency where the CRM can do with one, and countries as people write them. */
    public static LocalCrm simple(CrmProduct product) {
        return switch (product) {
            case DYNAMICS -> new LocalDynamics();
            case SALESFORCE -> LocalSalesforce.standard();
            case FILE -> new LocalFiles();
        };
    }

    // --- The connector's side ---

    /** Every call that any adapter made, oldest first. */
    public abstract List<Call> calls();

    /** What happens, from now on, between an answer and whoever asked. */
    public abstract void onAnswer(Runnable happening);

    /** What this CRM cannot do as others do it. */
    public abstract Set<Difference> differences();

    /** The map that comes with the connector. */
    public final FieldMaps maps() {
        return maps;
    }

    /** An adapter with a memory of its own. */
    public final Crm adapter(FieldMaps by) {
        return adapters.apply(by);
    }

    /** The connector's adapter. */
    public final Crm crm() {
        return crm;
    }

    public final FieldMap map() {
        return maps.deals();
    }

    // --- What people do ---

    /** Makes an account the child of another one. */
    public abstract void belongsTo(RecordRef account, RecordRef parent);

    /** A company that somebody entered; of what is empty, nothing. */
    public abstract RecordRef account(String name, String postalCode, String country);

    /** A deal that somebody entered, open and accepted, with nothing but a name and what the CRM demands; its switch is off. */
    public abstract RecordRef bare(String name, Optional<RecordRef> account);

    /** Columns of a row as the CRM stores them. */
    public abstract void writes(RecordRef record, ObjectNode columns);

    /** Somebody chooses an option in a column that is in no field of the map. */
    public abstract void chooses(RecordRef record, String column, String option);

    /** Somebody copies a record, with all that it holds. */
    public abstract RecordRef clones(RecordRef record);

    public abstract void deletes(RecordRef record);

    /** A lead becomes a deal. */
    public abstract RecordRef qualifies(RecordRef lead);

    /** A deal that there never was. */
    public abstract RecordRef unused();

    /** The forms in which people of this CRM know a record's id, as they may write it. */
    protected abstract List<String> forms(RecordRef record);

    /** All ways in which people may write a record's id to us. */
    public final List<String> writings(RecordRef record) {
        return Stream.concat(
                        forms(record).stream(),
                        Stream.of(" " + record.id() + " ", "{" + record.id() + "}", record.toString(), "crm|" + record))
                .toList();
    }

    /** How many rows a table has. */
    public abstract int rows(String table);

    public abstract int accounts();

    public abstract int contacts();

    /** What a column of a row holds, in the CRM's own words; for a lookup the id it points to. */
    public abstract String held(RecordRef record, String column);

    /** An administrator hides a column from the connector's user, and shows all others. */
    public abstract void hides(String table, String column);

    /** The id of the user with an e-mail address. */
    public abstract String user(String email);

    /** A deal with all that a referral needs, in euro, its switch off. */
    public final RecordRef valid(String name) {
        return valid(name, account("Contoso GmbH", "80331", "DE"), Optional.of("EUR"));
    }

    /**
     * As above.
     *
     * @param currency or that of the organisation
     */
    public final RecordRef valid(String name, RecordRef account, Optional<String> currency) {
        RecordRef record = bare(name, Optional.of(account));
        Map<String, Value> values = new LinkedHashMap<>();
        values.put("dealValue", new Value.Amount(new BigDecimal("5000")));
        values.put("closeDate", new Value.Day(LocalDate.of(2027, 10, 31)));
        values.put("solutions", new Value.Items(new TreeSet<>(Set.of("SOL-7-XYZ"))));
        currency.or(() ->
                        Optional.of("EUR").filter(euro -> differences().contains(Difference.DEALS_NAME_THEIR_CURRENCY)))
                .ifPresent(code -> values.put("currency", new Value.Text(code)));
        edits(record, values);
        return record;
    }

    /** A valid deal that lost its solution. */
    public final RecordRef incomplete(String name) {
        RecordRef record = valid(name);
        edits(record, "solutions", new Value.Items(new TreeSet<>()));
        return record;
    }

    public final RecordRef shared(String name) {
        RecordRef record = valid(name);
        turns(record, true);
        return record;
    }

    public final RecordRef lost(String name) {
        RecordRef record = valid(name);
        edits(record, "status", new Value.Stage(Status.LOST));
        return record;
    }

    /** Somebody turns the sync switch. */
    public final void turns(RecordRef record, boolean on) {
        writes(record, JsonNodeFactory.instance.objectNode().put(map().columns().sync(), on));
    }

    public final void edits(RecordRef record, String field, Value value) {
        edits(record, Map.of(field, value));
    }

    /** Values by field of the map. */
    public final void edits(RecordRef record, Map<String, Value> values) {
        Map<String, JsonNode> columns = new LinkedHashMap<>();
        values.forEach((field, value) -> columns.putAll(field(field).stored(Side.CRM, value)));
        people.update(record, people.read(record).version().orElseThrow(), columns);
    }

    /** What a record shows of a field. */
    public final Optional<Value> shows(RecordRef record, String field) {
        return field(field).on(Side.CRM, people.read(record).values());
    }

    /** The column that a field is in. */
    public final String column(String field) {
        return field(field).paths(Side.CRM).getFirst();
    }

    private Field field(String name) {
        return map().field(name).orElseThrow();
    }

    /** Puts what is not empty. */
    protected static void put(ObjectNode columns, String column, String text) {
        if (!text.isEmpty()) {
            columns.put(column, text);
        }
    }

    // --- Conditions in the CRM's own words ---

    /** That a deal has this name. */
    public abstract String isCalled(String name);

    /** That its name begins so. */
    public abstract String beginsWith(String name);

    /** That a deal is open. */
    public abstract String isOpen();

    /** What any deal is. */
    public abstract String isAny();
}
