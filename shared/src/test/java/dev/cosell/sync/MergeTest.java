package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.Direction;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Limit;
import dev.cosell.fieldmap.Side;
import dev.cosell.referral.Status;
import dev.cosell.sync.merge.Merge;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.SideState;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The merge alone, against every state two sides can be in. */
class MergeTest {
    private static final String SOLUTIONS = "/details/requirements/solutions";
    private static final Instant NOW = Instant.EPOCH;

    /** One side as it stands: what it shows now and what it showed before. */
    private record Stand(Map<String, JsonNode> before, Map<String, JsonNode> now) {}

    @Property(tries = 1000)
    void whateverTheTwoSidesShowNothingMovesAfterTheMovesWereMade(@ForAll long seed) {
        Random random = new Random(seed);
        Stand here = new Stand(referral(random), referral(random));
        Stand there = new Stand(record(random), record(random));
        Pair pair = pair(here, there);
        Map<String, JsonNode> referral = new HashMap<>(here.now());
        Map<String, JsonNode> record = new HashMap<>(there.now());
        for (int round = 0; round < 4; round++) {
            Merge.Result merged = Merge.of(World.MAP, pair, referral, record, true);
            pair = carriedOut(pair, merged, referral, record);
        }
        Merge.Result again = Merge.of(World.MAP, pair, referral, record, true);
        assertEquals(List.of(), again.moves());
        for (String name : Merge.differences(World.MAP, referral, record)) {
            String group = World.MAP.field(name).orElseThrow().group();
            assertTrue(
                    staysByDesign(name, here, there)
                            || again.held().containsKey(group)
                            || again.divergences().containsKey(group),
                    name + " differs and nobody says why");
        }
    }

    @Example
    void whatTheCrmHasNoColumnForMovesInNeitherDirection() {
        FieldMap lacking = World.MAP.within(Map.of("cosell_consenttocontact", Limit.NOTHING));
        Map<String, JsonNode> shown = Map.of("/consent/consentToContact", BooleanNode.TRUE);
        Pair pair = pair(new Stand(Map.of(), shown), new Stand(Map.of(), Map.of()));

        assertEquals(
                Set.of("/consent/consentToContact"),
                Merge.of(World.MAP, pair, shown, Map.of(), false).moves().stream()
                        .flatMap(move -> move.sources().keySet().stream())
                        .collect(Collectors.toSet()));
        Merge.Result merged = Merge.of(lacking, pair, shown, Map.of(), false);
        assertEquals(List.of(), merged.moves());
        assertEquals(shown, merged.settled().get(Side.PARTNER_CENTER));
    }

    @Property(tries = 1000)
    void noMoveOfTheStatusIsEverAgainstPartnerCentersRules(
            @ForAll Status before, @ForAll Status here, @ForAll int state, @ForAll boolean crmMovedToo) {
        Map<String, JsonNode> seen = status(before);
        Map<String, JsonNode> shown = status(here);
        Map<String, JsonNode> crmBefore = state(Math.floorMod(state, 4));
        Map<String, JsonNode> crmNow = state(Math.floorMod(state / 4, 4));
        Pair pair = pair(new Stand(seen, shown), new Stand(crmMovedToo ? crmBefore : crmNow, crmNow));
        Merge.of(World.MAP, pair, shown, crmNow, false)
                .movesTo(Side.PARTNER_CENTER)
                .forEach(move -> {
                    if (move.values().containsKey("/status")) {
                        Status next = Status.of(
                                        move.values().get("/status").asText(),
                                        move.values().get("/substatus").asText())
                                .orElseThrow();
                        assertTrue(here.next().contains(next), here + " to " + next);
                    }
                });
    }

    @Property(tries = 500)
    void nothingIsEverWrittenToATerminalReferral(@ForAll long seed) {
        Random random = new Random(seed);
        Map<String, JsonNode> shown = referral(random);
        shown.putAll(status(List.of(Status.WON, Status.LOST, Status.DECLINED, Status.EXPIRED, Status.ERROR)
                .get(random.nextInt(5))));
        Stand there = new Stand(record(random), record(random));
        Pair pair = pair(new Stand(referral(random), shown), there);
        assertEquals(
                List.of(), Merge.of(World.MAP, pair, shown, there.now(), true).movesTo(Side.PARTNER_CENTER));
    }

    @Property(tries = 500)
    void aSideThatWasNotReadIsNeverTakenForChanged(@ForAll long seed) {
        Random random = new Random(seed);
        Map<String, JsonNode> referral = referral(random);
        Map<String, JsonNode> record = record(random);
        Pair pair = pair(new Stand(referral, referral), new Stand(record, record));
        assertEquals(
                List.of(), Merge.of(World.MAP, pair, referral, record, false).moves());
    }

    @Property(tries = 300)
    void absentPathsNeverMove(@ForAll long seed) {
        Random random = new Random(seed);
        Map<String, JsonNode> referral = referral(random);
        Map<String, JsonNode> record = record(random);
        Pair pair = pair(new Stand(referral, referral), new Stand(record, record));
        assertEquals(
                List.of(), Merge.of(World.MAP, pair, Map.of(), Map.of(), false).moves());
    }

