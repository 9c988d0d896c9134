package dev.cosell.fieldmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.referral.Status;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** A value that crosses and is shown in the other side's own way still means the same there, and never flows back. */
class CrossingTest {
    private static final FieldMap MAP = FieldMapFile.dynamics().deals().within(Map.of("description", Limit.length(60)));
    private static final Field NOTES = MAP.field("notes").orElseThrow();
    private static final Field NAME = MAP.field("name").orElseThrow();
    private static final Field VALUE = MAP.field("dealValue").orElseThrow();
    private static final Field DATE = MAP.field("closeDate").orElseThrow();
    private static final Field SOLUTIONS = MAP.field("solutions").orElseThrow();
    private static final Field STATUS = MAP.field("status").orElseThrow();
    private static final Field CURRENCY = MAP.field("currency").orElseThrow();

    @Property(tries = 500)
    void notesFromPartnerCenterAgreeWithWhatTheCrmMakesOfThem(@ForAll("texts") String text) {
        JsonNode shown = TextNode.valueOf(escaped(text));
        Value meant = NOTES.on(Side.PARTNER_CENTER, Map.of(path(NOTES, Side.PARTNER_CENTER), shown))
                .orElseThrow();
        assertAgree(
                NOTES,
                meant,
                NOTES.on(Side.CRM, crmShows(NOTES.stored(Side.CRM, meant))).orElseThrow());
    }

    @Property(tries = 500)
    void notesFromTheCrmAgreeWithWhatPartnerCenterMakesOfThem(@ForAll("texts") String text) {
        String fits = text.substring(0, Math.min(text.length(), 60));
        Value meant = NOTES.on(Side.CRM, Map.of("description", crmText(fits))).orElseThrow();
        Value there = NOTES.on(Side.PARTNER_CENTER, portalShows(NOTES.stored(Side.PARTNER_CENTER, meant)))
                .orElseThrow();
        assertAgree(NOTES, there, meant);
        Map<String, JsonNode> raw = NOTES.stored(Side.PARTNER_CENTER, meant);
        assertAgree(NOTES, NOTES.on(Side.PARTNER_CENTER, raw).orElseThrow(), meant);
    }

    @Property(tries = 300)
    void aCutTextFitsTheColumnAndEndsWithWholeCharacters(@ForAll("texts") String text) {
        JsonNode stored = NOTES.stored(Side.CRM, new Value.Text(text)).get("description");
        assertTrue(stored.asText("").length() <= 60);
        String shown = stored.asText("");
        assertTrue(shown.isEmpty()
                || shown.codePoints().noneMatch(character -> Character.getType(character) == Character.SURROGATE)
                || text.codePoints().anyMatch(character -> Character.getType(character) == Character.SURROGATE));
    }

    @Property(tries = 300)
    void aNameWithMicrosoftsMarkAgreesWithTheNameWithoutIt(@ForAll("texts") String name) {
        Value plain = NAME.on(Side.CRM, Map.of("name", crmText(name))).orElseThrow();
        Value marked = NAME.on(Side.CRM, Map.of("name", crmText("\u2714\uFE0F " + name)))
                .orElseThrow();
        boolean unmarked =
                !name.isBlank() && !name.startsWith("\u2714") && name.strip().equals(name);
        assertTrue(!unmarked || plain.equals(marked));
    }

    @Property(tries = 500)
    void sumsRoundedByTheCrmAgree(@ForAll("amounts") BigDecimal amount) {
        Value meant = VALUE.on(
                        Side.PARTNER_CENTER, Map.of(path(VALUE, Side.PARTNER_CENTER), DecimalNode.valueOf(amount)))
                .orElseThrow();
        JsonNode stored = VALUE.stored(Side.CRM, meant).get("estimatedvalue");
        JsonNode shown = DecimalNode.valueOf(stored.decimalValue().setScale(2, RoundingMode.HALF_UP));
        assertAgree(
                VALUE,
                meant,
                VALUE.on(Side.CRM, Map.of("estimatedvalue", shown)).orElseThrow());
        assertTrue(stored.toString().matches("-?\\d+(\\.\\d+)?"), stored + " has only plain digits");
    }

    @Property(tries = 300)
    void sumsFromTheCrmAgreeInPartnerCenterAlsoAsTexts(@ForAll("amounts") BigDecimal amount) {
        JsonNode shown = DecimalNode.valueOf(amount.setScale(2, RoundingMode.HALF_UP));
        Value meant = VALUE.on(Side.CRM, Map.of("estimatedvalue", shown)).orElseThrow();
        JsonNode stored = VALUE.stored(Side.PARTNER_CENTER, meant).get("/details/dealValue");
        for (JsonNode form : List.of(stored, TextNode.valueOf(stored.asText()))) {
            assertAgree(
                    VALUE,
                    VALUE.on(Side.PARTNER_CENTER, Map.of("/details/dealValue", form))
                            .orElseThrow(),
                    meant);
        }
    }

    @Property(tries = 300)
    void aDayIsTheSameWhateverTheTimePartnerCenterShows(
            @ForAll @IntRange(min = 0, max = 40_000) int days, @ForAll @IntRange(min = 0, max = 86_399) int second) {
        LocalDate day = LocalDate.of(1990, 1, 1).plusDays(days);
        JsonNode shown = TextNode.valueOf(day.atStartOfDay().plusSeconds(second) + ":00.0000000Z");
        String text = shown.asText().replaceAll("(T\\d\\d:\\d\\d:\\d\\d):00\\.", "$1.");
        Value meant = DATE.on(Side.PARTNER_CENTER, Map.of("/details/closingDateTime", TextNode.valueOf(text)))
                .orElseThrow();
        Value there = DATE.on(Side.CRM, DATE.stored(Side.CRM, meant)).orElseThrow();
        assertEquals(new Value.Day(day), there);
        assertAgree(
                DATE,
                DATE.on(Side.PARTNER_CENTER, DATE.stored(Side.PARTNER_CENTER, there))
                        .orElseThrow(),
                there);
    }

