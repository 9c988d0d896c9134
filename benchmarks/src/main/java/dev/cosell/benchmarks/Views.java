package dev.cosell.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.operate.Reply;
import dev.cosell.operate.command.Asking;
import dev.cosell.operate.command.Conflicts;
import dev.cosell.operate.deal.Referrals;
import dev.cosell.operate.fieldmap.LatestDeals;
import dev.cosell.operate.notice.ExpiryWatch;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.PairDirectory;
import dev.cosell.store.QueueNames;
import dev.cosell.store.QueueWork;
import dev.cosell.store.Storage;
import dev.cosell.store.TableClaims;
import dev.cosell.store.TableHints;
import dev.cosell.store.TablePairs;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.port.Inbox;
import dev.cosell.sync.port.PartnerCenter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the console shows of deals, through the classes behind its routes; and what else goes through deals: the samples for
 * the field map, a slice of a mass sync, and the hourly look at deadlines.
 */
final class Views {
    private static final int PAGE = 50;
    private static final int PAGES_BEFORE = 9;
    private static final int SLICE = 200;

    private final PairDirectory directory;
    private final Referrals referrals;
    private final Conflicts conflicts;
    private final LatestDeals latest;
    private final Storage storage;

    Views(Storage storage, PartnerCenter partnerCenter) {
        FieldMaps maps = FieldMapFile.dynamics();
        TablePairs pairs = new TablePairs(storage);
        TableClaims claims = new TableClaims(storage);
        Inbox inbox = new Inbox(
                new TableHints(storage),
                new QueueWork(storage, new QueueNames("crm-updates", "partner-center-updates")));
        this.storage = storage;
        this.directory = new PairDirectory(storage);
        this.referrals = new Referrals(maps, pairs, directory, claims, inbox, storage.clock());
        this.conflicts = new Conflicts(maps, directory, referrals, new Asking(pairs, inbox, storage.clock()));
        this.latest = new LatestDeals(partnerCenter, claims, pairs);
    }

    /** All views, once there are deals; looks for where the later pages begin. */
    List<View> all() {
        Optional<String> laterInStep = later(phase("in-step"));
        Optional<String> laterCloud = later(name("cloud"));
        return List.of(
                list("held, first page", phase("held"), Optional.empty()),
                list("in step, first page", phase("in-step"), Optional.empty()),
                list("in step, tenth page", phase("in-step"), laterInStep),
                list("all, first page", choice("", "", "", ""), Optional.empty()),
                list(
                        "with a problem, first page",
                        choice("", ProblemCode.COUNTRY_UNKNOWN.code(), "", ""),
                        Optional.empty()),
                list("expiring within 7 days, first page", choice("", "", "7", ""), Optional.empty()),
                list("named, a word of one deal", name("zanzibar"), Optional.empty()),
                list("named, a word of every fourth, first page", name("cloud"), Optional.empty()),
                list("named, the same, tenth page", name("cloud"), laterCloud),
                list("named, two words", name("cloud licences"), Optional.empty()),
                list("named, a word of none", name("xylophone"), Optional.empty()),
                new View("conflicts, first page", () -> items(conflicts.list(limit(), Optional.empty()))),
                new View(
                        "how many of each phase", () -> body(referrals.counts()).size()),
                new View(
                        "one deal",
                        () -> body(referrals.show(MadeUpDeals.referralId(0)))
                                .path("timeline")
                                .size()),
                new View(
                        "20 deals for a preview of a field map",
                        () -> latest.last(20).size()),
                new View(
                        "500 deals for its daily comparison",
                        () -> latest.last(500).size()),
                new View(
                        "a slice of a mass sync",
                        () -> directory
                                .inPhase(Optional.of(Phase.IN_STEP), Optional.empty(), SLICE)
                                .items()
                                .size()),
                new View("hourly: all that expires within 7 days", this::expiring));
    }

    private View list(String name, Referrals.Choice choice, Optional<String> token) {
        return new View(name, () -> items(referrals.list(choice, limit(), token)));
    }

    private int expiring() {
        AtomicInteger told = new AtomicInteger();
        new ExpiryWatch(directory, notice -> told.incrementAndGet(), storage.clock()).run();
        return told.get();
    }

    /** The token that the ninth page names, or as far as there are pages. */
    private Optional<String> later(Referrals.Choice choice) {
        Optional<String> token = Optional.empty();
        for (int page = 0; page < PAGES_BEFORE; page++) {
            JsonNode next = body(referrals.list(choice, limit(), token)).path("next");
            if (next.isMissingNode()) {
                break;
            }
            token = Optional.of(next.asText());
        }
        return token;
    }

    private static Referrals.Choice phase(String phase) {
        return choice(phase, "", "", "");
    }

    private static Referrals.Choice name(String name) {
        return choice("", "", "", name);
    }

    private static Referrals.Choice choice(String phase, String problem, String days, String name) {
        return new Referrals.Choice(present(phase), present(problem), present(days), present(name));
    }

    private static Optional<String> present(String text) {
        return Optional.of(text).filter(some -> !some.isEmpty());
    }

    private static Optional<String> limit() {
        return Optional.of(Integer.toString(PAGE));
    }

    private static int items(Reply reply) {
        return body(reply).path("items").size();
    }

    private static JsonNode body(Reply reply) {
        return reply.body().orElseThrow();
    }
}
