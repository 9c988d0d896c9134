package dev.cosell.crm.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.cosell.problem.Failure;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The text of a file, to and from a table. Cells stay as they are; which of them are quoted may change. */
final class CsvText {
    private static final CsvMapper CSV = CsvMapper.csvBuilder()
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
            .build();

    private CsvText() {}

    /**
     * Reads a file.
     *
     * @param file its name, for messages
     * @throws Failure {@code FILE_BROKEN}, naming the row, what was expected and what was found
     */
    static CsvTable parse(String file, byte[] bytes) {
        String text = decoded(file, bytes);
        CsvFormat format = CsvFormat.of(text);
        List<List<String>> lines = lines(file, format, format.withoutMark(text));
        if (lines.isEmpty()) {
            throw Broken.file(file, "a first row with the names of the columns", "an empty file");
        }
        List<CsvRow> rows = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            rows.add(new CsvRow(i + 1, lines.get(i)));
        }
        CsvTable table = new CsvTable(
                file, format, lines.getFirst().stream().map(String::strip).toList(), List.copyOf(rows));
        CsvShape.check(table);
        return table;
    }

    static byte[] print(CsvTable table) {
        CsvFormat format = table.format();
        ObjectWriter writer = CSV.writer(schema(format).withLineSeparator(format.lineEnd()));
        StringWriter text = new StringWriter();
        try (var lines = writer.writeValues(text)) {
            lines.write(table.columns());
            for (CsvRow row : table.rows()) {
                lines.write(row.cells());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("texts can always be written to memory", e);
        }
        return format.withMark(text.toString()).getBytes(StandardCharsets.UTF_8);
    }

    private static List<List<String>> lines(String file, CsvFormat format, String text) {
        ObjectReader reader = CSV.readerFor(String[].class).with(schema(format));
        List<List<String>> lines = new ArrayList<>();
        try (MappingIterator<String[]> cells = reader.readValues(text)) {
            while (cells.hasNextValue()) {
                lines.add(Arrays.asList(cells.nextValue()));
            }
            return lines;
        } catch (JsonProcessingException wrong) {
            throw Broken.file(
                    file,
                    "row " + (lines.size() + 1) + " to be cells between separators, each quote closed",
                    wrong.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("texts can always be read from memory", e);
        }
    }

    private static CsvSchema schema(CsvFormat format) {
        return CsvSchema.emptySchema().withColumnSeparator(format.separator());
    }

    /** Anything but UTF-8 would lose letters without anybody noticing. */
    private static String decoded(String file, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException wrong) {
            throw Broken.file(
                    file,
                    "text in UTF-8 (in Excel: save as \"CSV UTF-8\")",
                    "another encoding, in row " + (1 + newlinesBeforeTheFault(bytes)));
        }
    }

    private static long newlinesBeforeTheFault(byte[] bytes) {
        String lenient = new String(bytes, StandardCharsets.UTF_8);
        int fault = lenient.indexOf('\uFFFD');
        return lenient.substring(0, Math.max(fault, 0))
                .chars()
                .filter(at -> at == '\n')
                .count();
    }
}
