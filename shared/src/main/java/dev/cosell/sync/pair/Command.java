package dev.cosell.sync.pair;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.referral.Referral;
import dev.cosell.referral.Status;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What a person asked for beside the fields: kept in the pair until a worker has done it, or said why not, so that it is
 * done once, however often its message comes.
 *
 * @param id chosen by the caller; asking twice with one id asks once
 * @param details what the kind needs, a JSON object
 * @param by who asked, as the timeline shows it
 */
public record Command(String id, Kind kind, JsonNode details, String by, Instant at) {
    /** Of a closing to be taken back: when it is to be sent. */
    public static final String CLOSE_AT = "closeAt";

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
        /** Take back a closing that still waits for its grace time. Details: {@code closeAt}, which closing is meant. */
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
        /** Of a share that waits for approval; stays until the referral is made. No details. */
        APPROVE,
        /** Of a share that waits for approval; stays until somebody approves or the seller takes it back. Details: {@code
         * reason}. */
        REJECT,
        /** Settle whom a deal without a record is for. Details: {@code account} (its id) or {@code create} (true). */
        CUSTOMER,
        /** Enter the customer's country on its account. Details: {@code country} (ISO 3166-1 alpha-2). */
        COUNTRY,
        /** Register the deal, or change its registration. Details: the registration. */
        REGISTER;

        /** The status that is asked for; nothing if it is no move of the referral. */
        public Optional<Status> move() {
            return switch (this) {
                case ACCEPT -> Optional.of(Status.ACCEPTED);
                case DECLINE -> Optional.of(Status.DECLINED);
                case WIN -> Optional.of(Status.WON);
                case LOSE -> Optional.of(Status.LOST);
                case ERROR -> Optional.of(Status.ERROR);
                case CANCEL_CLOSE,
                        CLOSE_NOW,
                        SETTLE,
                        LINK,
                        CREATE,
                        CLEAR,
                        APPROVE,
                        REJECT,
                        CUSTOMER,
                        COUNTRY,
                        REGISTER -> Optional.empty();
            };
        }
    }

    /** Whether it would be the same to do either. */
    public boolean asksTheSame(Command other) {
        return id.equals(other.id) || kind == other.kind && details.equals(other.details);
    }

    /** Why, if whoever asked gave a reason. */
    public Optional<String> reason() {
        return Referral.textOf(details, "/reason");
    }

    /** {@code "lose (Budget not adequate), asked by Kim,"}: as the timeline shows it. */
    public String text() {
        String what = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return what + reason().map(why -> " (" + why + ")").orElse("") + ", asked by " + by + ",";
    }
}