    @Property(tries = 200)
    void solutionsAreASetWhateverOrderAndWhateverElseTheySay(@ForAll("ids") Set<String> ids) {
        var list = JsonNodeFactory.instance.arrayNode();
        ids.forEach(id -> list.addObject().put("id", " " + id).put("price", 5));
        Value meant = SOLUTIONS
                .on(Side.PARTNER_CENTER, Map.of(path(SOLUTIONS, Side.PARTNER_CENTER), list))
                .orElseThrow();
        assertAgree(
                SOLUTIONS,
                meant,
                SOLUTIONS.on(Side.CRM, SOLUTIONS.stored(Side.CRM, meant)).orElseThrow());
        JsonNode again = SOLUTIONS
                .stored(Side.PARTNER_CENTER, meant, Map.of(path(SOLUTIONS, Side.PARTNER_CENTER), list))
                .get(path(SOLUTIONS, Side.PARTNER_CENTER));
        again.forEach(entry -> assertEquals(5, entry.path("price").asInt()));
        assertEquals(ids.size(), again.size());
    }

    @Property
    void everyStatusAgreesWithItsCoarserStateInTheCrm(@ForAll Status status) {
        Value stage = STATUS.on(
                        Side.PARTNER_CENTER,
                        Map.of(
                                "/status", TextNode.valueOf(status.status().toLowerCase(java.util.Locale.ROOT)),
                                "/substatus", TextNode.valueOf(status.substatus())))
                .orElseThrow();
        assertAgree(
                STATUS,
                stage,
                STATUS.on(Side.CRM, STATUS.stored(Side.CRM, stage)).orElseThrow());
    }

    @Property(tries = 200)
    void nothingThatCannotBeReadThrows(@ForAll("texts") String text, @ForAll Side side) {
        for (Field field : MAP.fields()) {
            for (JsonNode node : List.of(
                    TextNode.valueOf(text),
                    NullNode.getInstance(),
                    JsonNodeFactory.instance.arrayNode(),
                    JsonNodeFactory.instance.objectNode(),
                    JsonNodeFactory.instance.numberNode(-1))) {
                Map<String, JsonNode> stored = new java.util.HashMap<>();
                field.paths(side).forEach(path -> stored.put(path, node));
                field.on(side, stored);
            }
        }
    }

    @Example
    void nullAndEmptyAreTheSameEmptinessOnBothSides() {
        for (Field field : List.of(NOTES, NAME, CURRENCY, DATE, VALUE)) {
            for (Side side : Side.values()) {
                for (JsonNode empty : List.of(NullNode.getInstance(), TextNode.valueOf(""))) {
                    assertEquals(
                            Optional.of(Value.EMPTY),
                            field.on(side, Map.of(path(field, side), empty)),
                            field.name() + " of " + side + " shown as " + empty);
                }
            }
        }
    }

    @Example
    void absentIsUnknown() {
        for (Field field : MAP.fields()) {
            assertEquals(Optional.empty(), field.on(Side.CRM, Map.of()));
        }
    }

    @Example
    void aNumberWithAnAbsurdExponentIsUnreadable() {
        assertEquals(
                Optional.empty(),
                VALUE.on(Side.PARTNER_CENTER, Map.of("/details/dealValue", TextNode.valueOf("1E999999999"))));
        assertEquals(
                Optional.empty(),
                VALUE.on(
                        Side.PARTNER_CENTER,
                        Map.of("/details/dealValue", DecimalNode.valueOf(new BigDecimal("1E999999999")))));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "R&D",
                        "R&amp;D",
                        "&amp;amp;",
                        "&lt;b&gt;",
                        "&#39;",
                        "&#xFFFFFF;",
                        "a\r\nb\rc\nd",
                        "\u2714 done"),
                Arbitraries.of("a", "&", "&amp;", ";", "\n", "\r\n", " ", "\u00e9", "\ud83d\ude80", "<", "amp")
                        .list()
                        .ofMaxSize(70)
                        .map(parts -> String.join("", parts)),
                Arbitraries.strings().ofMaxLength(150));
    }

    @Provide
    Arbitrary<BigDecimal> amounts() {
        return Arbitraries.bigDecimals()
                .between(BigDecimal.ZERO, new BigDecimal("999999999999"))
                .ofScale(4);
    }

    @Provide
    Arbitrary<Set<String>> ids() {
        return Arbitraries.strings()
                .withCharRange('A', 'Z')
                .ofMinLength(1)
                .ofMaxLength(6)
                .set()
                .ofMaxSize(8);
    }

    private static void assertAgree(Field field, Value onPartnerCenter, Value onCrm) {
        assertTrue(
                field.agree(onPartnerCenter, onCrm),
                field.name() + ": \"" + onPartnerCenter + "\" does not agree with \"" + onCrm + "\"");
    }

    private static String path(Field field, Side side) {
        return field.paths(side).getFirst();
    }

    private static JsonNode crmText(String text) {
        return text.isEmpty()
                ? NullNode.getInstance()
                : TextNode.valueOf(text.replace("\r\n", "\n").replace("\n", "\r\n"));
    }

    private static Map<String, JsonNode> crmShows(Map<String, JsonNode> stored) {
        JsonNode text = stored.get("description");
        return Map.of("description", crmText(text.asText("")));
    }

    private static Map<String, JsonNode> portalShows(Map<String, JsonNode> stored) {
        return Map.of(
                "/details/notes",
                TextNode.valueOf(escaped(stored.get("/details/notes").asText(""))));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
