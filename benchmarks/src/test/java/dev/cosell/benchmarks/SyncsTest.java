package dev.cosell.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.sync.Outcome;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Guards counts, never times: what a sync costs in storage transactions, in remote calls and in memory. */
class SyncsTest {
    /** Two of them are the event's acceptance, two are the host's, which takes the message and deletes it. */
    private static final int EDIT = 8;

    private static final int ECHO = 7;
    /** The index is written before the pair and cleared behind it. */
    private static final int ANOTHER_PHASE = 2;
    /** The first event of a record finds its pair by the claim, and remembers it. */
    private static final int FIRST_ECHO = ECHO + 2;

    private static final int FIRST_LINK = 20;
    /** Whether a record's deal was forgotten is asked before a referral is made of it. */
    private static final int FIRST_LINK_OF_A_RECORD = FIRST_LINK + 1;
    /** For two syncs, without both systems; what is measured is less, more so the longer it runs. */
    private static final long BYTES = 200_000;

    private final Map<String, SyncCost> costs =
            new SyncsBenchmark().run().stream().collect(Collectors.toMap(SyncCost::change, cost -> cost));

    @Test
    void anEditThatCrossesCostsEightTransactionsItsAcceptanceIncluded() {
        for (String edit : List.of("an edit in Partner Center", "an edit in the CRM", "the referral is accepted")) {
            assertEquals(EDIT, costs.get(edit).transactions(), costs.get(edit)::toString);
            assertEquals(List.of(ECHO), costs.get(edit).ofEchoes(), costs.get(edit)::toString);
            assertEquals(2, costs.get(edit).calls(), costs.get(edit)::toString);
        }
    }

    @Test
    void aClosingCostsWhatAnEditDoesAndAnotherPhase() {
        SyncCost won = costs.get("the deal is won in the CRM");
        assertEquals(EDIT + ANOTHER_PHASE, won.transactions(), won::toString);
        won.ofEchoes().forEach(echo -> assertEquals(ECHO, echo, won::toString));
    }

    @Test
    void aNewDealCostsTheSameHoweverManyListsItIsOn() {
        Map<String, Integer> links = Map.of(
                "a referral becomes a record", FIRST_LINK, "a record becomes a referral", FIRST_LINK_OF_A_RECORD);
        links.forEach((link, expected) -> {
            assertEquals(expected, costs.get(link).transactions(), costs.get(link)::toString);
            costs.get(link).ofEchoes().forEach(echo -> assertTrue(echo <= FIRST_ECHO, costs.get(link)::toString));
        });
    }

    @Test
    void whatComesBackIsOurOwn() {
        costs.values().forEach(cost -> {
            assertInstanceOf(Outcome.Synced.class, cost.steps().getFirst().outcome(), cost::toString);
            cost.steps().stream()
                    .skip(1)
                    .forEach(echo -> assertInstanceOf(Outcome.Skipped.class, echo.outcome(), cost::toString));
        });
    }

    /** Bytes, unlike times, are the same on every machine once classes are loaded. */
    @Test
    void anEditAndItsEchoNeedLittleMemory() {
        for (EngineNeeds.Found found : new EngineNeeds(200, 1).run()) {
            assertTrue(found.engine().bytes() < BYTES, found::toString);
        }
    }
}
