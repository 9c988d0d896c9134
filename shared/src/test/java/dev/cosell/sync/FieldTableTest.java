package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.ConflictRule;
import dev.cosell.fieldmap.Direction;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.fieldmap.ValueType;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Attributes;
import dev.cosell.referral.DealKind;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.ReferralSnapshot;
import dev.cosell.sync.pair.Subject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field of the deals' map, whoever added it, does what the map says of it. */
class FieldTableTest {
    private static final String OURS = "a";
    private static final String THEIRS = "b";

    private final World world = new World();

    /** Fields of a kind that a person can edit on both sides, by the way they cross. */
    static Stream<Field> bothWays() {
        return fields(Direction.BOTH).filter(field -> field.type() != ValueType.STATUS);
    }

    static Stream<Field> patchedBothWays() {
        return bothWays().filter(Field::patchable);
    }

    /** Visibility is no conflict: nobody can take it back. */
    static Stream<Field> takenBack() {
        return patchedBothWays().filter(field -> !field.partnerCenter().contains(DealKind.VISIBILITY));
    }

    static Stream<Field> fixedInPartnerCenter() {
        return bothWays().filter(field -> !field.patchable());
    }

    static Stream<Field> toTheCrm() {
        return fields(Direction.BOTH, Direction.TO_CRM).filter(FieldTableTest::isEdited);
    }

    static Stream<Field> toPartnerCenter() {
        return patchedBothWays();
    }

    static Stream<Field> givenWhenMade() {
        return World.MAP.fields().stream()
                .filter(field -> !field.partnerCenter().isEmpty());
    }

    private static Stream<Field> fields(Direction... directions) {
        return World.MAP.fields().stream().filter(field -> List.of(directions).contains(field.direction()));
    }

