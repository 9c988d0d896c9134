package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * What a person asked for beside the fields: kept in the pair until a worker has done it, or said why not, so that it is
 * done once, however often its message comes.
 *
 * @param id chosen by the caller; asking twice with one id asks once
 * @param details what the kind needs, a JSON object
 * @param by who asked, as the timeline shows it
 */
public record Command(String id, Kind kind, JsonNode details, String by, Instant at) {
    /** What can be asked for. */
    public enum Kind {
        /** Of a referral that waits for an answer. No details. */
        ACCEPT,
        /** Details: {@code reason}. */
        DECLINE,
        /** No details. */
        WIN,
        /** Details: {@code reason}. */
        LOSE,
        /** Close as error. Details: {@code reason}. */
        ERROR,
        /** Take back a closing that still waits for its grace time. No details. */
        CANCEL_CLOSE,
        /** Send a closing that waits for its grace time at once. No details. */
        CLOSE_NOW,
        /** Settle a conflict. Details: {@code group}, {@code keep} (name of a side). */
        SETTLE,
        /** Tie an orphan to a record. Details: {@code record}. */
        LINK,
        /** Make the record an orphan lacks. No details. */
        CREATE,
        /** Forget the id an orphan names. No details. */
        CLEAR,
        /** Settle whom a deal without a record is for. Details: {@code account} (its id) or {@code create} (true). */
        CUSTOMER,
        /** Register the deal, or change its registration. Details: the registration. */
        REGISTER
    }
}
