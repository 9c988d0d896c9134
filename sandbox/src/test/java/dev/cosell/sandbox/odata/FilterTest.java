package dev.cosell.sandbox.odata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {
    private static final Row ROW = row("""
            {"name": "O'Hara and (Sons)", "amount": 12.50, "open": true, "gone": null,
             "when": "2026-11-22T10:00:00Z", "day": "2026-11-22", "id": "6F9619FF-8B86-D011-B42D-00C04FC964FF",
             "details": {"value": 3}, "team": [{"email": "a@x"}, {"email": "b@x", "n": 2}]}""");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name eq 'o''hara and (sons)'",
                "contains(name,'AND (')",
                "startswith(name, 'O''H') and endswith(name,')')",
                "amount eq 12.5 and amount ge 12.5 and amount le 12.5 and amount gt -1 and amount lt 1e3",
                "amount ne 3 and gone ne 'x' and gone eq null and name ne null",
                "not (amount lt 10 or open eq false)",
                "amount gt 99 and open eq true or details/value eq 3",
                "not contains(name,'zzz')",
                "when ge 2026-11-22T10:00:00Z and when lt 2026-11-22T11:00:00+00:30 and day eq 2026-11-22",
                "id eq 6f9619ff-8b86-d011-b42d-00c04fc964ff",
                "id eq '6f9619ff-8b86-d011-b42d-00c04fc964ff'",
                "(((open eq true)))",
                "team/any(t:t/email eq 'B@X')",
                "open eq true and team/any(t: t/n eq 2 and open eq true)",
            })
    void passes(String filter) {
        assertTrue(Filter.parse(filter).test(ROW), filter);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gone eq 'x'",
                "gone gt 1",
                "gone lt 1",
                "absent eq 1",
                "open eq false",
                "name gt 5",
                "amount gt 99 and (open eq true or details/value eq 3)",
                "when gt 2026-11-22T10:00:00Z",
                "contains(gone,'')",
                "team/any(t:t/email eq 'a@x' and t/n eq 2)",
                "gone/any(t:t/email eq 'a@x')",
            })
    void holdsBack(String filter) {
        assertTrue(!Filter.parse(filter).test(ROW), filter);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "name eq|a literal",
                "name is 'x'|eq, ne, gt, ge, lt or le",
                "(name eq 'x'|')'",
                "name eq 'x' name|end of the filter",
                "name eq 'x|Unterminated",
                "concat(name,'x')|unknown function",
                "when gt 2026-99-99|a date",
                "'x' eq name|a property",
                "contains(name,5)|a string literal",
                "name eq )|a literal",
            })
    void aBadFilterSaysWhatWasExpected(String filter, String expected) {
        String message = assertThrows(Filter.SyntaxException.class, () -> Filter.parse(filter))
                .getMessage();
        assertTrue(message.contains(expected), message);
    }

    @Test
    void namesEveryPropertySoThatUnknownOnesCanBeRefused() {
        assertEquals(
                Set.of("a", "b", "c/d", "team"),
                Filter.parse("a eq 1 and not (b eq 2 or contains(c/d,'x')) or team/any(t:t/n eq 2)")
                        .paths());
    }

    @Test
    void ordersByNumberTextAndAbsence() {
        Row two = row("{\"n\": 2, \"t\": \"b\"}");
        Row ten = row("{\"n\": 10, \"t\": \"A\"}");
        Row none = row("{\"t\": \"B\"}");
        assertEquals(List.of(none, two, ten), sorted("n", two, ten, none));
        assertEquals(List.of(ten, two, none), sorted("n desc", two, ten, none));
        assertEquals(List.of(ten, none, two), sorted("t asc, n", two, ten, none));
        assertThrows(Filter.SyntaxException.class, () -> OrderBy.parse("n upward"));
    }

    private static List<Row> sorted(String order, Row... rows) {
        return List.of(rows).stream().sorted(OrderBy.parse(order).comparator()).toList();
    }

    private static Row row(String json) {
        try {
            return Row.of(new ObjectMapper().readTree(json));
        } catch (JsonProcessingException bad) {
            throw new AssertionError(bad);
        }
    }
}
