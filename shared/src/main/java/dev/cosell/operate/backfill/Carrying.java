package dev.cosell.operate.backfill;

import dev.cosell.fieldmap.CrmProduct;
import dev.cosell.fieldmap.FieldMap;

/** The condition, in a CRM's own words, that a record names a referral or is shared. */
final class Carrying {
    private Carrying() {}

    static String filter(CrmProduct product, FieldMap map) {
        String sync = map.columns().sync();
        String referralId = map.columns().referralId();
        return switch (product) {
            case DYNAMICS -> sync + " eq true or " + referralId + " ne null";
            case SALESFORCE -> sync + " = true OR " + referralId + " != null";
            // What is empty is nothing, which no comparison is true of.
            case FILE -> sync + " = true or $exists(" + referralId + ")";
        };
    }
}
