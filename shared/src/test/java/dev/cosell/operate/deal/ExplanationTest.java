package dev.cosell.operate.deal;

import static dev.cosell.operate.Desk.NOW;
import static dev.cosell.operate.Desk.RECORD;
import static dev.cosell.operate.Problems.codeOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.Side;
import dev.cosell.operate.Desk;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.TablePairs;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.SideState;
import dev.cosell.sync.pair.Stored;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An operator learns why a value is what it is. */
class ExplanationTest {
    private final Desk desk = new Desk();
    private final TablePairs pairs = desk.pairs;
    private final Explanation explanation = new Explanation(desk.maps, desk.directory, desk.referrals);

    @Test
    void theLastCrossingIsToldFromEventToWriteWithTheRule() {
        Stored<Pair> row = deal();
        pairs.replace(
                row,
                row.value(),
                List.of(
                        entry(0, "referral-updated", "wrote", Side.CRM, "2026-03-31", "2026-04-30", Optional.empty()),
                        entry(
                                1,
                                "Update",
                                "wrote",
                                Side.PARTNER_CENTER,
                                "2026-04-30",
                                "2026-05-31",
                                Optional.of("x"))));

        JsonNode field = field("closeDate");

        String because = field.path("because").asText();
        assertTrue(
                because.contains("On \"Update\" at " + NOW + ", \"2026-05-31\" was written to Partner Center"),
                because);
        assertTrue(because.endsWith("by the rule the value of the CRM stands."), because);
        assertEquals(2, field.path("steps").size());
        assertEquals("x", field.at("/steps/1/lost").asText());
        assertEquals("both ways", field.path("crosses").asText());
        assertEquals(
                "if both sides changed it: the CRM's value stands",
                field.path("rule").asText());
        assertEquals("2026-05-31", field.at("/crm/lastShowed").asText());
        assertEquals("Nothing to do.", field.path("next").asText());
    }

    @Test
    void whatKeepsAFieldApartIsToldWithTheNextStep() {
        Stored<Pair> row = deal();
        pairs.replace(
                row,
                row.value()
                        .change()
                        .phase(Phase.HELD)
                        .held(Map.of(
                                "money",
                                Problem.of(ProblemCode.VALUE_NOT_POSITIVE, "0").on("money")))
                        .now(),
                List.of());

        JsonNode field = field("dealValue");

        assertEquals("VAL-01", field.at("/held/code").asText());
        assertEquals(ProblemCode.VALUE_NOT_POSITIVE.fix(), field.path("next").asText());
    }

    @Test
    void withoutAFieldAllAreExplainedAndAnUnknownOneIsRefused() {
        deal();

        JsonNode all = explanation.explain("p1", Optional.empty()).body().orElseThrow();

        assertEquals(desk.maps.deals().fields().size(), all.path("fields").size());
        assertEquals(ProblemCode.REQUEST_UNREADABLE, codeOf(() -> explanation.explain("p1", Optional.of("nonsense"))));
        assertEquals(ProblemCode.NOT_FOUND, codeOf(() -> explanation.explain("p9", Optional.empty())));
    }

    private JsonNode field(String name) {
        return explanation
                .explain("p1", Optional.of(name))
                .body()
                .orElseThrow()
                .path("fields")
                .get(0);
    }

    private Stored<Pair> deal() {
        return pairs.create(Pair.fresh(new PairId("p1"), NOW)
                .change()
                .phase(Phase.IN_STEP)
                .referral("ref-1")
                .record(RECORD)
                .side(
                        Side.CRM,
                        new SideState(
                                Map.of("estimatedclosedate", TextNode.valueOf("2026-05-31")),
                                Optional.empty(),
                                Optional.empty()))
                .now());
    }

    private static AuditEntry entry(
            int step, String cause, String did, Side to, String before, String after, Optional<String> lost) {
        return new AuditEntry(
                1,
                step,
                NOW,
                cause,
                did,
                Optional.of(to),
                List.of(new AuditEntry.FieldChange("closeDate", before, after, lost)),
                Optional.empty());
    }
}
