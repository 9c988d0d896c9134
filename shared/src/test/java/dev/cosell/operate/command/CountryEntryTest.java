package dev.cosell.operate.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.operate.TestStorage;
import dev.cosell.operate.deal.Referrals;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.PairDirectory;
import dev.cosell.store.QueueWork;
import dev.cosell.store.Storage;
import dev.cosell.store.TableClaims;
import dev.cosell.store.TableHints;
import dev.cosell.store.TablePairs;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Inbox;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where a customer is, as a person says it: kept for a worker, if the deal waits for it. */
class CountryEntryTest {
    private static final PairId ID = new PairId("c-1");
    private static final RecordRef RECORD = new RecordRef("opportunity", "0c4f0f3a-0000-4000-8000-000000000001");

    private final TestStorage local = new TestStorage();
    private final Storage storage = local.storage();
    private final TablePairs pairs = new TablePairs(storage);
    private final TableHints hints = new TableHints(storage);
    private final Inbox inbox = new Inbox(hints, new QueueWork(storage, local.queues()));
    private final CountryEntry entry = new CountryEntry(
            new Referrals(
                    FieldMapFile.dynamics(),
                    pairs,
                    new PairDirectory(storage),
                    new TableClaims(storage),
                    inbox,
                    storage.clock()),
            new Asking(pairs, inbox, storage.clock()));

    @Test
    void s32_theLatestCountryWaitsInTheHeldDealByItsCodeAndTheDealIsQueued() {
        held(ProblemCode.COUNTRY_UNKNOWN);
        assertEquals(202, entry.enter("c-1", saying("AT")).status());
        entry.enter("c-1", saying("Deutschland").put("by", "Mara"));
        List<Command> waiting = pairs.read(ID).orElseThrow().value().commands();
        assertEquals(1, waiting.size());
        assertEquals(Command.Kind.COUNTRY, waiting.getFirst().kind());
        assertEquals("DE", waiting.getFirst().details().path("country").asText());
        assertEquals("Mara", waiting.getFirst().by());
        assertTrue(hints.read(Subject.record(RECORD)).isPresent());
    }

    @Test
    void whatIsNoCountryIsRefusedWithSuggestions() {
        held(ProblemCode.COUNTRY_UNKNOWN);
        Failure refused = assertThrows(Failure.class, () -> entry.enter("c-1", saying("Deutchland")));
        assertEquals(ProblemCode.REQUEST_UNREADABLE, refused.problem().code());
        assertTrue(refused.problem().detail().contains("DE (Germany)"), refused.problem()::detail);
        assertThrows(Failure.class, () -> entry.enter("c-1", JsonNodeFactory.instance.objectNode()));
        assertEquals(List.of(), pairs.read(ID).orElseThrow().value().commands());
    }

    @Test
    void aDealThatWaitsForSomethingElseKeepsItsCountry() {
        held(ProblemCode.SOLUTION_MISSING);
        Failure refused = assertThrows(Failure.class, () -> entry.enter("c-1", saying("DE")));
        assertEquals(ProblemCode.NOT_POSSIBLE, refused.problem().code());
    }

    private void held(ProblemCode code) {
        pairs.create(Pair.fresh(ID, Instant.EPOCH)
                .change()
                .record(RECORD)
                .phase(Phase.HELD)
                .problem(Optional.of(Problem.of(code, "why")))
                .now());
    }

    private static ObjectNode saying(String country) {
        return JsonNodeFactory.instance.objectNode().put("country", country);
    }
}
