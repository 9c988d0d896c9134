package dev.cosell.referral;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What happened to a deal registration so far, as text for people. */
public final class RegistrationHistory {
    private static final Map<String, String> STEPS = steps();

    private RegistrationHistory() {}

    /**
     * The newest registration in lines: where it stands and why, then each step with its day.
     *
     * @param registrations the array of a referral
     * @return empty if there is none
     */
    public static String words(JsonNode registrations) {
        if (!registrations.isArray() || registrations.isEmpty()) {
            return "";
        }
        JsonNode newest = registrations.get(registrations.size() - 1);
        List<String> lines = new ArrayList<>();
        Referral.textOf(newest, "/status")
                .ifPresent(status -> lines.add(status
                        + Referral.textOf(newest, "/statusReason")
                                .map(reason -> ": " + reason)
                                .orElse("")));
        STEPS.forEach((pointer, step) -> Referral.textOf(newest, pointer)
                .flatMap(Referral::parseInstant)
                .ifPresent(at -> lines.add(step + " " + at.toString().substring(0, 10))));
        return String.join("\n", lines);
    }

    private static Map<String, String> steps() {
        Map<String, String> steps = new LinkedHashMap<>();
        steps.put("/registrationDateTime", "registered");
        steps.put("/statusHistory/reviewPendingDateTime", "review pending");
        steps.put("/statusHistory/actionRequiredDateTime", "action required");
        steps.put("/statusHistory/passedDateTime", "passed");
        steps.put("/statusHistory/failedDateTime", "failed");
        steps.put("/statusHistory/approvedDateTime", "approved");
        return steps;
    }
}
