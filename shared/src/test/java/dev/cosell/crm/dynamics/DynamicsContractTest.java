package dev.cosell.crm.dynamics;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cosell.crm.CrmContract;
import dev.cosell.fieldmap.CustomMap;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.port.Crm;
import java.time.Duration;
import java.util.UUID;

/** Dynamics 365 keeps the promises of every CRM adapter. */
final class DynamicsContractTest extends CrmContract {
    private static final FieldMaps MAPS = FieldMapFile.dynamics();

    private final SandboxDataverse dataverse = new SandboxDataverse();
    private final Crm crm = dataverse.adapter(MAPS);
    private FieldMap deals = MAPS.deals();

    @Override
    protected Crm crm() {
        return crm;
    }

    @Override
    protected Crm crmWithoutToldColumns() {
        dataverse.withoutAdditions();
        deals = CustomMap.deals("{'columns': {'audit': 'cosell_nobody_has_this'}}");
        return dataverse.adapter(FieldMaps.of(deals));
    }

    @Override
    protected FieldMap map() {
        return deals;
    }

    @Override
    protected RecordRef unusedRecord() {
        return new RecordRef("opportunity", UUID.randomUUID().toString());
    }

    @Override
    protected void somebodyEdits(RecordRef record, String column, String text) {
        dataverse.control(
                "PATCH",
                path(record),
                JsonNodeFactory.instance.objectNode().put(column, text).toString());
    }

    @Override
    protected void somebodyDeletes(RecordRef record) {
        dataverse.control("DELETE", path(record), "");
    }

    @Override
    protected void throttleNextCall(Duration wait) {
        dataverse.throttle(wait);
    }

    private static String path(RecordRef record) {
        return "records/" + record.table() + "/" + record.id();
    }
}
