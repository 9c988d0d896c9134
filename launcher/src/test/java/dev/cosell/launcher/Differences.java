package dev.cosell.launcher;

import dev.cosell.launcher.crm.CrmProduct;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Where the CRMs differ in what the tests may expect, and why. Whatever is not here is promised of all alike. */
final class Differences {
    private Differences() {}

    /**
     * Calls that a write takes beside the write itself. Dataverse refuses a write to a version that is not the newest any
     * more; Salesforce knows no such condition, so that the record is read and compared first.
     */
    static int readsBeforeAWrite(CrmProduct crm) {
        return switch (crm) {
            case DYNAMICS -> 0;
            case SALESFORCE -> 1;
            case FILE -> 0;
        };
    }

    /** Settings without which it cannot be connected: each CRM has its own. */
    static List<String> requiredSettings(CrmProduct crm) {
        return switch (crm) {
            case DYNAMICS -> List.of("DYNAMICS_URL", "DYNAMICS_WEBHOOK_SECRET");
            case SALESFORCE ->
                List.of(
                        "SALESFORCE_URL",
                        "SALESFORCE_ORGANIZATION_ID",
                        "SALESFORCE_CLIENT_ID",
                        "SALESFORCE_EVENTS_SECRET");
            case FILE -> List.of("FILE_DIRECTORY");
        };
    }

    /**
     * Switches the flows of Microsoft's own connector. Those of the solution for Dynamics 365 are in its environment; those
     * for Salesforce are in Power Platform, so that only its marks tell of them.
     */
    static void microsoftsFlows(CrmProduct crm, JsonClient control, boolean on) {
        if (crm == CrmProduct.DYNAMICS) {
            control.send("PUT", "/_sandbox/dynamics/microsofts-flows", RunningStack.json(Map.of("on", on)));
        }
    }

    /**
     * Lets two records hold one referral's id, as Microsoft's solutions do, or no longer: by then no two must. The sandbox's
     * Dynamics 365 has an alternate key over it; in Salesforce the field is an external id that is not unique.
     */
    static void duplicatesAreAllowed(CrmProduct crm, JsonClient control, boolean allowed) {
        if (crm == CrmProduct.DYNAMICS) {
            control.send("PATCH", "/_sandbox/dynamics/options", RunningStack.json(Map.of("alternateKeys", !allowed)));
        }
    }

    /** An id, in the CRM's own form, that no record has. */
    static String unknownRecord(CrmProduct crm) {
        return switch (crm) {
            case DYNAMICS, FILE -> UUID.randomUUID().toString();
            case SALESFORCE -> "0065g00000ZZZZZ";
        };
    }

    /**
     * Where the sandbox keeps a deal's record, as people in the CRM find it.
     *
     * @param route of its control surface, to which an id is appended
     * @param value column of the deal's value
     * @param timeline column of the link to its timeline
     * @param audit where the control surface shows the lines that Microsoft's connector writes, and this one
     */
    record Row(String route, String value, String timeline, String audit) {}

    static Row row(CrmProduct crm) {
        return switch (crm) {
            case DYNAMICS ->
                new Row(
                        "dynamics/records/opportunity/",
                        "estimatedvalue",
                        "cosell_timeline",
                        "/values/msft_microsoftpartnercenterreferralsyncaudit");
            case SALESFORCE -> new Row("salesforce/records/Opportunity/", "Amount", "CoSell_Timeline__c", "/Audit__c");
            case FILE -> throw new IllegalArgumentException("files have no route of the sandbox");
        };
    }

    /** Another form of a record's id, which people meet in addresses. In Salesforce it is the shorter one. */
    static String otherSpelling(CrmProduct crm, String record) {
        return switch (crm) {
            case DYNAMICS, FILE -> record.toUpperCase(Locale.ROOT);
            case SALESFORCE -> record.substring(0, 15);
        };
    }

    /** Whether it tells of a deletion at once: Salesforce's flows cannot, so that the next comparison finds it. */
    static boolean tellsOfDeletions(CrmProduct crm) {
        return switch (crm) {
            case DYNAMICS -> true;
            case SALESFORCE, FILE -> false;
        };
    }
}
