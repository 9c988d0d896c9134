package dev.cosell.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class FormerRegistrationTest {
    private final LocalStorage local = new LocalStorage();
    private final FormerRegistration former = new FormerRegistration(local.storage());

    @Test
    void atFirstNobodyWasThere() {
        assertEquals(Optional.empty(), former.url());
    }

    @Test
    void theAddressThatWasReplacedLastIsRemembered() {
        former.remember("https://first.example/hook");
        former.remember("https://second.example/hook?code=K3Y");

        assertEquals(
                Optional.of("https://second.example/hook?code=K3Y"), new FormerRegistration(local.another()).url());
    }
}
