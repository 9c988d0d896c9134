package dev.cosell.launcher.soak;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.launcher.crm.Fact;
import dev.cosell.launcher.crm.RecordView;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.regex.Pattern;

/** What people edit on both sides. No value is typed twice for a deal, so that each can be followed. */
enum Field {
    VALUE("dealValue") {
        @Override
        String typed(int number) {
            return Integer.toString(FIRST_VALUE + number);
        }

        @Override
        Map<String, ?> inPortal(String typed) {
            return Map.of("dealValue", new BigDecimal(typed));
        }

        @Override
        Map<Fact, ?> inCrm(String typed) {
            return Map.of(Fact.VALUE, new BigDecimal(typed));
        }

        @Override
        String shown(JsonNode details) {
            return plain(details.path("dealValue").asText());
        }

        @Override
        String shown(RecordView record) {
            return plain(record.value());
        }

        @Override
        String plain(String text) {
            return NUMBER.matcher(text).matches()
                    ? new BigDecimal(text).stripTrailingZeros().toPlainString()
                    : text;
        }
    },
    CLOSE_DATE("closeDate") {
        @Override
        String typed(int number) {
            return FIRST_DAY.plusDays(number).toString();
        }

        @Override
        Map<String, ?> inPortal(String typed) {
            return Map.of("closingDateTime", typed + "T00:00:00Z");
        }

        @Override
        Map<Fact, ?> inCrm(String typed) {
            return Map.of(Fact.CLOSE_DATE, typed);
        }

        @Override
        String shown(JsonNode details) {
            return plain(details.path("closingDateTime").asText());
        }

        @Override
        String shown(RecordView record) {
            return plain(record.closeDate());
        }

        @Override
        String plain(String text) {
            return text.length() > DAY ? text.substring(0, DAY) : text;
        }
    },
    NOTES("notes") {
        @Override
        String typed(int number) {
            return "Talk " + number + ": they want it & soon";
        }

        @Override
        Map<String, ?> inPortal(String typed) {
            return Map.of("notes", typed);
        }

        @Override
        Map<Fact, ?> inCrm(String typed) {
            return Map.of(Fact.NOTES, typed);
        }

        @Override
        String shown(JsonNode details) {
            return plain(details.path("notes").asText());
        }

        @Override
        String shown(RecordView record) {
            return plain(record.notes());
        }

        /** Partner Center shows the character as HTML. */
        @Override
        String plain(String text) {
            return text.replace("&amp;", "&");
        }
    };

    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([Ee][+-]?\\d{1,3})?");
    private static final int FIRST_VALUE = 10_000;
    private static final LocalDate FIRST_DAY = LocalDate.of(2028, 1, 1);
    private static final int DAY = 10;

    private final String mapped;

    Field(String mapped) {
        this.mapped = mapped;
    }

    /** Its name in the field map, and on timelines. */
    String mapped() {
        return mapped;
    }

    /** A value of its own for each number. */
    abstract String typed(int number);

    /** Members of a referral's details. */
    abstract Map<String, ?> inPortal(String typed);

    abstract Map<Fact, ?> inCrm(String typed);

    /** As it was typed. */
    abstract String shown(JsonNode details);

    /** As it was typed. */
    abstract String shown(RecordView record);

    /** A text of either side, or of a timeline, as it would have been typed. */
    abstract String plain(String text);
}
