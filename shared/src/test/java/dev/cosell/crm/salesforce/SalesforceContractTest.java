package dev.cosell.crm.salesforce;

import dev.cosell.crm.CrmContract;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.port.Crm;
import java.time.Duration;

/** Salesforce keeps the promises of every CRM adapter. */
final class SalesforceContractTest extends CrmContract {
    private static final FieldMaps MAPS = FieldMapFile.salesforce();

    private final SandboxSalesforce salesforce = new SandboxSalesforce();
    private final Crm crm = salesforce.adapter(MAPS);

    /** Columns that no project brings along. */
    SalesforceContractTest() {
        for (String column : SalesforceProjectTest.LEFT_OUT) {
            salesforce.control("PUT", "fields/Opportunity/" + column, "{\"type\": \"boolean\", \"default\": true}");
            salesforce.alsoGrants("Opportunity", column);
        }
    }

    @Override
    protected Crm crm() {
        return crm;
    }

    @Override
    protected Crm crmWithoutToldColumns() {
        salesforce.withoutAdditions();
        return salesforce.adapter(FieldMaps.of(MAPS.deals()));
    }

    @Override
    protected FieldMap map() {
        return MAPS.deals();
    }

    @Override
    protected RecordRef unusedRecord() {
        return new RecordRef("Opportunity", "006000000000999AAA");
    }

    @Override
    protected void somebodyEdits(RecordRef record, String column, String text) {
        salesforce.edits(
                record.table(), record.id(), RestApi.JSON.createObjectNode().put(column, text));
    }

    @Override
    protected void somebodyDeletes(RecordRef record) {
        salesforce.control("DELETE", "records/" + record.table() + "/" + record.id(), "");
    }

    @Override
    protected void throttleNextCall(Duration wait) {
        salesforce.throttle(wait);
    }
}
