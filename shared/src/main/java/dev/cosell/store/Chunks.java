package dev.cosell.store;

import com.azure.data.tables.models.TableEntity;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Bytes of any size up to a row's limit, in binary columns {@code name0}, {@code name1}... of at most 60 KiB each.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model">64 KiB
 *     a property, 1 MiB a row</a>
 */
final class Chunks {
    private static final int CHUNK = 60 * 1024;

    /** 960 KiB; the rest of the megabyte is for keys, other columns and the service's own overhead. */
    static final int MOST_BYTES = 16 * CHUNK;

    private Chunks() {}

    static void write(TableEntity row, String name, byte[] bytes) {
        for (int from = 0, n = 0; from < bytes.length; from += CHUNK, n++) {
            row.addProperty(name + n, Arrays.copyOfRange(bytes, from, Math.min(from + CHUNK, bytes.length)));
        }
    }

    static byte[] read(TableEntity row, String name) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int n = 0; row.getProperty(name + n) instanceof byte[] chunk; n++) {
            all.writeBytes(chunk);
        }
        return all.toByteArray();
    }
}
