package dev.cosell.sync;

import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What happens in a history, told line by line: when, who, what. Costs nothing if nobody listens. */
final class Story {
    /** Nobody listens. */
    static final Story UNTOLD = new Story(line -> {}, false);

    private static final Map<String, String> DONE = Map.ofEntries(
            Map.entry("hints.mark", "notes that something changed"),
            Map.entry("hints.read", "reads what changed last"),
            Map.entry("hints.bind", "notes which pair it is about"),
            Map.entry("hints.postpone", "notes when to try again"),
            Map.entry("hints.drop", "forgets the hint: it is of no concern"),
            Map.entry("claims.claim", "claims an id"),
            Map.entry("claims.owner", "asks who owns an id"),
            Map.entry("pairs.read", "reads what is remembered of the pair"),
            Map.entry("pairs.create", "begins to remember a pair"),
            Map.entry("pairs.replace", "stores the pair, if nobody else has meanwhile"),
            Map.entry("outages.current", "asks whether a system is paused"),
            Map.entry("outages.begin", "pauses a system"),
            Map.entry("outages.end", "ends the pause of a system"),
            Map.entry("ignored.keep", "keeps a referral out"),
            Map.entry("ignored.isAdmitted", "asks whether somebody let the referral in"),
            Map.entry("queue.send", "queues a message"),
            Map.entry("queue.park", "parks the message"),
            Map.entry("queue.complete", "deletes its message"),
            Map.entry("pc.read", "reads a referral in Partner Center"),
            Map.entry("pc.patch", "writes to a referral in Partner Center"),
            Map.entry("pc.create", "makes a referral in Partner Center"),
            Map.entry("pc.list", "lists new referrals in Partner Center"),
            Map.entry("pc.lastChanged", "lists changed referrals in Partner Center"),
            Map.entry("pc.engagement", "lists an engagement's referrals in Partner Center"),
            Map.entry("crm.read", "reads a record in the CRM"),
            Map.entry("crm.update", "writes to a record in the CRM"),
            Map.entry("crm.create", "makes a record in the CRM"),
            Map.entry("crm.tell", "tells the seller on the record"),
            Map.entry("crm.qualify", "qualifies a lead in the CRM"),
            Map.entry("crm.changes", "lists changed records in the CRM"),
            Map.entry("crm.records", "lists records in the CRM"));

    private final Consumer<String> listener;
    private final boolean told;

    private Story(Consumer<String> listener, boolean told) {
        this.listener = listener;
        this.told = told;
    }

    /** A story that is told to somebody. */
    static Story to(Consumer<String> listener) {
        return new Story(listener, true);
    }

    /** @param who the worker, the sender or the person */
    void tell(Instant at, String who, Supplier<String> what) {
        if (told) {
            listener.accept("%-24s  %-10s  %s".formatted(at, who, what.get()));
        }
    }

    /** A step of the code, told once it is done. */
    void step(Instant at, String who, String step, Supplier<String> about) {
        if (told && step.startsWith("after ")) {
            String name = step.substring("after ".length());
            tell(at, who, () -> "  " + DONE.getOrDefault(name, name) + about.get());
        }
    }
}
