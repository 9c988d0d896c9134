package dev.cosell.sandbox.partnercenter;

import java.util.UUID;

/**
 * The partner whose account the sandbox plays.
 *
 * @param mpnId the location (PartnerID) that own deals get
 */
record Organization(String id, String name, String mpnId) {
    static final String MICROSOFT = "msft";

    static Organization fresh() {
        return new Organization(UUID.randomUUID().toString(), "Northwind Cloud Services", "6012345");
    }
}
