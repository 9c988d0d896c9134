package dev.cosell.sync.pair;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.Side;
import java.time.Instant;
import java.util.Map;

/**
 * A write that was about to happen when the row was stored; found again only after a crash.
 *
 * @param kind what was about to be done
 * @param side where
 * @param values the stored form about to be written, by path
 * @param sources the stored form on the other side it came from, by path
 * @param key of a new record its table and id (rows of before: the id of a deal), of a new referral its request id; of a
 *     qualification the lead, of an account's update the account, of a closing that is taken back the command and the
 *     record's version; of any other update of fields the version it was to change
 * @param startedAt first try
 * @param looks how often it was looked for in vain after an unknown outcome
 * @param lastLook when that was; {@code startedAt} if never
 */
public record Pending(
        Kind kind,
        Side side,
        Map<String, JsonNode> values,
        Map<String, JsonNode> sources,
        String key,
        Instant startedAt,
        int looks,
        Instant lastLook) {
    public enum Kind {
        UPDATE,
        CREATE_RECORD,
        CREATE_REFERRAL,
        CREATE_MICROSOFT_REFERRAL,
        /** Key: the lead. */
        QUALIFY_LEAD,
        /** What a deal gets when it has just been made from a lead. */
        SETTLE_IN,
        /** Key: the account. Values: its columns by their own names. */
        UPDATE_ACCOUNT
    }

    public Pending lookedInVain(Instant at) {
        return new Pending(kind, side, values, sources, key, startedAt, looks + 1, at);
    }
}
