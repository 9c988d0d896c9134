package dev.cosell.crm.file;

import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;

/** What is said of files and cells that cannot be understood; nothing is written to a file of which this is said. */
final class Broken {
    private static final int SHOWN = 80;

    private Broken() {}

    /** The whole file: nothing goes on until somebody mends it. */
    static Failure file(String file, String expected, String found) {
        return Problem.of(ProblemCode.FILE_BROKEN, file + ": expected " + expected + ", found " + found)
                .from(RemoteSystem.CRM)
                .failure();
    }

    /** A row, by the number that a spreadsheet shows. */
    static Failure row(String file, int row, String expected, String found) {
        return file(file + ", row " + row, expected, found);
    }

    /** One cell: only the record that shows it waits. */
    static Failure cell(String file, int row, String column, String expected, String found) {
        String shown = found.length() <= SHOWN ? found : found.substring(0, SHOWN) + "\u2026";
        return Problem.of(
                        ProblemCode.INVALID_VALUE,
                        file + ", row " + row + ", column " + column + ": expected " + expected + ", found \"" + shown
                                + "\"")
                .from(RemoteSystem.CRM)
                .failure();
    }
}
