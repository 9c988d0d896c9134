package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.operate.TestStorage;
import dev.cosell.operate.notice.Notice;
import dev.cosell.operate.notice.NoticeChannel;
import dev.cosell.operate.notice.NoticeOutbox;
import dev.cosell.operate.notice.NoticeRound;
import dev.cosell.operate.notice.NoticedPairs;
import dev.cosell.operate.notice.RecordingChannel;
import dev.cosell.referral.Status;
import dev.cosell.store.TableNotices;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.port.Ports;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What people are told of a deal, from its change to the webhook. */
class NoticeTest {
    private final TableNotices rows = new TableNotices(new TestStorage().storage());
    private final NoticeOutbox outbox = new NoticeOutbox(rows, EnumSet.allOf(Notice.Kind.class));
    private final RecordingChannel channel = new RecordingChannel();
    private final World world = new World(1, World.MAP, this::noticed);

    private Ports noticed(Ports ports) {
        return ports.with(new NoticedPairs(ports.pairs(), Links.NONE, outbox::keep, ports.clock()));
    }

    @Test
    void s77_aNewDealFromTheCrmIsToldOnce() {
        Pair pair = world.outbound("Move to Azure");
        world.seller(pair, "description", World.text("typed by the seller"));
        world.settle();

        assertEquals(List.of("deal-shared " + pair.id()), told());
        assertEquals(List.of(), told());
    }

    @Test
    void s77_aCrashAtAnyStepOfSharingLosesTheNoticeNeitherNorSendsItTwice() {
        int[] steps = {0};
        world.hook = step -> steps[0]++;
        world.outbound("Move to Azure");
        told();
        int before = channel.calls().size();
        world.hook = step -> {};
        int deals = 0;
        for (int at = 1; at <= steps[0]; at += 4) {
            RecordRef record = world.crm.enters("Deal " + at, true);
            world.crashesAt(at);
            world.settleThroughCrashes();
            world.hook = step -> {};
            assertEquals(List.of("deal-shared " + world.pairOf(record).id()), told(), "crash at step " + at);
            deals++;
        }
        assertTrue(deals > 3, deals + " crashes");
        assertEquals(before + deals, channel.calls().size());
    }

    @Test
    void aReferralThatComesInIsToldOnce() {
        Pair pair = world.inbound("Move to Azure");

        assertEquals(List.of("referral-arrived " + pair.id()), told());
    }

    @Test
    void aDealThatWaitsIsToldWithItsReasonAndNoNames() {
        RecordRef record = world.crm.enters("Move to Azure", true);
        world.crm.edits(record, Map.of(World.SOLUTIONS, World.text("no such solution")));
        world.settle();
        Pair pair = world.pairOf(record);
        assertEquals(Phase.HELD, pair.phase());

        assertEquals(List.of("deal-held " + pair.id()), told());
        String text = channel.body(0).path("notices").get(0).path("text").asText();
        assertTrue(text.contains(" waits for a person: "), text);
        assertTrue(!text.contains("Move to Azure"), text);
    }

    @Test
    void microsoftsAnswerIsToldOnce() {
        Pair pair = world.outbound("Move to Azure");
        world.seller(pair, World.HELP, World.text("Quotes or Licensing"));
        world.settle();
        told();
        String half = world.again(pair).microsoftReferralId().orElseThrow();

        world.partnerCenter.moves(half, Status.ACCEPTED);
        world.settle();

        assertEquals(List.of("microsoft-answered " + pair.id()), told());
        assertEquals(List.of(), told());
    }

    /** What the next round sends. */
    private List<String> told() {
        world.wait(Duration.ofMinutes(5));
        int before = channel.calls().size();
        new NoticeRound(
                        rows,
                        world.store,
                        new NoticeChannel(
                                NoticeChannel.Format.GENERIC,
                                URI.create("https://hooks.example/a"),
                                Optional.of("key"),
                                channel,
                                world.clock),
                        world.clock)
                .run();
        List<String> told = new ArrayList<>();
        for (int i = before; i < channel.calls().size(); i++) {
            JsonNode body = channel.body(i);
            body.path("notices")
                    .forEach(each -> told.add(body.path("kind").asText() + " "
                            + each.path("subject").asText()));
        }
        return told;
    }
}
