package dev.cosell.crm.file;

import java.util.Comparator;
import java.util.List;

/**
 * How a file is written, which stays as whoever saved it last chose it.
 *
 * @param mark whether it begins with a byte order mark, by which Excel knows UTF-8
 * @param separator between cells: comma, semicolon (where the comma is the decimal sign) or tab
 * @param lineEnd CRLF or LF
 */
record CsvFormat(boolean mark, char separator, String lineEnd) {
    private static final String MARK = "\uFEFF";
    private static final List<Character> SEPARATORS = List.of(',', ';', '\t');

    /** By the first line, in which no cell holds any of the separators. */
    static CsvFormat of(String text) {
        int end = text.indexOf('\n');
        String first = end < 0 ? text : text.substring(0, end);
        char separator = SEPARATORS.stream()
                .max(Comparator.comparingLong(
                        candidate -> first.chars().filter(at -> at == candidate).count()))
                .orElseThrow();
        return new CsvFormat(text.startsWith(MARK), separator, first.endsWith("\r") ? "\r\n" : "\n");
    }

    String withoutMark(String text) {
        return mark ? text.substring(MARK.length()) : text;
    }

    String withMark(String text) {
        return mark ? MARK + text : text;
    }

    /** A spreadsheet whose separator is the semicolon has the comma in its numbers. */
    char decimalSign() {
        return separator == ';' ? ',' : '.';
    }
}
