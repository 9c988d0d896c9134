package dev.cosell.operate.work;

import dev.cosell.problem.ProblemCode;
import dev.cosell.store.Page;
import dev.cosell.store.PairDirectory;
import dev.cosell.store.PairSummary;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Inbox;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Deals that wait for a person: another try for them, where no event of the deal tells that it was put right. */
public final class HeldDeals {
    private static final int PAGE = 500;
    /** Of one problem, as long as a sender waits for an answer; the rest has its turn at night. */
    private static final int MOST_AT_ONCE = 100;
    /** What may have been put right on an account, contact or currency, which send no event of the deal itself. */
    private static final List<ProblemCode> STANDS_ON_A_CUSTOMER = List.of(
            ProblemCode.COUNTRY_UNKNOWN,
            ProblemCode.CUSTOMER_MISSING,
            ProblemCode.CUSTOMER_AMBIGUOUS,
            ProblemCode.CUSTOMER_SIMILAR,
            ProblemCode.CONTACT_INCOMPLETE,
            ProblemCode.CURRENCY_UNKNOWN);

    private final PairDirectory directory;
    private final Inbox inbox;
    private final Object oneAtATime = new Object();
    private final AtomicLong begun = new AtomicLong();
    private long finished;

    public HeldDeals(PairDirectory directory, Inbox inbox) {
        this.directory = directory;
        this.inbox = inbox;
    }

    /**
     * Queues every held deal: what it waits for may have been put right where no event tells.
     *
     * @return one line for the log
     */
    public String retryAll() {
        int tried = 0;
        Optional<String> token = Optional.empty();
        do {
            Page<PairSummary> page = directory.inPhase(Optional.of(Phase.HELD), token, PAGE);
            tried += queue(page.items(), Causes.HELD_RETRY);
            token = page.next();
        } while (token.isPresent());
        return "heldDealsTried=" + tried;
    }

    /**
     * Queues the deals that wait for customer data, and those that are being linked: what they read of a customer may be what
     * was changed, and nobody says so again. Many calls at once, as after an import of accounts, share a run: each
     * returns after one that began later than the call.
     */
    public void retryForCustomers(String cause) {
        long before = begun.get();
        synchronized (oneAtATime) {
            if (finished > before) {
                return;
            }
            long run = begun.incrementAndGet();
            Set<PairSummary> held = new LinkedHashSet<>(directory
                    .inPhase(Optional.of(Phase.LINKING), Optional.empty(), MOST_AT_ONCE)
                    .items());
            STANDS_ON_A_CUSTOMER.forEach(code -> held.addAll(
                    directory.withProblem(code, Optional.empty(), MOST_AT_ONCE).items()));
            queue(held, cause);
            finished = run;
        }
    }

    private int queue(Iterable<PairSummary> held, String cause) {
        int queued = 0;
        for (PairSummary pair : held) {
            Optional<Subject> subject = Subject.of(pair.record(), pair.referralId());
            if (subject.isPresent()) {
                inbox.accept(subject.get(), cause);
                queued++;
            }
        }
        return queued;
    }
}
