package dev.cosell.crm.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormulaTest {
    /** Written out here on purpose: what runs is for spreadsheets to say. */
    private static final Pattern RUNS = Pattern.compile("^[=+\\-@＝＋－＠\\t\\r\\n]|[,;\\t\\r\\n\"][=+\\-@＝＋－＠]");

    @Provide
    Arbitrary<String> hostile() {
        return Arbitraries.strings().withChars("=+-@＝＋－＠\t\r\n,;\"' a1").ofMaxLength(12);
    }

    @Property
    void anyTextComesBackAsItWas(@ForAll("hostile") String text) {
        assertEquals(text, Formula.meant(Formula.kept(text)));
    }

    @Property
    void nothingThatIsWrittenRunsWhereverASpreadsheetSplitsIt(@ForAll("hostile") String text) {
        assertFalse(RUNS.matcher(Formula.kept(text)).find(), () -> Formula.kept(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Contoso GmbH", "a-b", "5 + 3 = 8", "it's", "'quoted'", "ada@contoso.example"})
    void anOrdinaryTextStaysAsItIs(String text) {
        assertEquals(text, Formula.kept(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+49 30 1234",
                "-",
                "@SUM(A1)",
                "\t=1",
                "\n=1",
                "\nx",
                "＝1+1",
                "＋1",
                "－1",
                "＠SUM(A1)",
                "'=1",
                "''=1"
            })
    void whatWouldRunGetsAnApostrophe(String text) {
        assertEquals("'" + text, Formula.kept(text).replace("\t'=", "\t=").replace("\n'=", "\n="));
    }
}
