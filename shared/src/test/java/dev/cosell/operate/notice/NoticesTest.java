package dev.cosell.operate.notice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.http.Call;
import dev.cosell.operate.Problems;
import dev.cosell.operate.TestStorage;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.NoticeRow;
import dev.cosell.store.PoisonMessages;
import dev.cosell.store.TableNotices;
import dev.cosell.sync.Links;
import dev.cosell.sync.memory.MemoryStore;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.port.PairStore;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoticesTest {
    private static final Set<Notice.Kind> ALL = EnumSet.allOf(Notice.Kind.class);
    private static final URI ADDRESS = URI.create("https://hooks.example/a?sig=secret-of-the-address");

    private Instant now = Instant.parse("2026-03-02T09:00:00Z");
    private final TestStorage local = new TestStorage();
    private final TableNotices rows = new TableNotices(local.storage());
    private final NoticeOutbox outbox = new NoticeOutbox(rows, ALL);
    private final MemoryStore pairs = new MemoryStore(() -> now);
    private final RecordingChannel channel = new RecordingChannel();
    private final NoticeRound round = round(NoticeChannel.Format.GENERIC);

    @Test
    void noticesOfAKindAreOneMessageWithTheirCountAndTheFirstFew() {
        for (int i = 0; i < 12; i++) {
            outbox.tell(notice(Notice.Kind.REGISTRATION_LOST, "s" + i, "lost " + i));
        }
        outbox.tell(notice(Notice.Kind.DRIFT_FOUND, "map", "a column is gone"));
        later(Duration.ofMinutes(5));

        assertEquals(Optional.of("noticesSent=13"), round.run());

        assertEquals(2, channel.calls().size());
        JsonNode lost = channel.body(1);
        assertEquals("registration-lost", lost.path("kind").asText());
        assertEquals(12, lost.path("count").asInt());
        assertEquals(10, lost.path("notices").size());
        assertEquals(Optional.empty(), round.run(), "nothing is left");
        assertEquals(2, channel.calls().size());
    }

    @Test
    void aChannelThatIsAwayGetsThemInALaterRoundAndNobodyElseNotices() {
        outbox.tell(notice(Notice.Kind.REGISTRATION_LOST, "s", "lost"));
        later(Duration.ofMinutes(5));
        channel.answers(503);

        String line = round.run().orElseThrow();
        assertTrue(line.startsWith("noticesSent=0 noticesFailed=registration-lost: NET-02"), line);
        assertFalse(line.contains("secret"), line);

        channel.answers(200);
        later(Duration.ofMinutes(5));
        assertEquals(Optional.of("noticesSent=1"), round.run());
        assertEquals(2, channel.calls().size());
    }

    @Test
    void aKindThatIsRefusedHoldsNoOtherUp() {
        outbox.tell(notice(Notice.Kind.REFERRAL_EXPIRES, "r-9", "expires"));
        outbox.tell(notice(Notice.Kind.SIGN_IN_EXPIRES, "secret", "ends"));
        outbox.tell(notice(Notice.Kind.REGISTRATION_LOST, "s", "lost"));
        later(Duration.ofMinutes(5));
        channel.refuses("ends");

        String line = round.run().orElseThrow();

        assertTrue(line.startsWith("noticesSent=2 noticesFailed=sign-in-expires: NET-02"), line);
        assertEquals(
                List.of("secret"),
                rows.waiting(10).stream().map(NoticeRow::subject).toList());
    }

    @Test
    void aNoticeLeadsToTheConsoleHoweverLongItIsAndOpensNothingByItself() {
        Links links = new Links(Optional.of(URI.create("https://app.example")), pair -> "seal-of-" + pair.value());
        PairStore noticed = new NoticedPairs(pairs, links, outbox::keep, () -> now);
        Stored<Pair> row = noticed.create(Pair.fresh(new PairId("r-1"), now));
        Map<String, Problem> held = new LinkedHashMap<>();
        for (ProblemCode code : ProblemCode.values()) {
            held.put(code.code(), Problem.of(code, "long"));
        }
        noticed.replace(row, row.value().change().phase(Phase.HELD).held(held).now(), List.of());

        String text = rows.waiting(10).getFirst().text();

        assertEquals(NoticeRow.LONGEST_TEXT, text.length());
        assertTrue(text.endsWith(" https://app.example/api/console#/deals/r-1"), text);
        assertFalse(text.contains("seal-of"), text);
    }

    @Test
    void aRedirectIsARefusal() {
        outbox.tell(notice(Notice.Kind.REGISTRATION_LOST, "s", "lost"));
        later(Duration.ofMinutes(5));
        channel.answers(302);

        assertTrue(round.run().orElseThrow().contains("found HTTP 302"));
    }

    @Test
    void theSameIsToldOnceADayAndAnAlarmOnce() {
        for (int hour = 0; hour <= 26; hour++) {
            outbox.tell(notice(Notice.Kind.REGISTRATION_LOST, "s", "lost"));
            outbox.tell(notice(Notice.Kind.SIGN_IN_EXPIRES, "token", "7 days"));
            later(Duration.ofHours(1));
            round.run();
        }

        assertEquals(2, sent("registration-lost"));
        assertEquals(1, sent("sign-in-expires"));
    }

    @Test
    void whatNobodyWantsToHearOfIsNotKept() {
        new NoticeOutbox(rows, Set.of(Notice.Kind.DEAL_HELD)).tell(notice(Notice.Kind.REGISTRATION_LOST, "s", "lost"));

        assertEquals(List.of(), rows.waiting(10));
    }

    @Test
    void tellingNeverFails() {
        new NoticeOutbox(new TableNotices(TestStorage.away()), ALL)
                .tell(notice(Notice.Kind.REGISTRATION_LOST, "s", "lost"));
    }

    @Test
    void aDealThatWaitsNoMoreIsNotToldOf() {
        Pair pair = store("r-1", Phase.HELD);
        store("r-2", Phase.IN_STEP);
        outbox.tell(notice(Notice.Kind.DEAL_HELD, pair.id().value(), "waits"));
        outbox.tell(notice(Notice.Kind.DEAL_HELD, "r-2", "waits"));
        later(Duration.ofMinutes(5));

        assertEquals(Optional.of("noticesSent=1"), round.run());
        assertEquals(
                "r-1", channel.body(0).path("notices").get(0).path("subject").asText());
        assertEquals(List.of(), rows.waiting(10));
    }

    @Test
    void whatIsJustKeptWaitsUntilItsPairIsStored() {
        outbox.tell(notice(Notice.Kind.DEAL_HELD, "r-1", "waits"));

        assertEquals(Optional.empty(), round.run());
        assertEquals(1, rows.waiting(10).size());
    }

    @Test
    void newsOfAWeekAgoAreNotSentAnyMore() {
        outbox.tell(notice(Notice.Kind.REGISTRATION_LOST, "s", "lost"));
        later(Duration.ofDays(8));

        assertEquals(Optional.empty(), round.run());
        assertEquals(List.of(), rows.waiting(10));
    }

    @Test
    void whatWasToldLongAgoIsForgottenAndOnlyThat() {
        outbox.tell(notice(Notice.Kind.SIGN_IN_EXPIRES, "token", "7 days"));
        later(Duration.ofMinutes(5));
        round.run();

        assertEquals(0, rows.tidy(now, 10));
        assertEquals(1, rows.tidy(now.plusSeconds(1), 10));
        assertEquals(0, rows.tidy(now.plusSeconds(1), 10));
    }

    @Test
    void aGenericWebhookCanProveWhoSentIt() throws GeneralSecurityException {
        outbox.tell(notice(Notice.Kind.REGISTRATION_LOST, "s", "lost"));
        later(Duration.ofMinutes(5));
        round.run();

        Call call = channel.calls().getFirst();
        String[] parts = call.headers().get(NoticeChannel.SIGNATURE).split("[=,]");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("key".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        mac.update((parts[1] + ".").getBytes(StandardCharsets.UTF_8));
        assertEquals(HexFormat.of().formatHex(mac.doFinal(call.body())), parts[3]);
        assertEquals(Long.toString(now.getEpochSecond()), parts[1]);
        assertEquals(ADDRESS, call.uri());
    }

    @Test
    void slackGetsTextThatIsNoMarkup() {
        outbox.tell(notice(Notice.Kind.REGISTRATION_LOST, "s", "<!channel> & more"));
        later(Duration.ofMinutes(5));
        round(NoticeChannel.Format.SLACK).run();

        JsonNode body = channel.body(0);
        assertEquals(
                "The webhook registration (1)\n• &lt;!channel&gt; &amp; more",
                body.path("text").asText());
        assertFalse(body.path("mrkdwn").asBoolean(true));
        assertFalse(channel.calls().getFirst().headers().containsKey(NoticeChannel.SIGNATURE));
    }

    @Test
    void teamsGetsACardOfTextRuns() {
        outbox.tell(notice(Notice.Kind.REGISTRATION_LOST, "s", "[click](https://evil.example)"));
        later(Duration.ofMinutes(5));
        round(NoticeChannel.Format.TEAMS).run();

        JsonNode attachment = channel.body(0).path("attachments").get(0);
        assertEquals(
                "application/vnd.microsoft.card.adaptive",
                attachment.path("contentType").asText());
        JsonNode line = attachment.path("content").path("body").get(1);
        assertEquals("RichTextBlock", line.path("type").asText());
        assertEquals(
                "[click](https://evil.example)",
                line.path("inlines").get(0).path("text").asText());
    }

    @Test
    void whatWasParkedWithoutADealInTheLastHourIsCounted() {
        local.throwOnPoisonQueue(local.queues().crmUpdates(), "?");
        PoisonMessages messages = new PoisonMessages(local.storage(), local.queues());
        messages.drain(local.queues().crmUpdates());
        ParkedWatch watch = new ParkedWatch(messages, local.queues(), outbox, () -> now);
        watch.run();
        assertEquals(List.of(), rows.waiting(10), "not of that hour");

        Instant parkedAt = messages.list(local.queues().crmUpdates(), Optional.empty(), 1)
                .items()
                .getFirst()
                .parkedAt();
        now = parkedAt.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofMinutes(80));
        watch.run();
        watch.run();

        assertEquals(1, rows.waiting(10).size());
        String text = rows.waiting(10).getFirst().text();
        assertTrue(text.endsWith(": BUG-01 1. GET /api/poison/groups says more."), text);
    }

    @Test
    void aFieldMapThatNoLongerFitsIsToldOnceADay() {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.putArray("faults");
        result.putArray("values");
        DriftWatch watch = new DriftWatch(() -> Optional.of(result), outbox, () -> now);
        watch.run();
        assertEquals(List.of(), rows.waiting(10));

        result.withArray("faults").add("expected a column");
        watch.run();
        watch.run();
        assertEquals(1, rows.waiting(10).size());
    }

    @ParameterizedTest
    @CsvSource({
        "8,none", "7,7", "6,7", "3,3", "2,3", "1,1",
    })
    void s76_theAlarmIsTheLatestOneThatIsDue(int daysLeft, String alarm) {
        assertEquals(
                alarm,
                ExpiryWatch.alarm(Duration.ofDays(daysLeft))
                        .map(due -> Long.toString(due.toDays()))
                        .orElse("none"));
    }

    @ParameterizedTest
    @CsvSource({
        "email,https://hooks.example/a,key,,NOTICE_KIND",
        "generic,https://hooks.example/a,,,NOTICE_SECRET",
        "slack,http://hooks.example/a,,,NOTICE_URL",
        "slack,https://user@hooks.example/a,,,NOTICE_URL",
        "slack,http:nowhere,,,NOTICE_URL",
        "slack,not an address,,,NOTICE_URL",
        "slack,,,,NOTICE_URL",
        "teams,https://hooks.example/a?sig=x,,deal-lost,NOTICE_EVENTS"
    })
    void wrongSettingsAreNamedAndTheAddressIsNotRepeated(
            String kind, String url, String secret, String events, String named) {
        Problem problem = Problems.of(() -> NoticeSettings.read(
                Optional.of(kind), Optional.ofNullable(url), Optional.ofNullable(secret), Optional.ofNullable(events)));

        assertEquals(ProblemCode.MISCONFIGURED, problem.code());
        assertTrue(problem.detail().startsWith(named + ": expected "), problem.detail());
        assertFalse(url != null && problem.detail().contains(url), problem.detail());
    }

    @Test
    void settingsSayWhereAndWhich() {
        NoticeSettings settings = NoticeSettings.read(
                        Optional.of("Teams"),
                        Optional.of(ADDRESS.toString()),
                        Optional.of("k"),
                        Optional.of("deal-held, deal-shared"))
                .orElseThrow();

        assertEquals(NoticeChannel.Format.TEAMS, settings.format());
        assertEquals(ADDRESS, settings.address());
        assertEquals(Optional.empty(), settings.secret());
        assertEquals(Set.of(Notice.Kind.DEAL_HELD, Notice.Kind.DEAL_SHARED), settings.events());
        assertEquals(
                Optional.empty(),
                NoticeSettings.read(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private Pair store(String id, Phase phase) {
        Stored<Pair> row = pairs.create(Pair.fresh(new PairId(id), now));
        Pair next = row.value().change().phase(phase).now();
        return pairs.replace(row, next, List.of()).orElseThrow().value();
    }

    private NoticeRound round(NoticeChannel.Format format) {
        return new NoticeRound(
                rows, pairs, new NoticeChannel(format, ADDRESS, Optional.of("key"), channel, () -> now), () -> now);
    }

    private long sent(String kind) {
        long sent = 0;
        for (int i = 0; i < channel.calls().size(); i++) {
            sent += channel.body(i).path("kind").asText().equals(kind) ? 1 : 0;
        }
        return sent;
    }

    private Notice notice(Notice.Kind kind, String subject, String text) {
        return new Notice(kind, subject, text, now);
    }

    private void later(Duration time) {
        now = now.plus(time);
    }
}
