package dev.cosell.operate.share;

import static dev.cosell.operate.Problems.codeOf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cosell.fieldmap.CrmProduct;
import dev.cosell.problem.ProblemCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody typed is read as the CRM will read it. */
class RecordFilterTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "DYNAMICS, name eq 'O''Brien (x'",
                "DYNAMICS, name eq 'C:\\' and (statecode eq 0)",
                "SALESFORCE, Name = 'O\\'Brien (x'",
                "SALESFORCE, Name = 'C:\\\\' AND (IsClosed = false)",
                "SALESFORCE, Name LIKE '50\\%)' AND IsClosed = false"
            })
    void aQuoteInsideATextIsWrittenAsTheCrmWantsIt(CrmProduct crm, String filter) {
        assertEquals(filter, RecordFilter.checked(filter, crm));
    }

    /** Each of them is whole in the other CRM's words, and closes the bracket it is put in. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {"SALESFORCE, Name = '\\'') OR (Name != '\\''", "DYNAMICS, name eq 'a\\') or (name ne \\''"})
    void noQuoteHidesABracketFromUsThatTheCrmSees(CrmProduct crm, String filter) {
        assertEquals(ProblemCode.REQUEST_UNREADABLE, codeOf(() -> RecordFilter.checked(filter, crm)));
    }

    @Test
    void aTextThatEndsInABackslashIsNotOver() {
        assertEquals(
                ProblemCode.REQUEST_UNREADABLE,
                codeOf(() -> RecordFilter.checked("Name = 'a\\", CrmProduct.SALESFORCE)));
    }

    @Test
    void aTextOfAnExpressionMayStandInEitherKindOfQuotes() {
        String whole = "name = \"it's (\" or name = '(\"'";
        assertEquals(whole, RecordFilter.checked(whole, CrmProduct.FILE));
        assertEquals(
                ProblemCode.REQUEST_UNREADABLE, codeOf(() -> RecordFilter.checked("name = \"a'", CrmProduct.FILE)));
    }
}
