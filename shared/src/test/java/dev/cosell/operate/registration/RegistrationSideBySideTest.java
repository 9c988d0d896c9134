package dev.cosell.operate.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cosell.partnercenter.Registration;
import dev.cosell.store.StoredForm;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegistrationSideBySideTest {
    private static final Instant THEN = Instant.parse("2026-02-03T04:05:06Z");

    private static final RegistrationState SAMPLE = new RegistrationState(
            Optional.of(new RegistrationState.Stamp(
                    Environment.PRODUCTION, "https://cosell.example/api/partner-center/events", THEN)),
            new RegistrationState.Contest(true, List.of(THEN), true),
            Optional.of(new Registration("https://other.example/events", List.of("referral-created"), true)),
            Optional.of("https://other.example/events"),
            new RegistrationState.Delivery(
                    Optional.of(new RegistrationState.Test("t1", THEN)), true, Optional.of(THEN), Optional.of("late")),
            Optional.of(THEN));

    @Test
    void s17_theRegistrationIsReadInEveryFormItEverHad() {
        StoredForm.isNewest("registration", SAMPLE.json());
        StoredForm.all("registration").forEach(form -> assertEquals(SAMPLE, RegistrationState.of(form)));
    }
}
