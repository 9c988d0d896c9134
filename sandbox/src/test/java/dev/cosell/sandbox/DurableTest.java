package dev.cosell.sandbox;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sandbox that is killed comes back from its files: whatever anybody was told must be in them by then. */
class DurableTest {
    @TempDir
    private Path data;

    private Fixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new Fixture(data, SandboxOptions.in(data).keeping());
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void whatWasAnsweredIsOnDisk() throws Exception {
        String id = fixture.deal().path("id").asText();

        assertTrue(state("partnerCenter").contains(id));
    }

    @Test
    void whatPeopleSavedIsOnDisk() throws Exception {
        String id = fixture.control("POST", "dynamics/records/account", "{\"name\": \"Fourth Coffee\"}")
                .json()
                .path("id")
                .asText();

        assertTrue(state("dynamics").contains(id));
    }

    @Test
    void whatAnEventTellsOfIsOnDiskBeforeItIsSent() throws Exception {
        List<Boolean> kept = Collections.synchronizedList(new ArrayList<>());
        List<Receiver> receivers = new ArrayList<>();
        try (Receiver receiver = new Receiver(number -> {
            String event = receivers.getFirst().received().get(number - 1).text();
            kept.add(ids(state("partnerCenter")).stream().anyMatch(event::contains));
            return 202;
        })) {
            receivers.add(receiver);
            fixture.register(receiver, "referral-created");

            for (int i = 0; i < 5; i++) {
                fixture.deal();
            }

            await().until(() -> kept.size() == 5);
            assertTrue(kept.stream().allMatch(found -> found), kept::toString);
        }
    }

    private static List<String> ids(String state) {
        try {
            return Client.json(state).findValuesAsText("id");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String state(String service) {
        try {
            return Files.readString(data.resolve("state/" + service + ".json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
