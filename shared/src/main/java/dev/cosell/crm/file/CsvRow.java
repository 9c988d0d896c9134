package dev.cosell.crm.file;

import java.util.List;

/**
 * A row of a file.
 *
 * @param number as a spreadsheet counts, where the names of the columns are row 1
 * @param cells as they stand in the file, in the order of its columns
 */
record CsvRow(int number, List<String> cells) {
    /** Spreadsheets leave such rows at the end, and people use them as gaps. */
    boolean isBlank() {
        return cells.stream().allMatch(String::isBlank);
    }
}
