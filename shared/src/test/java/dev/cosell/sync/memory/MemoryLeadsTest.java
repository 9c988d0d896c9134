package dev.cosell.sync.memory;

import dev.cosell.crm.LeadContract;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.port.Crm;
import java.util.Map;
import java.util.Optional;

/** The CRM in memory keeps the promises about leads. */
final class MemoryLeadsTest extends LeadContract {
    private static final FieldMaps MAPS = FieldMapFile.dynamics();

    private final VirtualClock clock = new VirtualClock();
    private final Line line =
            new Line(RemoteSystem.CRM, clock, new Calls(), (system, verb, write) -> Optional.empty(), step -> {});
    private final MemoryCrm crm = new MemoryCrm(clock, line, MAPS, Map.of(), event -> {});

    @Override
    protected Crm crm() {
        return crm;
    }

    @Override
    protected FieldMaps maps() {
        return MAPS;
    }

    @Override
    protected int peopleWith(String email) {
        return (int) crm.contacts().stream().filter(email::equals).count();
    }

    @Override
    protected int accounts() {
        return crm.accounts().size();
    }

    @Override
    protected RecordRef somebodyQualifies(RecordRef lead) {
        return crm.qualifies(lead).orElseThrow();
    }

    @Override
    protected void somebodyMerges(RecordRef lead, RecordRef survivor) {
        crm.mergesLeads(lead, survivor, Map.of());
    }

    @Override
    protected void somebodyChooses(RecordRef lead, RecordRef account) {
        crm.chooses(lead, account.id());
    }
}
