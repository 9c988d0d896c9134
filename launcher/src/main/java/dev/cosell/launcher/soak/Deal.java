package dev.cosell.launcher.soak;

import java.util.Optional;

/**
 * A deal as people know it.
 *
 * @param name no two have the same
 * @param referral its id, once known
 * @param record its id in the CRM, once known
 * @param withMicrosoft whether Microsoft's help was asked for, so that there are two halves
 */
record Deal(String name, Optional<String> referral, Optional<String> record, boolean withMicrosoft) {
    boolean isWhole() {
        return referral.isPresent() && record.isPresent();
    }

    Deal withReferral(String id) {
        return new Deal(name, Optional.of(id), record, withMicrosoft);
    }

    Deal withRecord(String id) {
        return new Deal(name, referral, Optional.of(id), withMicrosoft);
    }
}