    @Example
    void ofTwoFieldsThatReadOnePathNeitherHidesTheOther() {
        Map<String, JsonNode> referral = Map.of("/id", TextNode.valueOf("r1"));
        Map<String, JsonNode> record = Map.of(
                "msft_microsoftpartnercenterreferralidentifier", TextNode.valueOf("r1"),
                "msft_microsoftpartnercenterreferrallink", NullNode.getInstance());
        Pair pair = Pair.fresh(new PairId("r-r1"), NOW);
        Merge.Result merged = Merge.of(World.MAP, pair, referral, record, false);
        assertEquals(
                List.of("referralLink"),
                merged.moves().stream().map(Merge.Move::group).toList());
        assertEquals(Map.of(), merged.settled().get(Side.PARTNER_CENTER));
    }

    /** A one-way field that only its target's people changed, and a difference that was there before and still is. */
    private static boolean staysByDesign(String name, Stand here, Stand there) {
        Field field = World.MAP.field(name).orElseThrow();
        boolean moved = World.MAP.groups().get(field.group()).stream()
                .anyMatch(each ->
                        !each.on(Side.PARTNER_CENTER, here.before()).equals(each.on(Side.PARTNER_CENTER, here.now()))
                                || !each.on(Side.CRM, there.before()).equals(each.on(Side.CRM, there.now())));
        return field.direction() != Direction.BOTH || !moved;
    }

    private static Pair carriedOut(
            Pair pair, Merge.Result merged, Map<String, JsonNode> referral, Map<String, JsonNode> record) {
        Pair.Change change = pair.change();
        for (Side side : Side.values()) {
            change.side(side, pair.side(side).seeing(merged.settled().get(side)));
        }
        for (Merge.Move move : merged.moves()) {
            Map<String, JsonNode> target = move.to() == Side.CRM ? record : referral;
            target.putAll(move.values());
            boolean half = Merge.stillToTell(World.MAP.groups().get(move.group()), move.to(), target, move.sources());
            change.side(move.to(), change.side(move.to()).seeing(half ? Map.of() : move.values()));
            change.side(move.to().other(), change.side(move.to().other()).seeing(move.sources()));
        }
        return change.held(merged.held()).divergences(merged.divergences()).now();
    }

    private static Pair pair(Stand here, Stand there) {
        return Pair.fresh(new PairId("r-1"), NOW)
                .change()
                .side(Side.PARTNER_CENTER, new SideState(here.before(), Optional.of("1"), Optional.of(NOW)))
                .side(Side.CRM, new SideState(there.before(), Optional.of("1"), Optional.of(NOW)))
                .now();
    }

    private static Map<String, JsonNode> referral(Random random) {
        Map<String, JsonNode> values = new LinkedHashMap<>(status(
                Status.values()[random.nextInt(3 + random.nextInt(Status.values().length - 2))]));
        values.put("/id", TextNode.valueOf("r1"));
        values.put("/name", TextNode.valueOf("name" + random.nextInt(3)));
        values.put("/externalReferenceId", TextNode.valueOf(random.nextBoolean() ? "" : "x1"));
        values.put("/details/dealValue", DecimalNode.valueOf(new BigDecimal(random.nextInt(3) + ".005")));
        values.put("/details/currency", TextNode.valueOf(random.nextBoolean() ? "USD" : "EUR"));
        values.put("/details/closingDateTime", TextNode.valueOf("2026-03-0" + (1 + random.nextInt(3)) + "T23:00:00Z"));
        values.put("/details/notes", TextNode.valueOf(random.nextInt(4) == 0 ? "" : "R&amp;D " + random.nextInt(3)));
        var list = JsonNodeFactory.instance.arrayNode();
        ids(random).forEach(id -> list.addObject().put("id", id));
        values.put(SOLUTIONS, list);
        return values;
    }

    private static Map<String, JsonNode> record(Random random) {
        Map<String, JsonNode> values = new LinkedHashMap<>(state(random.nextInt(4)));
        values.put("opportunityid", TextNode.valueOf("x1"));
        values.put(
                "msft_microsoftpartnercenterreferralidentifier",
                random.nextBoolean() ? NullNode.getInstance() : TextNode.valueOf("r1"));
        values.put("name", TextNode.valueOf("name" + random.nextInt(3)));
        values.put("estimatedvalue", DecimalNode.valueOf(new BigDecimal(random.nextInt(3) + ".01")));
        values.put("transactioncurrencyid", TextNode.valueOf(random.nextBoolean() ? "USD" : "EUR"));
        values.put(
                "estimatedclosedate",
                random.nextInt(5) == 0
                        ? NullNode.getInstance()
                        : TextNode.valueOf("2026-03-0" + (1 + random.nextInt(3))));
        values.put(
                "description",
                random.nextInt(4) == 0 ? NullNode.getInstance() : TextNode.valueOf("R&D " + random.nextInt(3)));
        values.put(World.SOLUTIONS, TextNode.valueOf(String.join(";", ids(random))));
        return values;
    }

    private static Set<String> ids(Random random) {
        Set<String> ids = new java.util.TreeSet<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            ids.add("SOL-" + random.nextInt(4));
        }
        return ids;
    }

    private static Map<String, JsonNode> status(Status status) {
        return Map.of(
                "/status", TextNode.valueOf(status.status()),
                "/substatus", TextNode.valueOf(status.substatus()));
    }

    private static Map<String, JsonNode> state(int choice) {
        int state = Math.max(0, choice - 1);
        int reason = choice == 0 ? 1 : choice == 1 ? 2 : choice + 1;
        return Map.of("statecode", IntNode.valueOf(state), "statuscode", IntNode.valueOf(reason));
    }
}
