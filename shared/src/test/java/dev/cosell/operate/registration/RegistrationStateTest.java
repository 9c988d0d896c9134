package dev.cosell.operate.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cosell.operate.registration.RegistrationState.Delivery;
import dev.cosell.operate.registration.RegistrationState.Stamp;
import dev.cosell.partnercenter.Registration;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegistrationStateTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Registration OTHER =
            new Registration("https://other.example/hook?code=K3Y", List.of("invoice-ready"), true);

    @Test
    void whatIsRememberedIsReadAgain() throws Exception {
        RegistrationState state = RegistrationState.NEW
                .registered(new Stamp(Environment.PRODUCTION, Office.OURS, NOW))
                .taken(OTHER, NOW)
                .serving(Optional.of(OTHER.url()))
                .delivering(Delivery.UNTESTED
                        .testedBy(new RegistrationState.Test("t-1", NOW))
                        .failed("nothing came"))
                .checked(NOW);

        assertEquals(state, written(state));
        assertEquals(RegistrationState.NEW, written(RegistrationState.NEW));
        assertEquals(RegistrationState.NEW, RegistrationState.of(JsonNodeFactory.instance.objectNode()));
    }

    @Test
    void anEvictionThatIsLookedAtAgainCountsOnce() {
        RegistrationState state = RegistrationState.NEW.taken(OTHER, NOW).taken(OTHER, NOW.plusSeconds(3600));

        assertEquals(List.of(NOW), state.contest().evictions());
    }

    @Test
    void onlyEvictionsOfTheLastDayAreRemembered() {
        CallbackAddress ours = new CallbackAddress(Office.OURS);
        Instant later = NOW.plus(Duration.ofHours(25));
        RegistrationState state = RegistrationState.NEW
                .taken(OTHER, NOW)
                .ours(Environment.PRODUCTION, ours, NOW)
                .taken(OTHER, later);

        assertEquals(List.of(later), state.contest().evictions());
    }

    private static RegistrationState written(RegistrationState state) throws Exception {
        JsonNode json = new ObjectMapper().readTree(state.json().toString());
        return RegistrationState.of(json);
    }
}
