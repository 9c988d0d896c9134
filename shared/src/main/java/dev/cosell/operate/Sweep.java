package dev.cosell.operate;

import dev.cosell.problem.ProblemCode;
import dev.cosell.store.PairDirectory;
import dev.cosell.store.PairSummary;
import dev.cosell.store.PoisonMessages;
import dev.cosell.store.QueueNames;
import dev.cosell.sync.Hint;
import dev.cosell.sync.Hints;
import dev.cosell.sync.Inbox;
import dev.cosell.sync.Pair;
import dev.cosell.sync.PairStore;
import dev.cosell.sync.Phase;
import dev.cosell.sync.Subject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The net under the queues: finds hints that nobody settled, gives held deals another try, keeps parked messages.
 *
 * <p>A hint can be left without a message if the app stopped between writing the two and its sender never came back.
 */
public final class Sweep {
    private static final Duration OVERDUE = Duration.ofMinutes(15);
    private static final Duration LOOK_BACK = Duration.ofDays(1);
    private static final int MOST = 500;
    /** What may have been put right on an account, contact or currency, which send no event of the deal itself. */
    private static final List<ProblemCode> STANDS_ON_A_CUSTOMER = List.of(
            ProblemCode.COUNTRY_UNKNOWN,
            ProblemCode.CUSTOMER_MISSING,
            ProblemCode.CUSTOMER_AMBIGUOUS,
            ProblemCode.CONTACT_INCOMPLETE,
            ProblemCode.CURRENCY_UNKNOWN);

    private final Hints hints;
    private final PairStore pairs;
    private final PairDirectory directory;
    private final PoisonMessages poison;
    private final QueueNames queues;
    private final Inbox inbox;
    private final InstantSource clock;

    public Sweep(
            Hints hints,
            PairStore pairs,
            PairDirectory directory,
            PoisonMessages poison,
            QueueNames queues,
            Inbox inbox,
            InstantSource clock) {
        this.hints = hints;
        this.pairs = pairs;
        this.directory = directory;
        this.poison = poison;
        this.queues = queues;
        this.inbox = inbox;
        this.clock = clock;
    }

    /**
     * Queues overdue hints again, and moves what is on the poison queues to where it does not expire.
     *
     * @return one line for the log
     */
    public String run() {
        Instant now = clock.instant();
        List<Hint> marked = hints.markedBetween(now.minus(LOOK_BACK), now.minus(OVERDUE), MOST);
        long overdue = marked.stream()
                .filter(this::isUnsettled)
                .peek(hint -> inbox.accept(hint.subject(), "overdue"))
                .count();
        int kept = queues.all().stream().mapToInt(poison::drain).sum();
        return "overdueHints=" + overdue + " parkedMessagesKept=" + kept;
    }

    /** Gives every held deal another try: what it waits for may have been put right where no event tells. */
    public String retryHeld() {
        int tried = retry(
                directory
                        .inPhase(Optional.of(Phase.HELD), Optional.empty(), MOST)
                        .items(),
                "held-retry");
        return "heldDealsTried=" + tried;
    }

    /** Gives the deals that wait for customer data another try. */
    public void retryHeldForCustomers(String cause) {
        STANDS_ON_A_CUSTOMER.forEach(code ->
                retry(directory.withProblem(code, Optional.empty(), MOST).items(), cause));
    }

    private int retry(List<PairSummary> held, String cause) {
        int tried = 0;
        for (PairSummary pair : held) {
            Optional<Subject> subject = pair.record()
                    .map(Subject::record)
                    .or(() -> pair.referralId().map(Subject::referral));
            if (subject.isPresent()) {
                inbox.accept(subject.get(), cause);
                tried++;
            }
        }
        return tried;
    }

    private boolean isUnsettled(Hint hint) {
        Optional<Pair> pair = hint.pair().flatMap(pairs::read).map(row -> row.value());
        return pair.isEmpty()
                || pair.get().phase() != Phase.PARKED
                        && !pair.get().hasSettled(hint.subject(), hint.mark())
                        && pair.get()
                                .notBefore()
                                .filter(clock.instant()::isBefore)
                                .isEmpty();
    }
}
