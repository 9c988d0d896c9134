package dev.cosell.fieldmap;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.referral.Status;
import java.util.List;
import java.util.Optional;

/**
 * Which state of a record is which status of a referral.
 *
 * @param rows in order: the first that fits is read, the first of a status that leaves nothing open is written
 */
public record States(List<Row> rows) {
    /** Of a field that is no status. */
    public static final States NONE = new States(List.of());

    /** Stands for any value of a column. */
    public static final String ANY = "*";

    /**
     * One state of a record.
     *
     * @param crm one value per column; {@link #ANY} fits every value and cannot be written
     * @param reason what this state gives Partner Center as the reason of a closing
     */
    public record Row(Status status, List<JsonNode> crm, Optional<String> reason) {
        private boolean fits(List<JsonNode> stored) {
            for (int i = 0; i < crm.size(); i++) {
                if (!isAny(crm.get(i))
                        && !crm.get(i).asText().equals(stored.get(i).asText())) {
                    return false;
                }
            }
            return crm.size() == stored.size();
        }

        public boolean canBeWritten() {
            return crm.stream().noneMatch(States::isAny);
        }
    }

    /** The status that a record's state means; nothing if no row fits. */
    Optional<Status> read(List<JsonNode> stored) {
        return rows.stream().filter(row -> row.fits(stored)).map(Row::status).findFirst();
    }

    /** The reason that a record's state gives for a closing. */
    public Optional<String> reason(List<JsonNode> stored) {
        return rows.stream().filter(row -> row.fits(stored)).findFirst().flatMap(Row::reason);
    }

    /**
     * The state of a record that a status is written as.
     *
     * @throws IllegalArgumentException if no row of it can be written; the file is checked for that when it is read
     */
    List<JsonNode> write(Status status) {
        Status wanted = status == Status.RECEIVED ? Status.PENDING : status;
        return rows.stream()
                .filter(row -> row.status() == wanted && row.canBeWritten())
                .map(Row::crm)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no state of the record stands for " + status));
    }

    private static boolean isAny(JsonNode value) {
        return value.isTextual() && value.asText().equals(ANY);
    }
}
