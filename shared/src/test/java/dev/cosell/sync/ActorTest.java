package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.sync.pair.Author;
import dev.cosell.sync.pair.RecordRef;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whoever acts in the CRM, it is the service that writes. */
class ActorTest {
    @Test
    void s24_theServiceWritesTheRecordAndTheTimelineNamesWhoActedInTheCrm() {
        World world = new World();
        String service =
                writer(world, world.inbound("Made by the service").record().orElseThrow());
        world.crm.isUsedBy("Grace Hopper");
        RecordRef record = world.crm.enters("Deal", true);
        assertEquals("Grace Hopper", writer(world, record));
        world.settle();

        assertEquals(service, writer(world, record));
        assertTrue(world.store.audit(world.pairOf(record).id()).stream()
                .anyMatch(entry -> entry.did().equals("switched on by Grace Hopper")));
    }

    private static String writer(World world, RecordRef record) {
        Optional<Author> author = world.crm.read(record).by();
        return author.orElseThrow().name();
    }
}
