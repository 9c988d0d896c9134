package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which saves start a record-triggered flow. */
enum Listening {
    @JsonProperty("created")
    CREATED,
    @JsonProperty("updated")
    UPDATED,
    @JsonProperty("createdOrUpdated")
    CREATED_OR_UPDATED;

    boolean hears(Event event) {
        return switch (this) {
            case CREATED -> event.before().isEmpty();
            case UPDATED -> event.before().isPresent();
            case CREATED_OR_UPDATED -> true;
        };
    }
}
