package dev.cosell.crm.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people and their spreadsheets make of a file. */
class CsvTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                        | a first row with the names of the columns",
                "name,value                | a column id in the first row",
                "id,name,name              | each column once, found two columns name",
                "id,name~#1,A~#2           | row 3: expected 2 cells, as the first row has, found 1 cells",
                "id,name~#1,A~#2,B,C       | row 3: expected 2 cells, as the first row has, found 3 cells",
                "id,name~#1,A~#1,B         | row 3: expected an id of its own, or an empty cell for a new row",
                "id,name~#1,A~^1,B         | found the id of row 2",
                "id,name~../x,A            | row 2: expected an id that the connector gave, or an empty cell for a new row",
                "id,name~#1,\"A            | row 2 to be cells between separators, each quote closed",
                "id,name~#1,\"A\"x         | row 2 to be cells between separators, each quote closed"
            })
    void aBrokenFileSaysWhereItIsBroken(String text, String said) {
        Problem problem = refused(withIds(text.replace("~", "\n")).getBytes(StandardCharsets.UTF_8));
        assertTrue(problem.detail().startsWith("deals.csv"), problem.detail());
        assertTrue(problem.detail().contains(said), problem.detail());
    }

    @Test
    void anotherEncodingIsRefusedBecauseLettersWouldBeLost() {
        Problem problem = refused("id,name\n1,A\n2,M\u00FCller\n".getBytes(Charset.forName("windows-1252")));
        assertTrue(problem.detail().contains("UTF-8"), problem.detail());
        assertTrue(problem.detail().contains("row 3"), problem.detail());
    }

    @Test
    void aGermanSpreadsheetsFileStaysOne() {
        String text = withIds("\uFEFFid;name;note\r\n#1;\"A;B\";\"two\nlines\"\r\n\r\n;;\r\n#2;M\u00FCller;\r\n");
        CsvTable table = parse(text);
        assertEquals("A;B", table.cell(table.row(withIds("#1")).orElseThrow(), "name"));
        CsvTable after = table.with(table.row(withIds("#2")).orElseThrow(), Map.of("note", "new; note"));
        assertEquals(
                text.replace("M\u00FCller;", "M\u00FCller;\"new; note\""),
                new String(CsvText.print(after), StandardCharsets.UTF_8));
    }

    @Test
    void aVersionStaysWhenColumnsMoveAndChangesWithEachCell() {
        CsvTable one = parse(withIds("id,name,note\n#1,A,B\n"));
        CsvTable moved = parse(withIds("note;extra;id;name\nB;;#1;A\n"));
        CsvTable other = parse(withIds("id,name,note\n#1,AB,\n"));
        assertEquals(version(one), version(moved));
        assertTrue(!version(one).equals(version(other)));
    }

    /** Short ids become such as the connector gives, in both cases. */
    private static String withIds(String text) {
        return text.replace("#", "aaaaaaaa-0000-0000-0000-00000000000")
                .replace("^", "AAAAAAAA-0000-0000-0000-00000000000");
    }

    private static String version(CsvTable table) {
        return table.version(table.row(withIds("#1")).orElseThrow());
    }

    private static CsvTable parse(String text) {
        return CsvText.parse("deals.csv", text.getBytes(StandardCharsets.UTF_8));
    }

    private static Problem refused(byte[] text) {
        Problem problem = assertThrows(Failure.class, () -> CsvText.parse("deals.csv", text))
                .problem();
        assertEquals(ProblemCode.FILE_BROKEN, problem.code());
        return problem;
    }
}
