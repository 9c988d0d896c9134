package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an organisation may have switched on, with the fields and objects that come with it. */
enum Feature {
    /** Nothing has to be switched on. */
    ALWAYS,
    @JsonProperty("multiCurrency")
    MULTI_CURRENCY,
    @JsonProperty("countryPicklists")
    COUNTRY_PICKLISTS
}
