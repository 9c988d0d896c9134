package dev.cosell.operate.deal;

import static dev.cosell.operate.Problems.codeOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.cosell.operate.Desk;
import dev.cosell.operate.Reply;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.SealedTokens;
import dev.cosell.sync.Links;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharedTimelinesTest {
    private static final PairId ID = new PairId("r-1");

    private final Desk desk = new Desk();
    private final SealedTokens seals = new SealedTokens(desk.local.storage());
    private final Links links =
            new Links(Optional.of(URI.create("https://app.example")), pair -> SharedTimelines.proof(seals, pair));
    private final SharedTimelines timelines = new SharedTimelines(desk.referrals, seals);

    @Test
    void s59_theAddressOnARecordOpensItsTimelineWithoutAKey() {
        desk.pairs.create(Pair.fresh(ID, Instant.EPOCH));

        String[] address = links.timeline(ID).orElseThrow().split("/timeline/|/(?=[^/]+$)");
        Reply reply = timelines.show(address[1], address[2]);

        assertEquals("https://app.example/api/console#", address[0]);
        assertEquals("r-1", reply.body().orElseThrow().path("pair").asText());
    }

    @Test
    void anAddressOpensNoOtherDealAndNothingWithoutItsProof() {
        PairId other = new PairId("r-2");
        desk.pairs.create(Pair.fresh(ID, Instant.EPOCH));
        desk.pairs.create(Pair.fresh(other, Instant.EPOCH));
        String proof = SharedTimelines.proof(seals, ID);

        assertNotEquals(proof, SharedTimelines.proof(seals, other));
        for (String wrong :
                new String[] {"", "x", SharedTimelines.proof(seals, other), proof + "A", proof.substring(1)}) {
            assertEquals(ProblemCode.NOT_FOUND, codeOf(() -> timelines.show("r-1", wrong)), wrong);
        }
    }

    @Test
    void aDealThatDoesNotExistIsAnsweredLikeAWrongProof() {
        assertEquals(ProblemCode.NOT_FOUND, codeOf(() -> timelines.show("r-1", SharedTimelines.proof(seals, ID))));
    }
}
