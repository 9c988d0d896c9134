package dev.cosell;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.http.Transport;
import dev.cosell.operate.notice.DriftWatch;
import dev.cosell.operate.notice.ExpiryWatch;
import dev.cosell.operate.notice.HourlyWatch;
import dev.cosell.operate.notice.LoggedNotices;
import dev.cosell.operate.notice.NoticeChannel;
import dev.cosell.operate.notice.NoticeOutbox;
import dev.cosell.operate.notice.NoticeRound;
import dev.cosell.operate.notice.NoticeSettings;
import dev.cosell.operate.notice.NoticedPairs;
import dev.cosell.operate.notice.Notices;
import dev.cosell.operate.notice.ParkedWatch;
import dev.cosell.store.PairDirectory;
import dev.cosell.store.PoisonMessages;
import dev.cosell.store.QueueNames;
import dev.cosell.store.Storage;
import dev.cosell.store.TableNotices;
import dev.cosell.sync.Links;
import dev.cosell.sync.port.PairStore;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Part of the composition: what people are told beside the screens, if they want to be told. */
final class Noticing {
    private final Optional<NoticeSettings> wanted;
    private final TableNotices rows;
    private final Optional<NoticeOutbox> outbox;
    private final Transport unmetered;
    private final InstantSource clock;

    /** Makes no call. */
    Noticing(Settings settings, Storage storage, Transport unmetered) {
        this.wanted = settings.notices();
        this.rows = new TableNotices(storage);
        this.outbox = wanted.map(settingsOfIt -> new NoticeOutbox(rows, settingsOfIt.events()));
        this.unmetered = unmetered;
        this.clock = storage.clock();
    }

    /** Where notices go; to the log if nobody wants them sent. */
    Notices notices() {
        return outbox.map(Notices.class::cast).orElseGet(LoggedNotices::new);
    }

    /** The engine's pairs, of whose news people are told. */
    PairStore noticed(PairStore pairs, Links links) {
        return outbox.map(kept -> (PairStore) new NoticedPairs(pairs, links, kept::keep, clock))
                .orElse(pairs);
    }

    /** Sends what waits; nothing if nobody wants notices. */
    Optional<NoticeRound> round(PairStore pairs) {
        return wanted.map(channel -> new NoticeRound(
                rows,
                pairs,
                new NoticeChannel(
                        channel.format(), channel.address(), channel.secret(), unmetered, InstantSource.system()),
                clock));
    }

    /** Looks for what no event tells; nothing if nobody wants notices. @param drift the last report of the field map's */
    Optional<HourlyWatch> watch(
            PairDirectory directory, PoisonMessages poison, QueueNames queues, Supplier<Optional<JsonNode>> drift) {
        return outbox.map(kept -> new HourlyWatch(
                new ExpiryWatch(directory, kept, clock),
                new ParkedWatch(poison, queues, kept, clock),
                new DriftWatch(drift, kept, clock)));
    }
}
