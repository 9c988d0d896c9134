package dev.cosell.sandbox.salesforce;

/**
 * What an administrator of the organisation has chosen; all of it can be changed while it runs.
 *
 * @param multiCurrency whether records have a {@code CurrencyIsoCode} and {@code CurrencyType} is there
 * @param countryPicklists whether addresses have codes of state and country, and their texts are checked
 * @param sessionMinutes how long a session lives after its last call
 * @param apiRequestsPerDay calls that are allowed within 24 hours
 * @param largestBatch most records of one page of a query; the service's own is 2000
 * @param integrationUserSendsMessages whether changes by who signed in through the connected app raise outbound
 *     messages: the permission "Send Outbound Messages"
 * @param firstRetryMillis pause before the second attempt of an outbound message; each further one doubles it
 * @param longestRetryMillis longest pause; the service's own is two hours
 */
public record OrganizationSettings(
        boolean multiCurrency,
        boolean countryPicklists,
        int sessionMinutes,
        int apiRequestsPerDay,
        int largestBatch,
        boolean integrationUserSendsMessages,
        long firstRetryMillis,
        long longestRetryMillis) {

    /** One currency, free country texts, sessions of two hours. */
    public static OrganizationSettings standard() {
        return new OrganizationSettings(false, false, 120, 100_000, 2000, true, 15_000, 7_200_000);
    }

    /** As {@link #standard()}, with several currencies and with picklists of countries and states. */
    public static OrganizationSettings international() {
        return new OrganizationSettings(true, true, 120, 100_000, 2000, true, 15_000, 7_200_000);
    }

    boolean has(Feature feature) {
        return switch (feature) {
            case ALWAYS -> true;
            case MULTI_CURRENCY -> multiCurrency;
            case COUNTRY_PICKLISTS -> countryPicklists;
        };
    }
}
