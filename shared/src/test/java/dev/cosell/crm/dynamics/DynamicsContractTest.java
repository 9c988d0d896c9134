package dev.cosell.crm.dynamics;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.crm.CrmContract;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.http.Answer;
import dev.cosell.http.TokenSource;
import dev.cosell.sync.Crm;
import dev.cosell.sync.RecordRef;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Dynamics 365 keeps the promises of every CRM adapter. */
final class DynamicsContractTest extends CrmContract {
    private static final FieldMap MAP = FieldMapFile.dynamics();

    private final FakeDataverse dataverse = new FakeDataverse();
    private final Crm crm = adapter(dataverse);

    static DynamicsCrm adapter(FakeDataverse dataverse) {
        return new DynamicsCrm(
                URI.create(FakeDataverse.ENVIRONMENT), dataverse, new FixedToken(), MAP, () -> dataverse.now);
    }

    /** A token that is always valid. */
    record FixedToken() implements TokenSource {
        @Override
        public String token() {
            return "fixed";
        }

        @Override
        public void refused() {
            throw new AssertionError("the fake refuses no token");
        }
    }

    @Override
    protected Crm crm() {
        return crm;
    }

    @Override
    protected Crm crmWithoutToldColumns() {
        dataverse
                .columns
                .keySet()
                .removeAll(List.of(
                        "cosell_syncnow",
                        "cosell_syncstatus",
                        "cosell_syncproblem",
                        "msft_microsoftpartnercenterreferralsyncaudit"));
        return adapter(dataverse);
    }

    @Override
    protected FieldMap map() {
        return MAP;
    }

    @Override
    protected RecordRef unusedRecord() {
        return new RecordRef("opportunity", UUID.randomUUID().toString());
    }

    @Override
    protected String unusedAccountId() {
        return UUID.randomUUID().toString();
    }

    @Override
    protected void somebodyEdits(RecordRef record, String column, String text) {
        dataverse.edit(record.id(), column, TextNode.valueOf(text));
    }

    @Override
    protected void somebodyDeletes(RecordRef record) {
        dataverse.delete(record.id());
    }

    @Override
    protected void throttleNextCall(Duration wait) {
        Answer refusal = FakeDataverse.refusal(429, "0x80072322", "Number of requests exceeded the limit of 6000.");
        dataverse.nextAnswers.add(
                new Answer(429, Map.of("retry-after", Long.toString(wait.toSeconds())), refusal.body()));
    }
}
