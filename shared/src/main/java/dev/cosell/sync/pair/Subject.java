package dev.cosell.sync.pair;

import dev.cosell.fieldmap.Side;
import java.util.Optional;

/**
 * What an event is about: a referral id in Partner Center, or {@code table/id} in the CRM.
 *
 * @param id safe as a storage key: no slash for referrals; of a record, as {@link RecordRef#toString()} gives it
 */
public record Subject(Side side, String id) {
    public static Subject referral(String referralId) {
        return new Subject(Side.PARTNER_CENTER, referralId);
    }

    public static Subject record(RecordRef record) {
        return new Subject(Side.CRM, record.toString());
    }

    /** Of a pair that may lack a half: the record if there is one, for a lost referral must not be looked for. */
    public static Optional<Subject> of(Optional<RecordRef> record, Optional<String> referralId) {
        return record.map(Subject::record).or(() -> referralId.map(Subject::referral));
    }

    /** {@code pc|<referral>} or {@code crm|<table>/<id>}. */
    public String key() {
        return (side == Side.PARTNER_CENTER ? "pc|" : "crm|") + id;
    }

    /** Reads what {@link #key()} gave. */
    public static Subject parse(String key) {
        if (key.startsWith("pc|")) {
            return new Subject(Side.PARTNER_CENTER, key.substring(3));
        }
        if (key.startsWith("crm|")) {
            return new Subject(Side.CRM, key.substring(4));
        }
        throw new IllegalArgumentException("expected pc|id or crm|table/id, found " + key);
    }
}
