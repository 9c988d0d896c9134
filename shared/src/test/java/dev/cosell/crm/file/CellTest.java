package dev.cosell.crm.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.cosell.fieldmap.ColumnDescription.Kind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cells as English and German spreadsheets save them. */
class CellTest {
    private static final CsvFormat COMMAS = new CsvFormat(false, ',', "\n");
    private static final CsvFormat SEMICOLONS = new CsvFormat(true, ';', "\r\n");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "125000.5|125000.5",
                "125000,50|125000.50",
                "1.250.000,5|1250000.5",
                "1,250.25|1250.25",
                "-3|-3",
                " 7 |7"
            })
    void aNumberIsReadWhicheverSignItsDecimalsHave(String cell, BigDecimal number) {
        assertEquals(Optional.of(DecimalNode.valueOf(number)), Cell.read(Kind.NUMBER, cell));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.234", "1,234", "1.234.567", "12 EUR", "1e9", "0x10", "12.34.5"})
    void aNumberThatCouldBeAnotherIsUnknown(String cell) {
        assertEquals(Optional.empty(), Cell.read(Kind.NUMBER, cell));
    }

    @ParameterizedTest
    @CsvSource({"2027-03-31,2027-03-31", "31.3.2027,2027-03-31", "31.03.2027,2027-03-31"})
    void aDayIsReadAsPeopleWriteIt(String cell, String day) {
        assertEquals(day, Cell.read(Kind.DAY, cell).orElseThrow().asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"3/4/2027", "31.02.2027", "2027-02-31", "soon"})
    void aDayThatCouldBeAnotherIsUnknown(String cell) {
        assertEquals(Optional.empty(), Cell.read(Kind.DAY, cell));
    }

    @ParameterizedTest
    @CsvSource({"yes,true", "TRUE,true", "Wahr,true", "x,true", "1,true", "no,false", "FALSCH,false", "nein,false"})
    void aSwitchIsReadInTheWordsOfSpreadsheets(String cell, boolean on) {
        assertEquals(on, Cell.read(Kind.YES_NO, cell).orElseThrow().asBoolean());
        assertEquals(Optional.empty(), Cell.read(Kind.YES_NO, "perhaps"));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aBlankCellIsExplicitlyEmpty(Kind kind) {
        assertEquals(Optional.of(NullNode.getInstance()), Cell.read(kind, " "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.234", "125000.5", "0", "-17.25", "1234567"})
    void aNumberThatWeWroteIsReadBackInEitherFormat(BigDecimal number) {
        for (CsvFormat format : List.of(COMMAS, SEMICOLONS)) {
            JsonNode back = Cell.read(Kind.NUMBER, Cell.written(DecimalNode.valueOf(number), format))
                    .orElseThrow();
            assertEquals(0, number.compareTo(back.decimalValue()));
        }
    }

    @Test
    void aGermanSpreadsheetGetsItsDecimalComma() {
        assertEquals("1250,5", Cell.written(DecimalNode.valueOf(new BigDecimal("1250.5")), SEMICOLONS));
        assertTrue(Cell.written(DecimalNode.valueOf(new BigDecimal("1250.5")), COMMAS)
                .contains("."));
    }
}
