package dev.cosell.sync.memory;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.crm.CrmContract;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Limit;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.port.Crm;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;

/** The CRM in memory keeps the promises of every CRM adapter, whoever chooses the ids. */
class MemoryCrmTest {
    @Nested
    class WhoseCallerChoosesIds extends Contract {}

    @Nested
    class ThatChoosesIds extends Contract {
        ThatChoosesIds() {
            memory.choosesIds();
        }
    }

    abstract static class Contract extends CrmContract {
        private static final FieldMap MAP = FieldMapFile.dynamics().deals();

        private final VirtualClock clock = new VirtualClock();
        private final Deque<Faults.Fault> refusals = new ArrayDeque<>();
        final MemoryCrm memory = new MemoryCrm(
                clock,
                new Line(
                        RemoteSystem.CRM,
                        clock,
                        new Calls(),
                        (system, verb, write) -> Optional.ofNullable(refusals.poll()),
                        step -> {}),
                FieldMaps.of(MAP),
                Map.of("name", Limit.length(300)),
                event -> {});

        Contract() {
            memory.hasOnly(Set.of("EUR", "USD"));
        }

        @Override
        protected Crm crm() {
            return memory;
        }

        @Override
        protected Crm crmWithoutToldColumns() {
            memory.hasNoColumnsForSellers();
            return memory;
        }

        @Override
        protected FieldMap map() {
            return MAP;
        }

        @Override
        protected RecordRef unusedRecord() {
            return new RecordRef("opportunity", "0000-0");
        }

        @Override
        protected void somebodyEdits(RecordRef record, String column, String text) {
            memory.edits(record, Map.of(column, TextNode.valueOf(text)));
        }

        @Override
        protected void somebodyDeletes(RecordRef record) {
            memory.deletes(record);
        }

        @Override
        protected void throttleNextCall(Duration wait) {
            Problem throttled = Problem.of(ProblemCode.THROTTLED, "too many calls");
            refusals.add(new Faults.Fault(throttled.retryAfter(wait), false));
        }
    }
}
