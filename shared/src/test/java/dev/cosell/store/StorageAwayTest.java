package dev.cosell.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import dev.cosell.sync.port.Lane;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** When storage is away, callers learn it soon enough to answer 503, and by one name. */
class StorageAwayTest {
    private static final Subject SUBJECT = Subject.referral("ref-1");
    private static final Pair PAIR = Pair.fresh(new PairId("pair-1"), Instant.EPOCH);
    private static final String KEY = "c2VjcmV0a2V5";

    private final Storage away = new Storage(
            new StorageConnection.ByConnectionString("AccountName=acme;AccountKey=" + KEY
                    + ";TableEndpoint=http://127.0.0.1:" + closedPort() + "/acme;QueueEndpoint=http://127.0.0.1:"
                    + closedPort() + "/acme"),
            Storage.Options.standard());

    @Test
    void everyOperationSaysSoWithinSeconds() {
        TableHints hints = new TableHints(away);
        TablePairs pairs = new TablePairs(away);
        PairDirectory directory = new PairDirectory(away);
        QueueWork queue = new QueueWork(away, QueueNames.STANDARD);
        Work work = new Work(SUBJECT, "m", "cause", Optional.empty(), Map.of(), 0, "");
        List<Executable> operations = List.of(
                () -> hints.mark(SUBJECT, "m"),
                () -> hints.markedBetween(Instant.EPOCH, Instant.now(), 1),
                () -> new TableClaims(away).claim(new Claim("any"), "pair-1"),
                () -> pairs.read(PAIR.id()),
                () -> pairs.replace(new Stored<>(PAIR, "W/\"1\""), PAIR, List.of()),
                () -> new TableOutages(away).current(RemoteSystem.CRM, Lane.PEOPLE),
                () -> directory.counts(1),
                () -> queue.send(work, Duration.ZERO),
                queue::depths,
                () -> new PoisonMessages(away, QueueNames.STANDARD).drain("crm-updates"));
        for (Executable operation : operations) {
            Problem problem = assertTimeout(Duration.ofSeconds(8), () -> assertThrows(Failure.class, operation))
                    .problem();

            assertEquals(ProblemCode.STORAGE_UNAVAILABLE, problem.code());
            assertFalse(problem.detail().contains(KEY), problem.detail());
        }
    }

    private static int closedPort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no free port", e);
        }
    }
}
