package dev.cosell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosell.azurite.Azurite;
import dev.cosell.operate.Reply;
import dev.cosell.problem.Failure;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.StateRow;
import dev.cosell.store.Storage;
import dev.cosell.store.StorageConnection;
import dev.cosell.store.WorkCodec;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connector per version of the field map, over one storage. */
class EditionsTest {
    private static final String GOOD = "{\"deals\": {\"fields\": {\"notes\": {\"crm\": \"new_notes\"}}}}";
    private static final String OF_ANOTHER_RELEASE = "{\"deals\": {\"fields\": {\"notes\": {\"colour\": \"red\"}}}}";

    private static Azurite azurite;
    private StateRow versions;

    @BeforeAll
    static void start() {
        azurite = Azurite.start();
    }

    @AfterAll
    static void stop() {
        azurite.close();
    }

    @BeforeEach
    void forget() throws IOException {
        versions = new StateRow(
                new Storage(
                        new StorageConnection.ByConnectionString(azurite.connectionString()),
                        Storage.Options.standard()),
                "fieldmap",
                "versions");
        inUse(0, GOOD);
    }

    @Test
    void theConnectorOfAVersionIsMadeOnceAndReplacedByThatOfAnother() throws IOException {
        Connector app = app();
        Connector first = app.current();
        assertSame(first, app.current());

        inUse(1, GOOD);

        assertSame(first, app.current(), "read a moment ago");
        assertNotSame(first, app().current());
        Reply shown = app().current().fieldMaps().versions().show(Optional.empty());
        assertEquals(1, shown.body().orElseThrow().path("active").asInt());
    }

    @Test
    void eventsAreAcceptedByTheColumnsOfTheMapInUse() throws IOException {
        assertEquals(204, accepted("new_notes").status());
        inUse(1, GOOD);
        assertEquals(202, accepted("new_notes").status());
    }

    @Test
    void whileAMapIsTriedItsColumnsConcernUsToo() throws IOException {
        store("{\"latest\": 1, \"active\": 0, \"canary\": {\"version\": 1, \"pairs\": [\"r-1\"]}, \"versions\": "
                + "[{\"version\": 1, \"basis\": 0, \"overrides\": " + GOOD + "}], \"steps\": []}");

        assertEquals(202, accepted("new_notes").status());
        assertEquals(202, accepted("description").status());
        assertEquals(204, accepted("new_other").status());
    }

    @Test
    void whatALaterReleaseWroteMakesWorkWaitAsAWrongSettingDoes() throws IOException {
        store("{\"latest\": 1, \"active\": 0, \"versions\": [], \"steps\": [{\"what\": \"DREAMT\"}]}");

        Failure failure = assertThrows(Failure.class, () -> app().current());

        assertEquals(ProblemCode.MISCONFIGURED, failure.problem().code());
    }

    @Test
    void s73_anUpgradeThatAStoredMapDoesNotFitStopsWorkAndNeitherTheIntakeNorTheMending() throws IOException {
        inUse(1, OF_ANOTHER_RELEASE);
        Connector app = app().current();

        assertEquals(202, accepted("description").status());
        Work work = new Work(Subject.referral("r-1"), "m", "c", Optional.empty(), Map.of(), 0, "");
        String line = app.worker().work(WorkCodec.encode(work));
        assertTrue(line.contains("outcome=later delayMillis=30000 withoutEngine=CFG-01 "), line);
        Reply shown = app.fieldMaps().versions().show(Optional.empty());
        assertEquals(
                new ObjectMapper().readTree(OF_ANOTHER_RELEASE),
                shown.body().orElseThrow().path("overrides"));
    }

    private static Reply accepted(String column) {
        String body = "{\"MessageName\":\"Update\",\"PrimaryEntityName\":\"opportunity\","
                + "\"PrimaryEntityId\":\"0c4f0f3a-5d6e-4a44-9a6b-2f6f2f3a1b10\","
                + "\"InputParameters\":[{\"key\":\"Target\",\"value\":{\"LogicalName\":\"opportunity\","
                + "\"Id\":\"0c4f0f3a-5d6e-4a44-9a6b-2f6f2f3a1b10\",\"Attributes\":[{\"key\":\"" + column
                + "\",\"value\":\"text\"}]}}]}";
        return app().current()
                .intakes()
                .dynamics()
                .orElseThrow()
                .accept(Map.of("x-cosell-secret", "hook"), body.getBytes(StandardCharsets.UTF_8), "");
    }

    private void inUse(int version, String overrides) throws IOException {
        store("{\"latest\": 1, \"active\": " + version
                + ", \"versions\": [{\"version\": 1, \"basis\": 0, \"overrides\": " + overrides + "}], \"steps\": []}");
    }

    private void store(String history) throws IOException {
        versions.write(versions.read(), new ObjectMapper().readTree(history));
    }

    private static Connector app() {
        Map<String, String> settings = Map.of(
                "COSELL_STORAGE",
                azurite.connectionString(),
                "PARTNER_CENTER_TENANT_ID",
                "tenant",
                "PARTNER_CENTER_CLIENT_ID",
                "client",
                "PARTNER_CENTER_REFRESH_TOKEN",
                "refresh",
                "DYNAMICS_URL",
                "http://127.0.0.1:1/",
                "DYNAMICS_WEBHOOK_SECRET",
                "hook");
        return new Connector(name -> Optional.ofNullable(settings.get(name)));
    }
}
