package dev.cosell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cosell.operate.doctor.Health;
import dev.cosell.problem.Failure;
import dev.cosell.problem.ProblemCode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConnectorTest {
    /** Addresses at which nothing listens: whatever called one would fail. */
    private final Map<String, String> settings = new HashMap<>(Map.of(
            "COSELL_STORAGE",
            "AccountName=acme;AccountKey=c2VjcmV0a2V5;TableEndpoint=http://127.0.0.1:1/acme;"
                    + "QueueEndpoint=http://127.0.0.1:1/acme",
            "PARTNER_CENTER_TENANT_ID",
            "tenant",
            "PARTNER_CENTER_CLIENT_ID",
            "client",
            "PARTNER_CENTER_REFRESH_TOKEN",
            "refresh",
            "DYNAMICS_URL",
            "http://127.0.0.1:1/",
            "DYNAMICS_WEBHOOK_SECRET",
            "hook"));

    @Test
    void everythingIsBuiltWithoutACall() {
        Connector connector = connector();

        assertNotNull(connector.intakes().partnerCenter());
        assertNotNull(connector.intakes().dynamics());
        assertNotNull(connector.worker());
        assertNotNull(connector.deals().referrals());
        assertNotNull(connector.parked().poison());
        assertNotNull(connector.nets().sweep());
        assertNotNull(connector.live().heldDeals());
        assertNotNull(connector.webhook().registration());
    }

    @Test
    void theHttpClientIsToldNotToRepeatCallsBeforeItsFirstOne() {
        connector();

        assertEquals("1", System.getProperty("jdk.httpclient.redirects.retrylimit"));
        assertEquals("true", System.getProperty("jdk.httpclient.disableRetryConnect"));
    }

    @Test
    void anUnsignedCallbackIsRefusedWithoutACall() {
        Failure failure = assertThrows(
                Failure.class, () -> connector().intakes().partnerCenter().accept(Map.of(), new byte[0], ""));

        assertEquals(ProblemCode.SIGNATURE_INVALID, failure.problem().code());
    }

    @Test
    void whereStorageIsAwayTheAppIsNotReady() {
        assertEquals(503, Health.ready(() -> connector().watching().health()).status());
    }

    @Test
    void wrongSettingsAreToldAndNotPrinted() {
        settings.put("SYNC_LEADS", "perhaps");
        settings.remove("DYNAMICS_WEBHOOK_SECRET");

        Failure failure = assertThrows(Failure.class, this::connector);

        assertEquals(ProblemCode.MISCONFIGURED, failure.problem().code());
        assertFalse(failure.problem().detail().contains("c2VjcmV0a2V5"));
    }

    private Connector connector() {
        return new Connector(name -> Optional.ofNullable(settings.get(name)));
    }
}
