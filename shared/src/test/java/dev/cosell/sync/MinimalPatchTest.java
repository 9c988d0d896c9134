package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.referral.Referral;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.port.PartnerCenter;
import dev.cosell.sync.port.Ports;
import dev.cosell.sync.port.ReferralPage;
import dev.cosell.sync.port.Written;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Partner Center is patched, never replaced: only what changed, and only at the version it was merged with. */
class MinimalPatchTest {
    private record Patch(String version, Set<String> pointers) {}

    private final List<Patch> patches = new ArrayList<>();
    private final World world = new World(1, World.MAP, this::watched);
    private final Pair pair = world.inbound("Move to Azure");

    @Test
    void s83_onlyWhatChangedIsWrittenAtTheVersionThatWasRead() {
        String version = world.partnerCenter.look(referral()).eTag().orElseThrow();
        patches.clear();
        world.seller(pair, "description", World.text("typed by the seller"));
        world.settle();
        assertEquals(List.of(new Patch(version, Set.of(World.NOTES))), patches);
    }

    @Test
    void s83_aPatchThatMeetsANewerVersionIsMergedAgainAndLosesNoEdit() {
        patches.clear();
        int[] meddled = {0};
        world.hook = step -> {
            if (step.equals("before pc.patch") && meddled[0]++ < 2) {
                world.portal(pair, World.VALUE, IntNode.valueOf(700 + meddled[0]));
            }
        };
        world.seller(pair, "description", World.text("typed by the seller"));
        world.settle();
        assertEquals("typed by the seller", world.note(pair));
        assertEquals("702.00", world.crm.text(pair.record().orElseThrow(), "estimatedvalue"));
        assertEquals(Set.of(), world.differences(pair));
        assertEquals(3, patches.size());
        assertEquals(3, patches.stream().map(Patch::version).distinct().count());
        assertEquals(Set.of(Set.of(World.NOTES)), Set.copyOf(pointers()));
    }

    private List<Set<String>> pointers() {
        return patches.stream().map(Patch::pointers).toList();
    }

    private String referral() {
        return pair.referralId().orElseThrow();
    }

    private Ports watched(Ports ports) {
        PartnerCenter real = ports.partnerCenter();
        PartnerCenter watching = new PartnerCenter() {
            @Override
            public Referral read(String referralId) {
                return real.read(referralId);
            }

            @Override
            public Written patch(String referralId, String version, Map<String, JsonNode> values) {
                patches.add(new Patch(version, Set.copyOf(values.keySet())));
                return real.patch(referralId, version, values);
            }

            @Override
            public Referral create(ObjectNode referral, String requestId) {
                return real.create(referral, requestId);
            }

            @Override
            public List<Referral> createdSince(Instant since) {
                return real.createdSince(since);
            }

            @Override
            public ReferralPage lastChanged(Optional<String> next) {
                return real.lastChanged(next);
            }

            @Override
            public List<Referral> inEngagement(String engagementId) {
                return real.inEngagement(engagementId);
            }
        };
        return ports.with(watching);
    }
}
