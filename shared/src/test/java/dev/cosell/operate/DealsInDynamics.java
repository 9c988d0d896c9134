package dev.cosell.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.crm.dynamics.DynamicsCrm;
import dev.cosell.crm.dynamics.SandboxDataverse;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.sync.pair.RecordRef;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Opportunities as sellers enter them, in a Dataverse of this process. */
final class DealsInDynamics {
    static final FieldMaps MAPS = FieldMapFile.dynamics();
    static final FieldMap MAP = MAPS.deals();

    final SandboxDataverse dataverse = new SandboxDataverse();
    final DynamicsCrm crm = dataverse.adapter(MAPS);
    private final RecordRef customer = new RecordRef(
            "account",
            dataverse
                    .control("POST", "records/account", "{\"name\":\"Contoso GmbH\",\"address1_country\":\"DE\"}")
                    .path("id")
                    .asText());

    /** A deal with all that a referral needs, its switch off. */
    RecordRef valid(String name) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        values.put("name", TextNode.valueOf(name));
        values.put("estimatedvalue", DecimalNode.valueOf(new BigDecimal("5000")));
        values.put("transactioncurrencyid", TextNode.valueOf("EUR"));
        values.put("estimatedclosedate", TextNode.valueOf("2027-10-31"));
        values.put("msft_microsoftpartnercentersolutions", TextNode.valueOf("SOL-7-XYZ"));
        return entered(values);
    }

    /** The same without a solution. */
    RecordRef incomplete(String name) {
        RecordRef record = valid(name);
        edits(record, "{\"msft_microsoftpartnercentersolutions\":null}");
        return record;
    }

    RecordRef shared(String name) {
        RecordRef record = valid(name);
        edits(record, "{\"" + MAP.columns().sync() + "\":true}");
        return record;
    }

    RecordRef lost(String name) {
        RecordRef record = valid(name);
        crm.update(
                record,
                crm.read(record).version().orElseThrow(),
                Map.of(
                        "statecode", IntNode.valueOf(2),
                        "statuscode", IntNode.valueOf(4)));
        return record;
    }

    void edits(RecordRef record, String columns) {
        dataverse.control("PATCH", "records/" + record.table() + "/" + record.id(), columns);
    }

    private RecordRef entered(Map<String, JsonNode> values) {
        RecordRef record = new RecordRef(MAP.table(), UUID.randomUUID().toString());
        crm.create(record, Optional.of(customer), values);
        edits(record, "{\"" + MAP.columns().sync() + "\":false}");
        return record;
    }
}