    /** Ids, what follows from other members, and Microsoft's half are nobody's to edit; the status and people have rules of their own. */
    private static boolean isEdited(Field field) {
        return field.type() != ValueType.STATUS
                && field.type() != ValueType.REFERRAL_LINK
                && field.type() != ValueType.CO_SELL_TYPE
                && field.type() != ValueType.PEOPLE
                && field.partnerCenter().stream()
                        .noneMatch(path -> path.equals("/id") || path.startsWith("/microsoft/"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("givenWhenMade")
    void aRecordThatIsMadeOfAReferralHasItsValue(Field field) {
        Pair pair = world.inbound("Contoso migration");
        boolean ofContact = field.crm().stream().anyMatch(path -> path.contains("/") && !path.startsWith("customerid"));
        if (field.direction() == Direction.TO_PARTNER_CENTER || ofContact) {
            return;
        }
        assertAgree(field, pair);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("givenWhenMade")
    void aReferralThatIsMadeOfARecordHasItsValue(Field field) {
        Pair pair = world.outbound("Contoso migration");
        if (field.direction() != Direction.TO_CRM && field.type() != ValueType.PEOPLE) {
            assertAgree(field, pair);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("toTheCrm")
    void s60_aChangeInPartnerCenterIsSeenInTheCrm(Field field) {
        Pair pair = world.inbound("Contoso migration");
        edit(pair, field, Side.PARTNER_CENTER, OURS);
        world.settle();
        assertEquals(Optional.of(value(field, OURS)), meant(field, Side.CRM, pair));
        assertQuiet(field, pair);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("toPartnerCenter")
    void s61_aChangeInTheCrmIsSeenInPartnerCenter(Field field) {
        Pair pair = world.outbound("Contoso migration");
        edit(pair, field, Side.CRM, OURS);
        world.settle();
        assertEquals(Optional.of(value(field, OURS)), meant(field, Side.PARTNER_CENTER, pair));
        assertQuiet(field, pair);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fixedInPartnerCenter")
    void s61_aChangeOfWhatPartnerCenterDoesNotLetBeChangedIsToldOnce(Field field) {
        Pair pair = world.outbound("Contoso migration");
        Optional<Value> before = meant(field, Side.PARTNER_CENTER, pair);
        edit(pair, field, Side.CRM, OURS);
        world.settle();
        assertEquals(before, meant(field, Side.PARTNER_CENTER, pair));
        assertEquals(Optional.of(value(field, OURS)), meant(field, Side.CRM, pair));
        assertEquals(
                ProblemCode.NOT_CHANGEABLE,
                world.again(pair).divergences().get(field.group()).code());
        String told = world.crm.text(
                pair.record().orElseThrow(),
                World.MAP.columns().told().problem().orElseThrow());
        assertTrue(told.contains(ProblemCode.NOT_CHANGEABLE.code()) && told.contains(field.group()), told);
        assertEquals(List.of(), world.violations());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("takenBack")
    void s60_aConflictIsSettledByTheFieldsRule(Field field) {
        Pair pair = world.inbound("Contoso migration");
        edit(pair, field, Side.PARTNER_CENTER, OURS);
        edit(pair, field, Side.CRM, THEIRS);
        world.settle();
        if (field.type() == ValueType.SOLUTIONS) {
            assertAgree(field, pair);
        } else if (field.rule() == ConflictRule.HOLD) {
            assertEquals(
                    ProblemCode.CONFLICT,
                    world.again(pair).held().get(field.group()).code());
        } else {
            Value wins = value(field, field.rule() == ConflictRule.CRM ? THEIRS : OURS);
            for (Side side : Side.values()) {
                assertEquals(Optional.of(wins), meant(field, side, pair), side.label());
            }
            assertTrue(
                    world.store.audit(pair.id()).stream()
                            .anyMatch(entry -> entry.did().equals("conflict")),
                    "both values are on record");
        }
        assertEquals(List.of(), world.violations());
    }

    private void assertAgree(Field field, Pair pair) {
        Value here = meant(field, Side.PARTNER_CENTER, pair).orElse(Value.EMPTY);
        Value there = meant(field, Side.CRM, pair).orElse(Value.EMPTY);
        assertTrue(field.agree(here, there), field.name() + ": " + here + " and " + there);
    }

    private void assertQuiet(Field field, Pair pair) {
        assertAgree(field, pair);
        assertEquals(Map.of(), world.again(pair).held());
        assertEquals(List.of(), world.violations());
        long writes = world.calls.writes();
        world.asks(Subject.record(pair.record().orElseThrow()), Causes.SYNC_NOW).settle();
        assertEquals(writes, world.calls.writes(), "nothing flows back");
    }

    private Optional<Value> meant(Field field, Side side, Pair pair) {
        return field.on(
                side,
                side == Side.CRM
                        ? world.crm.look(pair.record().orElseThrow())
                        : ReferralSnapshot.of(
                                        World.MAP.paths(side),
                                        world.partnerCenter.look(
                                                pair.referralId().orElseThrow()))
                                .values());
    }

    private void edit(Pair pair, Field field, Side side, String which) {
        Map<String, JsonNode> stored = new LinkedHashMap<>(field.stored(side, value(field, which)));
        assertTrue(
                side == Side.CRM
                        ? world.crm.edits(pair.record().orElseThrow(), stored)
                        : world.partnerCenter.edits(pair.referralId().orElseThrow(), stored),
                "edited");
    }

    /** A value of the field's type that no new deal has, and another one. */
    private static Value value(Field field, String which) {
        boolean ours = which.equals(OURS);
        JsonNode node = switch (field.type()) {
            case TEXT, NAME, CODE, REFERRAL_LINK, TERM, REGISTRATION -> TextNode.valueOf("value " + which);
            case CURRENCY -> TextNode.valueOf(ours ? "CHF" : "GBP");
            case COUNTRY -> TextNode.valueOf(ours ? "CH" : "GB");
            case MONEY -> IntNode.valueOf(ours ? 777 : 888);
            case DATE -> TextNode.valueOf(ours ? "2027-01-15T00:00:00Z" : "2027-02-15T00:00:00Z");
            case FLAG ->
                // Other than what the map assumes of a record that says nothing.
                BooleanNode.valueOf(ours == field.defaultOn(Side.PARTNER_CENTER).isEmpty());
            case SOLUTIONS ->
                JsonNodeFactory.instance
                        .arrayNode()
                        .add(JsonNodeFactory.instance.objectNode().put("id", "SOL-" + which));
            case CO_SELL_TYPE ->
                Attributes.with(
                        NullNode.getInstance(), Map.of(ours ? "PartnerRole" : "CustomerMarketplaceIntent", "x"));
            case STATUS, MICROSOFTS_ANSWER, TEAM, PEOPLE -> NullNode.getInstance();
        };
        return field.on(
                        Side.PARTNER_CENTER,
                        Map.of(
                                field.partnerCenter().getFirst(),
                                labelled(field, ours).orElse(node)))
                .orElseThrow();
    }

    /** A field with a value map takes only its values. */
    private static Optional<JsonNode> labelled(Field field, boolean ours) {
        List<String> values = field.knownValues();
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(TextNode.valueOf(ours ? values.getLast() : values.getFirst()));
    }
}
