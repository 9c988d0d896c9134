package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cosell.fieldmap.Side;
import dev.cosell.sync.pair.AuditEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No entry stands for more writes than it can tell of: else a write that is on no timeline would not be missed. */
class TimelineTest {
    private static final AuditEntry TOOK_ALONG =
            entry(1, "took along from the lead", Side.CRM, "name", "notes", "closeDate");
    private static final AuditEntry DEFAULTED = entry(1, "defaulted", Side.CRM, "closeDate");

    @Test
    void whatADealIsGivenAtFirstIsOneWrite() {
        assertEquals(1, Timeline.mostWrites(List.of(TOOK_ALONG, DEFAULTED), false));
    }

    @Test
    void onlyWhereItWasRefusedIsItTriedFieldByField() {
        assertEquals(4, Timeline.mostWrites(List.of(TOOK_ALONG, DEFAULTED), true));
    }

    @Test
    void eachRunThatGivesItTellsOfAWriteOfItsOwn() {
        assertEquals(2, Timeline.mostWrites(List.of(TOOK_ALONG, TOOK_ALONG.under(2)), false));
    }

    @Test
    void whatWasDefaultedInAReferralWentWithItsMaking() {
        List<AuditEntry> made = List.of(
                entry(1, "created", Side.PARTNER_CENTER), entry(1, "defaulted", Side.PARTNER_CENTER, "solutions"));
        assertEquals(1, Timeline.mostWrites(made, false));
    }

    private static AuditEntry entry(long fence, String did, Side to, String... fields) {
        return new AuditEntry(
                fence,
                0,
                Instant.EPOCH,
                "Update",
                did,
                Optional.of(to),
                Stream.of(fields)
                        .map(field -> new AuditEntry.FieldChange(field, "", "x", Optional.empty()))
                        .toList(),
                Optional.empty());
    }
}
