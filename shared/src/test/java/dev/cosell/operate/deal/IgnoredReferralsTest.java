package dev.cosell.operate.deal;

import static dev.cosell.operate.Problems.codeOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.operate.Asker;
import dev.cosell.operate.Problems;
import dev.cosell.operate.Reply;
import dev.cosell.operate.TestStorage;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.ReferralKind;
import dev.cosell.store.TableClaims;
import dev.cosell.store.TableIgnored;
import dev.cosell.sync.memory.MemoryQueue;
import dev.cosell.sync.memory.MemoryStore;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.IgnoredReferral;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import dev.cosell.sync.port.Inbox;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IgnoredReferralsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Asker GRACE = new Asker("Grace Hopper");

    private final TestStorage local = new TestStorage();
    private final TableIgnored table = new TableIgnored(local.storage());
    private final TableClaims claims = new TableClaims(local.storage());
    private final MemoryQueue queue = new MemoryQueue(() -> NOW);
    private final IgnoredReferrals ignored =
            new IgnoredReferrals(table, claims, new Inbox(new MemoryStore(() -> NOW), queue), () -> NOW);

    @Test
    void s84_whatWasKeptOutIsListedWithItsReason() {
        table.keep(referral("ref-1", false, NOW));

        JsonNode item = list().path("items").get(0);

        assertEquals("ref-1", item.path("referralId").asText());
        assertEquals("Deal", item.path("name").asText());
        assertEquals("qualified-lead", item.path("kind").asText());
        assertEquals("ignored: spam", item.path("reason").asText());
        assertTrue(item.path("canBeAdmitted").asBoolean());
        assertEquals(NOW.toString(), item.path("at").asText());
    }

    @Test
    void whatCameInLaterIsNoLongerListed() {
        table.keep(referral("ref-1", false, NOW));
        claims.claim(Claim.of(Subject.referral("ref-1")), "r-ref-1");

        assertEquals(0, list().path("items").size());
        assertEquals(Optional.empty(), table.find("ref-1"));
    }

    @Test
    void admittingLetsItInForGoodAndQueuesIt() {
        table.keep(referral("ref-1", false, NOW));

        Reply reply = ignored.admit(" ref-1 ", GRACE);

        assertEquals(202, reply.status());
        assertTrue(table.isAdmitted("ref-1"));
        Work work = queue.poll(MemoryQueue.CRM_UPDATES).orElseThrow().work();
        assertEquals(Subject.referral("ref-1"), work.subject());
        assertEquals(Causes.ADMITTED, work.cause());
        assertEquals(0, list().path("items").size());
    }

    @Test
    void whatNobodyKeptOutOrIsOverCannotBeAdmitted() {
        table.keep(referral("ref-1", true, NOW));

        Problem over = Problems.of(() -> ignored.admit("ref-1", GRACE));
        assertEquals(ProblemCode.NOTHING_TO_DECIDE, over.code());
        Problem unknown = Problems.of(() -> ignored.admit("<script>", GRACE));
        assertEquals(ProblemCode.NOT_FOUND, unknown.code());
        assertFalse(unknown.detail().contains("<"), unknown.detail());
        assertEquals(0, queue.size(MemoryQueue.CRM_UPDATES));
    }

    @Test
    void whatIsOlderThanNinetyDaysIsForgotten() {
        table.keep(referral("ref-1", false, NOW.minus(Duration.ofDays(91))));
        table.keep(referral("ref-2", false, NOW.minus(Duration.ofDays(89))));

        assertEquals("ignoredReferralsForgotten=1", ignored.tidy());
        assertEquals("ref-2", list().path("items").get(0).path("referralId").asText());
    }

    @Test
    void anImpossibleLimitIsRefused() {
        assertEquals(ProblemCode.REQUEST_UNREADABLE, codeOf(() -> ignored.list(Optional.of("0"), Optional.empty())));
    }

    private JsonNode list() {
        return ignored.list(Optional.empty(), Optional.empty()).body().orElseThrow();
    }

    private static IgnoredReferral referral(String id, boolean lasting, Instant at) {
        return new IgnoredReferral(id, "Deal", ReferralKind.QUALIFIED_LEAD, "spam", lasting, at);
    }
}
