package dev.cosell.operate.intake;

import dev.cosell.crm.dynamics.DynamicsEvent;
import dev.cosell.crm.dynamics.DynamicsSecret;
import dev.cosell.crm.dynamics.OwnWrites;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.operate.Reply;
import dev.cosell.operate.work.HeldDeals;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Inbox;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Takes Dataverse's events: authenticates, stores the hint, answers. */
public final class DynamicsIntake {
    /** A deal may be held for something that stands on these; a change there gives held deals another try. */
    private static final Set<String> DEALS_DEPEND_ON = Set.of("account", "contact", "transactioncurrency");

    /** Says which table an event is about, so that those of other tables need not be read. */
    private static final String TABLE = "x-ms-dynamics-entity-name";

    private final DynamicsSecret secret;
    private final Supplier<FieldMaps> known;
    private final Supplier<DynamicsEvent.Names> names;
    private final Inbox inbox;
    private final HeldDeals held;
    private final OwnWrites own;

    /**
     * @param known the maps whose columns concern us: that in use, and what another one that is tried has beside them
     * @param own knows the events that need no sync
     */
    public DynamicsIntake(
            DynamicsSecret secret,
            Supplier<FieldMaps> known,
            Supplier<DynamicsEvent.Names> names,
            Inbox inbox,
            HeldDeals held,
            OwnWrites own) {
        this.secret = secret;
        this.known = known;
        this.names = names;
        this.inbox = inbox;
        this.held = held;
        this.own = own;
    }

    /**
     * Accepts an event.
     *
     * @param headers by lower-case name
     * @return 202 once the event is safe; 204 if it is of another table, names only columns that the field map does not
     *     know, or tells of nothing but our own write
     * @throws dev.cosell.problem.Failure {@code SECRET_WRONG}, {@code TOO_LARGE}, {@code REQUEST_UNREADABLE}, or
     *     {@code STORAGE_UNAVAILABLE}: then the sender must try again
     */
    public Reply accept(Map<String, String> headers, byte[] body, String trace) {
        secret.refusal(headers).ifPresent(problem -> {
            throw problem.failure();
        });
        FieldMaps maps = known.get();
        if (isOfAnotherTable(maps, headers)) {
            return Reply.empty(204);
        }
        DynamicsEvent event = DynamicsEvent.parse(body, headers, maps, names.get());
        if (DEALS_DEPEND_ON.contains(event.record().table())) {
            held.retryForCustomers(event.record().table() + " changed");
            return Reply.empty(202);
        }
        if (maps.ofTable(event.record().table()).isEmpty() || concernsNoMappedColumn(event) || own.explain(event)) {
            return Reply.empty(204);
        }
        event.mergedAway()
                .ifPresent(
                        gone -> inbox.accept(Subject.record(gone), Causes.DELETED, Optional.empty(), Map.of(), trace));
        inbox.accept(Subject.record(event.record()), event.message(), Optional.empty(), event.fingerprints(), trace);
        return Reply.empty(202);
    }

    private static boolean isOfAnotherTable(FieldMaps maps, Map<String, String> headers) {
        return Optional.ofNullable(headers.get(TABLE))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> maps.ofTable(name).isEmpty() && !DEALS_DEPEND_ON.contains(name))
                .isPresent();
    }

    private static boolean concernsNoMappedColumn(DynamicsEvent event) {
        return event.message().equals("Update")
                && !event.cut()
                && event.fingerprints().isEmpty();
    }
}
