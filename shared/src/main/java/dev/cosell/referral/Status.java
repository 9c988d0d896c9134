package dev.cosell.referral;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a referral stands: Partner Center's status and substatus as one value, because they are only ever written
 * together.
 *
 * <p>Source: the status transition table of the referral resource, unchanged 2018-2023; {@code Error} is missing from
 * the published enumeration but used by the portal, the bulk tool and deal registration.
 */
public enum Status {
    PENDING("New", "Pending"),
    RECEIVED("New", "Received"),
    ACCEPTED("Active", "Accepted"),
    WON("Closed", "Won"),
    LOST("Closed", "Lost"),
    DECLINED("Closed", "Declined"),
    EXPIRED("Closed", "Expired"),
    ERROR("Closed", "Error");

    private static final List<Status> ALL = List.of(values());

    private final String status;
    private final String substatus;

    Status(String status, String substatus) {
        this.status = status;
        this.substatus = substatus;
    }

    /** New, Active or Closed. */
    public String status() {
        return status;
    }

    public String substatus() {
        return substatus;
    }

    public boolean isNew() {
        return status.equals("New");
    }

    public boolean isActive() {
        return this == ACCEPTED;
    }

    /** Closed referrals are final: nothing but deal registration may be written to them. */
    public boolean isClosed() {
        return status.equals("Closed");
    }

    /** The steps a partner may take from here, always in the same order; empty for a closed referral. */
    public Set<Status> next() {
        return switch (this) {
            case PENDING, RECEIVED -> Collections.unmodifiableSet(EnumSet.of(ACCEPTED, DECLINED));
            case ACCEPTED -> Collections.unmodifiableSet(EnumSet.of(WON, LOST, ERROR));
            case WON, LOST, DECLINED, EXPIRED, ERROR -> Set.of();
        };
    }

    /** Reads the two members, whatever their case; empty for a pair that is not in the table. */
    public static Optional<Status> of(String status, String substatus) {
        for (Status each : ALL) {
            if (each.status.equalsIgnoreCase(status) && each.substatus.equalsIgnoreCase(substatus)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return status + "/" + substatus;
    }
}
