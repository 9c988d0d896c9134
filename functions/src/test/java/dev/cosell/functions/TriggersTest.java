package dev.cosell.functions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Answers.RETURNS_DEEP_STUBS;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.ArgumentMatchers.matches;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.TraceContext;
import dev.cosell.Connector;
import dev.cosell.SettingsAwaited;
import dev.cosell.operate.Asker;
import dev.cosell.operate.Reply;
import dev.cosell.operate.RequestForm;
import dev.cosell.operate.TextFile;
import dev.cosell.operate.backfill.Decisions;
import dev.cosell.operate.backfill.Findings;
import dev.cosell.operate.command.CountryEntry;
import dev.cosell.operate.command.CustomerChoice;
import dev.cosell.operate.connect.Reconnect;
import dev.cosell.operate.connect.SignInDesk;
import dev.cosell.operate.connect.TokenWatch;
import dev.cosell.operate.deal.IgnoredReferrals;
import dev.cosell.operate.deal.SharedTimelines;
import dev.cosell.operate.deal.UnmatchedPeople;
import dev.cosell.operate.doctor.Doctor;
import dev.cosell.operate.doctor.SupportBundle;
import dev.cosell.operate.fieldmap.Drift;
import dev.cosell.operate.fieldmap.MapLife;
import dev.cosell.operate.fieldmap.Preview;
import dev.cosell.operate.fieldmap.Versions;
import dev.cosell.operate.intake.DynamicsIntake;
import dev.cosell.operate.intake.PartnerCenterIntake;
import dev.cosell.operate.intake.SalesforceIntake;
import dev.cosell.operate.live.GoLive;
import dev.cosell.operate.notice.HourlyWatch;
import dev.cosell.operate.notice.NoticeRound;
import dev.cosell.operate.poison.Discard;
import dev.cosell.operate.poison.PoisonGroups;
import dev.cosell.operate.privacy.Erasure;
import dev.cosell.operate.privacy.Retention;
import dev.cosell.operate.reconcile.Resync;
import dev.cosell.operate.registration.RegistrationCheck;
import dev.cosell.operate.relay.RelayDesk;
import dev.cosell.operate.relay.RelayWorker;
import dev.cosell.operate.share.Sharing;
import dev.cosell.operate.share.Validation;
import dev.cosell.operate.telemetry.Gauges;
import dev.cosell.operate.telemetry.Telemetry;
import dev.cosell.operate.work.HeldDeals;
import dev.cosell.operate.work.Worker;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each trigger carries its request to the one operation it stands for, and the answer back. */
class TriggersTest {
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final String ANY_TRACE = "00-[0-9a-f]{32}-[0-9a-f]{16}-00";
    private static final Reply REPLY =
            Reply.of(200, JsonNodeFactory.instance.objectNode().put("x", 1));
    private static final Problem MISCONFIGURED =
            Problem.of(ProblemCode.MISCONFIGURED, "DYNAMICS_URL: expected it, found nothing");

    private final Connector connector = mock(Connector.class, RETURNS_DEEP_STUBS);
    private final Supplier<Connector> supplier = () -> connector;
    private final Supplier<SettingsAwaited> never = () -> {
        throw new AssertionError("the settings are right");
    };

    @Test
    void partnerCentersCallbackKeepsEveryByteAndHeader() {
        PartnerCenterIntake intake = mock(PartnerCenterIntake.class);
        when(connector.intakes().partnerCenter()).thenReturn(intake);
        when(connector.intakes().events()).thenReturn(Telemetry.none().events());
        when(intake.accept(any(), any(), any())).thenReturn(Reply.empty(202));
        Call call = new Call()
                .header("x-ms-signature", "sig")
                .header("traceparent", TRACE)
                .body("{ \"EventName\" : \"\u00e4\u20ac\" }\r\n");

        new PartnerCenterEvents(supplier).accept(call.request(), call.context());

        verify(intake).accept(call.headers(), "{ \"EventName\" : \"\u00e4\u20ac\" }\r\n".getBytes(UTF_8), TRACE);
        assertEquals(202, call.answered().status());
        assertEquals("", call.answered().body());
        assertFalse(call.answered().headers().containsKey("Content-Type"));
    }

    @Test
    void dataversesEventKeepsEveryByteAndHeader() {
        DynamicsIntake intake = mock(DynamicsIntake.class);
        when(connector.intakes().dynamics()).thenReturn(Optional.of(intake));
        when(connector.intakes().events()).thenReturn(Telemetry.none().events());
        when(intake.accept(any(), any(), any())).thenReturn(Reply.empty(204));
        Call call = new Call().header("x-cosell-secret", "s").header("traceparent", "' or true");

        new DynamicsEvents(supplier).accept(call.request(), call.context());

        verify(intake).accept(eq(call.headers()), eq(new byte[0]), matches(ANY_TRACE));
        assertEquals(204, call.answered().status());
    }

    /** It has made the call a part of its own trace, which goes on from the caller's. */
    @Test
    void whatThePlatformSaysOfTheTraceComesBeforeTheCallersHeader() {
        DynamicsIntake intake = mock(DynamicsIntake.class);
        when(connector.intakes().dynamics()).thenReturn(Optional.of(intake));
        when(connector.intakes().events()).thenReturn(Telemetry.none().events());
        when(intake.accept(any(), any(), any())).thenReturn(Reply.empty(202));
        Call call = new Call().header("traceparent", "00-11111111111111111111111111111111-1111111111111111-01");
        ExecutionContext context = call.context();
        TraceContext platforms = mock(TraceContext.class);
        when(platforms.getTraceparent()).thenReturn(TRACE);
        when(context.getTraceContext()).thenReturn(platforms);

        new DynamicsEvents(supplier).accept(call.request(), context);

        verify(intake).accept(call.headers(), new byte[0], TRACE);
    }

    @Test
    void anOutboundMessageOfSalesforceIsAcknowledgedOnceItIsSafe() {
        SalesforceIntake intake = mock(SalesforceIntake.class);
        when(connector.intakes().salesforce()).thenReturn(Optional.of(intake));
        when(connector.intakes().events()).thenReturn(Telemetry.none().events());
        when(intake.accept(any(), any(), any())).thenReturn(Reply.empty(200), Reply.empty(202));

        Call message = new Call().query("secret", "s");
        new SalesforceEvents(supplier).accept(message.request(), message.context());
        verify(intake).accept(eq(Optional.of("s")), eq(new byte[0]), matches(ANY_TRACE));
        assertEquals(SalesforceIntake.ACKNOWLEDGED, message.answered().body());

        Call callout = new Call().header("x-cosell-secret", "s");
        new SalesforceEvents(supplier).accept(callout.request(), callout.context());
        assertEquals(202, callout.answered().status());
        assertEquals("", callout.answered().body());
    }

    @Test
    void eventsOfACrmThatIsNotThereAreNotTaken() {
        when(connector.intakes().dynamics()).thenReturn(Optional.empty());
        when(connector.intakes().salesforce()).thenReturn(Optional.empty());

        Call dynamics = new Call();
        new DynamicsEvents(supplier).accept(dynamics.request(), dynamics.context());
        Call salesforce = new Call();
        new SalesforceEvents(supplier).accept(salesforce.request(), salesforce.context());

        assertEquals(404, dynamics.answered().status());
        assertEquals(404, salesforce.answered().status());
    }

    @Test
    void dealsAreListedAsAsked() {
        dev.cosell.operate.deal.Referrals referrals = mock(dev.cosell.operate.deal.Referrals.class);
        when(connector.deals().referrals()).thenReturn(referrals);
        when(referrals.list(any(), any(), any())).thenReturn(REPLY);

        Call call = new Call().query("phase", "held").query("limit", "7").query("next", "t");
        new Referrals(supplier).list(call.request(), call.context());
        verify(referrals)
                .list(
                        new dev.cosell.operate.deal.Referrals.Choice(
                                Optional.of("held"), Optional.empty(), Optional.empty(), Optional.empty()),
                        Optional.of("7"),
                        Optional.of("t"));
        assertEquals("{\"x\":1}", call.answered().body());
        assertEquals(
                "application/json; charset=utf-8", call.answered().headers().get("Content-Type"));
        assertEquals("no-store", call.answered().headers().get("Cache-Control"));

        for (String[] wrong : new String[][] {{"phase", " "}, {"Phase", "held"}, {"status", "held"}}) {
            Call refused = new Call().query(wrong[0], wrong[1]);
            new Referrals(supplier).list(refused.request(), refused.context());
            assertEquals(400, refused.answered().status(), wrong[0]);
        }
    }

    @Test
    void switchesAreTurnedAsAskedInTheNameOfWhoSignedIn() {
        GoLive goLive = mock(GoLive.class);
        when(connector.live().goLive()).thenReturn(goLive);
        when(goLive.turn(any(), any(), any())).thenReturn(REPLY);
        when(goLive.show()).thenReturn(REPLY);

        Call call = new Call()
                .method(HttpMethod.POST)
                .signedIn("ada@contoso.example", Role.OPERATOR.claim())
                .body("{\"inbound\":true,\"mode\":\"pilot\",\"owners\":[\"ada@contoso.example\"]}");
        new Switches(supplier).turn(call.request(), call.context());
        verify(goLive)
                .turn(
                        RequestForm.SWITCHES.read(
                                "{\"inbound\":true,\"mode\":\"pilot\",\"owners\":[\"ada@contoso.example\"],"
                                        + "\"by\":\"ada@contoso.example\"}"),
                        new Asker("ada@contoso.example"),
                        Call.INVOCATION);
        assertEquals(200, call.answered().status());

        Call shown = new Call();
        new Switches(supplier).show(shown.request(), shown.context());
        assertEquals(200, shown.answered().status());
    }

    @Test
    void theEndOfASignInIsAPageAndAStrangersTryIsRefused() {
        SignInDesk desk = mock(SignInDesk.class);
        when(connector.signIns().desk()).thenReturn(desk);
        when(desk.begin()).thenReturn(REPLY);
        when(desk.end(Map.of("code", "c", "state", "s"))).thenReturn("<p>done</p>");
        when(desk.end(Map.of()))
                .thenThrow(Problem.of(ProblemCode.SIGN_IN_NOT_ENDED, "expected the end of one")
                        .failure());

        Call begun = new Call();
        new SignIn(supplier).begin(begun.request(), begun.context());
        assertEquals(200, begun.answered().status());

        Call ended = new Call().query("code", "c").query("state", "s");
        new SignIn(supplier).end(ended.request(), ended.context());
        assertEquals("<p>done</p>", ended.answered().body());
        assertEquals("no-store", ended.answered().headers().get("Cache-Control"));

        Call stranger = new Call();
        new SignIn(supplier).end(stranger.request(), stranger.context());
        assertEquals(422, stranger.answered().status());
        assertFalse(ended.logged().contains("code"), ended.logged());
    }

    @Test
    void theSignInIsWatchedAndReconnectedAsAsked() {
        TokenWatch watch = mock(TokenWatch.class);
        Reconnect reconnect = mock(Reconnect.class);
        when(connector.signIns().watch()).thenReturn(watch);
        when(connector.signIns().reconnect()).thenReturn(reconnect);
        when(watch.run()).thenReturn("account=ok alarms=0");
        when(reconnect.reconnect()).thenReturn(REPLY);

        Call timer = new Call();
        new SignIn(supplier).watch("", timer.context());
        verify(watch).run();

        Call asked = new Call().method(HttpMethod.POST).body("{}");
        new SignIn(supplier).reconnect(asked.request(), asked.context());
        assertEquals(200, asked.answered().status());
    }

    @Test
    void dealsThatExpireSoonAreListedAsAsked() {
        dev.cosell.operate.deal.Referrals referrals = mock(dev.cosell.operate.deal.Referrals.class);
        when(connector.deals().referrals()).thenReturn(referrals);
        when(referrals.list(
                        new dev.cosell.operate.deal.Referrals.Choice(
                                Optional.empty(), Optional.of("CUS-01"), Optional.of("3"), Optional.empty()),
                        Optional.of("7"),
                        Optional.empty()))
                .thenReturn(REPLY);

        assertStatus(
                200,
                call -> new Referrals(supplier)
                        .list(
                                call.query("expiresWithinDays", "3")
                                        .query("problem", "CUS-01")
                                        .query("code", "the function key")
                                        .query("limit", "7")
                                        .request(),
                                call.context()));
    }

    @Test
    void eachMoveIsAskedForWithWhatWasSent() {
        JsonNode request = JsonNodeFactory.instance.objectNode().put("by", "Kim");
        dev.cosell.operate.command.Moves moves = mock(dev.cosell.operate.command.Moves.class);
        when(connector.commands().moves()).thenReturn(moves);
        when(moves.accept("r1", request)).thenReturn(Reply.empty(200));
        when(moves.decline("r1", request)).thenReturn(Reply.empty(201));
        when(moves.win("r1", request)).thenReturn(Reply.empty(202));
        when(moves.lose("r1", request)).thenReturn(Reply.empty(203));
        when(moves.closeAsError("r1", request)).thenReturn(Reply.empty(204));
        when(moves.cancelClose("r1", request)).thenReturn(Reply.empty(205));
        when(moves.closeNow("r1", request)).thenReturn(Reply.empty(206));
        Moves triggers = new Moves(supplier);

        asked(200, call -> triggers.accept(call.request(), "r1", call.context()));
        asked(201, call -> triggers.decline(call.request(), "r1", call.context()));
        asked(202, call -> triggers.win(call.request(), "r1", call.context()));
        asked(203, call -> triggers.lose(call.request(), "r1", call.context()));
        asked(204, call -> triggers.closeAsError(call.request(), "r1", call.context()));
        asked(205, call -> triggers.cancelClose(call.request(), "r1", call.context()));
        asked(206, call -> triggers.closeNow(call.request(), "r1", call.context()));
    }

    private static void asked(int expected, Consumer<Call> trigger) {
        assertStatus(expected, call -> trigger.accept(call.body("{\"by\":\"Kim\"}")));
    }

    @Test
    void oneDealIsShownCountedSyncedAndShared() {
        dev.cosell.operate.deal.Referrals referrals = mock(dev.cosell.operate.deal.Referrals.class);
        when(connector.deals().referrals()).thenReturn(referrals);
        when(referrals.show("r1")).thenReturn(REPLY);
        when(referrals.counts()).thenReturn(REPLY);
        when(referrals.syncNow("r1", false)).thenReturn(Reply.empty(202));
        when(referrals.syncNow("r2", true)).thenReturn(Reply.empty(202));
        Sharing sharing = mock(Sharing.class);
        when(connector.shares().sharing()).thenReturn(sharing);
        when(sharing.share(any())).thenReturn(Reply.empty(202));

        assertStatus(200, call -> new Referrals(supplier).show(call.request(), "r1", call.context()));
        assertStatus(200, call -> new Referrals(supplier).counts(call.request(), call.context()));
        assertStatus(202, call -> new Referrals(supplier).sync(call.request(), "r1", call.context()));
        assertStatus(
                202,
                call -> new Referrals(supplier)
                        .sync(call.body("{\"force\":true}").request(), "r2", call.context()));
        assertStatus(
                202,
                call -> new CreateCoSellReferral(supplier)
                        .create(call.body("{\"recordId\":\"g\"}").request(), call.context()));
        verify(sharing).share(JsonNodeFactory.instance.objectNode().put("recordId", "g"));
    }

    @Test
    void whatCouldBeSharedIsListedAsAsked() {
        Sharing sharing = mock(Sharing.class);
        when(connector.shares().sharing()).thenReturn(sharing);
        when(sharing.eligible(Optional.of("f"), Optional.of("7"), Optional.of("t")))
                .thenReturn(REPLY);

        assertStatus(
                200,
                call -> new Eligible(supplier)
                        .list(
                                call.query("filter", "f")
                                        .query("limit", "7")
                                        .query("next", "t")
                                        .request(),
                                call.context()));
    }

    @Test
    void whatIsIgnoredIsListedAndLetInByWhoeverAsks() {
        IgnoredReferrals ignored = mock(IgnoredReferrals.class);
        when(connector.deals().ignored()).thenReturn(ignored);
        when(ignored.list(Optional.of("7"), Optional.of("t"))).thenReturn(REPLY);
        when(ignored.admit("r1", new Asker("Grace"))).thenReturn(Reply.empty(202));

        assertStatus(
                200,
                call -> new Ignored(supplier)
                        .list(call.query("limit", "7").query("next", "t").request(), call.context()));
        assertStatus(
                202,
                call -> new Ignored(supplier)
                        .admit(call.body("{\"by\":\"Grace\"}").request(), "r1", call.context()));
    }

    @Test
    void decisionsAreTakenWithTheNameThatThePlatformKnowsAndItIsNotLogged() {
        dev.cosell.operate.command.Approvals approvals = mock(dev.cosell.operate.command.Approvals.class);
        when(connector.commands().approvals()).thenReturn(approvals);
        Asker ada = new Asker("ada@contoso.com");
        JsonNode reason =
                JsonNodeFactory.instance.objectNode().put("reason", "no").put("by", "Grace");
        when(approvals.approve("p1", ada)).thenReturn(Reply.empty(202));
        JsonNode bySignIn =
                JsonNodeFactory.instance.objectNode().put("reason", "no").put("by", ada.name());
        when(approvals.reject("p1", bySignIn, ada)).thenReturn(Reply.empty(202));

        Call approved = assertStatus(
                202,
                call -> new Approvals(supplier)
                        .approve(
                                call.signedIn(ada.name(), Role.OPERATOR.claim()).request(), "p1", call.context()));
        Call rejected = assertStatus(
                202,
                call -> new Approvals(supplier)
                        .reject(
                                call.signedIn(ada.name(), Role.OPERATOR.claim())
                                        .body(reason.toString())
                                        .request(),
                                "p1",
                                call.context()));

        assertEquals("", approved.logged() + rejected.logged());
    }

    @Test
    void conflictsOrphansAndExplanationsAreAskedForAsGiven() {
        dev.cosell.operate.command.Conflicts conflicts = mock(dev.cosell.operate.command.Conflicts.class);
        dev.cosell.operate.command.Orphans orphans = mock(dev.cosell.operate.command.Orphans.class);
        dev.cosell.operate.deal.Explanation explanation = mock(dev.cosell.operate.deal.Explanation.class);
        when(connector.commands().conflicts()).thenReturn(conflicts);
        when(connector.commands().orphans()).thenReturn(orphans);
        when(connector.deals().explanation()).thenReturn(explanation);
        JsonNode body = JsonNodeFactory.instance.objectNode().put("by", "Kim");
        when(conflicts.list(Optional.of("7"), Optional.of("t"))).thenReturn(REPLY);
        when(conflicts.settle(body)).thenReturn(Reply.empty(202));
        when(orphans.link("r1", body)).thenReturn(Reply.empty(202));
        when(orphans.create("r1", body)).thenReturn(Reply.empty(202));
        when(orphans.clear("r1", body)).thenReturn(Reply.empty(202));
        when(explanation.explain("r1", Optional.of("notes"))).thenReturn(REPLY);

        assertStatus(
                200,
                call -> new Conflicts(supplier)
                        .list(call.query("limit", "7").query("next", "t").request(), call.context()));
        assertStatus(
                202,
                call -> new Conflicts(supplier)
                        .settle(call.body(body.toString()).request(), call.context()));
        assertStatus(
                202,
                call -> new Orphans(supplier).link(call.body(body.toString()).request(), "r1", call.context()));
        assertStatus(
                202,
                call -> new Orphans(supplier).create(call.body(body.toString()).request(), "r1", call.context()));
        assertStatus(
                202,
                call -> new Orphans(supplier).clear(call.body(body.toString()).request(), "r1", call.context()));
        assertStatus(
                200,
                call -> new Explain(supplier)
                        .explain(call.query("field", "notes").request(), "r1", call.context()));
    }

    @Test
    void dealsAreCheckedAsAsked() {
        Validation validation = mock(Validation.class);
        when(connector.shares().validation()).thenReturn(validation);
        when(validation.validate(any())).thenReturn(REPLY);

        assertStatus(
                200,
                call -> new ValidateReferrals(supplier)
                        .validate(call.body("{\"shared\":true}").request(), call.context()));

        verify(validation).validate(JsonNodeFactory.instance.objectNode().put("shared", true));
    }

    @Test
    void aTimelineIsOpenedWithTheProofOfItsLink() {
        SharedTimelines timelines = mock(SharedTimelines.class);
        when(connector.deals().sharedTimelines()).thenReturn(timelines);
        when(timelines.show("r1", "seal")).thenReturn(REPLY);
        when(timelines.show("r1", ""))
                .thenThrow(
                        Problem.of(ProblemCode.NOT_FOUND, "expected an address").failure());

        assertStatus(
                200,
                call -> new SharedTimeline(supplier)
                        .show(call.header("x-cosell-proof", "seal").request(), "r1", call.context()));
        assertStatus(404, call -> new SharedTimeline(supplier).show(call.request(), "r1", call.context()));
    }

    @Test
    void theCatalogueIsAPageForAnybody() {
        Call one = assertStatus(200, call -> new ProblemCatalogue().one(call.request(), "val-01", call.context()));
        assertTrue(one.answered().body().contains("VAL-01 Deal value not positive"));
        assertEquals("text/html; charset=utf-8", one.answered().headers().get("Content-Type"));
        assertTrue(assertStatus(200, call -> new ProblemCatalogue().all(call.request(), call.context()))
                .answered()
                .body()
                .contains("SOL-02"));
        Call unknown =
                assertStatus(404, call -> new ProblemCatalogue().one(call.request(), "<script>", call.context()));
        assertFalse(unknown.answered().body().contains("script"));
    }

    @Test
    void aDealIsRegisteredWithWhatWasSent() {
        dev.cosell.operate.command.DealRegistrations registrations =
                mock(dev.cosell.operate.command.DealRegistrations.class);
        when(connector.commands().dealRegistrations()).thenReturn(registrations);
        when(registrations.register(any(), any())).thenReturn(Reply.empty(202));

        assertStatus(
                202,
                call -> new DealRegistration(supplier)
                        .register(call.body("{\"contract\":{}}").request(), "r1", call.context()));
        JsonNode sent = JsonNodeFactory.instance.objectNode().set("contract", JsonNodeFactory.instance.objectNode());
        verify(registrations).register("r1", sent);
    }

    @Test
    void parkedMessagesAreListedGroupedAndKeptAsAFile() {
        dev.cosell.operate.poison.Poison poison = mock(dev.cosell.operate.poison.Poison.class);
        PoisonGroups groups = mock(PoisonGroups.class);
        when(connector.parked().poison()).thenReturn(poison);
        when(connector.parked().groups()).thenReturn(groups);
        when(poison.list(Optional.of("q"), Optional.of("NET-02"), Optional.of("pc|r1"), Optional.of("t")))
                .thenReturn(REPLY);
        when(poison.discarded(Optional.of("t"))).thenReturn(REPLY);
        when(groups.groups(Optional.of("q"))).thenReturn(REPLY);
        when(poison.download(Optional.of("q"), Optional.of("NET-02"), Optional.empty()))
                .thenReturn("{}\n");
        Poison triggers = new Poison(supplier);

        assertStatus(
                200,
                call -> triggers.list(
                        call.query("queue", "q")
                                .query("problem", "NET-02")
                                .query("subject", "pc|r1")
                                .query("next", "t")
                                .request(),
                        call.context()));
        assertStatus(200, call -> triggers.groups(call.query("queue", "q").request(), call.context()));
        assertStatus(200, call -> triggers.discarded(call.query("next", "t").request(), call.context()));
        assertStatus(
                200,
                call -> triggers.download(
                        call.query("queue", "q").query("problem", "NET-02").request(), call.context()));
        assertStatus(400, call -> triggers.download(call.query("all", "q").request(), call.context()));
    }

    @Test
    void parkedMessagesAreRequeuedAndDiscardedByWhoIsSignedIn() {
        dev.cosell.operate.poison.Requeue requeue = mock(dev.cosell.operate.poison.Requeue.class);
        Discard discard = mock(Discard.class);
        when(connector.parked().requeue()).thenReturn(requeue);
        when(connector.parked().discard()).thenReturn(discard);
        when(requeue.requeue(any(), any())).thenReturn(REPLY);
        when(requeue.progress()).thenReturn(REPLY);
        when(requeue.stop()).thenReturn(REPLY);
        when(requeue.run()).thenReturn(Optional.of("requeue=DONE"));
        when(discard.discard(any(), any())).thenReturn(REPLY);
        JsonNode one = JsonNodeFactory.instance.objectNode().put("id", "7").put("by", "Kim");
        JsonNode other = JsonNodeFactory.instance.objectNode().put("id", "7").put("reason", "about Kim");
        Requeue triggers = new Requeue(supplier);

        assertStatus(200, call -> triggers.requeue(call.body(one.toString()).request(), call.context()));
        assertStatus(200, call -> triggers.progress(call.request(), call.context()));
        assertStatus(200, call -> triggers.stop(call.request(), call.context()));
        Call discarded = assertStatus(
                200,
                call -> new Poison(supplier).discard(call.body(other.toString()).request(), call.context()));
        Call slice = new Call();
        triggers.slice("", slice.context());

        verify(requeue).requeue(one, new Asker("Kim"));
        verify(discard).discard(other, new Asker(Asker.UNNAMED));
        assertEquals("TheFunction discarded id=7", discarded.logged());
        assertEquals("requeue=DONE", slice.logged());
    }

    @Test
    void aBackfillIsStartedFollowedTurnedAndDecided() {
        dev.cosell.operate.backfill.Backfill backfill = mock(dev.cosell.operate.backfill.Backfill.class);
        Findings findings = mock(Findings.class);
        Decisions decisions = mock(Decisions.class);
        when(connector.migration().backfill()).thenReturn(backfill);
        when(connector.migration().findings()).thenReturn(findings);
        when(connector.migration().decisions()).thenReturn(decisions);
        when(backfill.start(any(), any(), any())).thenReturn(REPLY);
        when(backfill.progress()).thenReturn(REPLY);
        when(backfill.pause()).thenReturn(REPLY);
        when(backfill.resume()).thenReturn(REPLY);
        when(backfill.cancel()).thenReturn(REPLY);
        when(backfill.run(any())).thenReturn(Optional.of("backfill=DONE"));
        when(findings.list(Optional.of("link"), Optional.of("t"))).thenReturn(REPLY);
        when(findings.csv(Optional.empty(), Optional.empty())).thenReturn(new TextFile("a\r\n", Optional.of("t")));
        when(decisions.decide(any(), any())).thenReturn(REPLY);
        JsonNode dryRun =
                JsonNodeFactory.instance.objectNode().put("mode", "dryRun").put("by", "Kim");
        JsonNode create =
                JsonNodeFactory.instance.objectNode().put("referralId", "r1").put("create", true);
        Backfill triggers = new Backfill(supplier);

        assertStatus(200, call -> triggers.start(call.body(dryRun.toString()).request(), call.context()));
        assertStatus(200, call -> triggers.progress(call.request(), call.context()));
        assertStatus(200, call -> triggers.pause(call.request(), call.context()));
        assertStatus(200, call -> triggers.resume(call.request(), call.context()));
        assertStatus(200, call -> triggers.cancel(call.request(), call.context()));
        assertStatus(400, call -> triggers.cancel(call.body("{\"now\":true}").request(), call.context()));
        assertStatus(
                200,
                call -> triggers.findings(
                        call.query("verdict", "link").query("next", "t").request(), call.context()));
        assertStatus(200, call -> triggers.file(call.request(), call.context()));
        assertStatus(200, call -> triggers.decide(call.body(create.toString()).request(), call.context()));
        Call slice = new Call();
        triggers.slice("", slice.context());

        verify(backfill).start(eq(dryRun), eq(new Asker("Kim")), any());
        verify(decisions).decide(create, new Asker(Asker.UNNAMED));
        assertEquals("backfill=DONE", slice.logged());
    }

    @Test
    void theWebhookRegistrationIsGivenBackAndChecked() {
        dev.cosell.operate.registration.WebhookRegistration registration =
                mock(dev.cosell.operate.registration.WebhookRegistration.class);
        RegistrationCheck check = mock(RegistrationCheck.class);
        when(connector.webhook().registration()).thenReturn(registration);
        when(connector.webhook().check()).thenReturn(check);
        when(registration.restore(any())).thenReturn(REPLY);
        when(check.request()).thenReturn(REPLY);
        when(check.check()).thenReturn("webhook=ours");
        when(check.poll()).thenReturn("poll=not-needed");

        assertStatus(
                200,
                call -> new WebhookRegistration(supplier)
                        .restore(call.body("{\"takeOver\":true}").request(), call.context()));
        verify(registration).restore(JsonNodeFactory.instance.objectNode().put("takeOver", true));
        assertStatus(200, call -> new WebhookRegistration(supplier).checkNow(call.request(), call.context()));
        Call timer = new Call();
        new WebhookRegistration(supplier).check("{}", timer.context());
        new WebhookRegistration(supplier).poll("{}", timer.context());
        assertEquals(
                List.of("webhook=ours", "poll=not-needed"),
                timer.log.stream().map(java.util.logging.LogRecord::getMessage).toList());
    }

    @Test
    void callbacksArePassedOnAndWhatNobodyTookIsRequeuedOrDiscarded() {
        RelayDesk desk = mock(RelayDesk.class);
        RelayWorker worker = mock(RelayWorker.class);
        when(connector.webhook().relayDesk()).thenReturn(desk);
        when(connector.webhook().relayWorker()).thenReturn(worker);
        when(desk.show()).thenReturn(REPLY);
        when(desk.requeue()).thenReturn(REPLY);
        when(desk.discard()).thenReturn(REPLY);
        when(worker.work("message")).thenReturn("relay=taken");

        assertStatus(200, call -> new Relay(supplier).show(call.request(), call.context()));
        assertStatus(200, call -> new Relay(supplier).requeue(call.request(), call.context()));
        assertStatus(200, call -> new Relay(supplier).discard(call.request(), call.context()));
        Call queue = new Call();
        new RelayCallbacks(supplier, () -> {
                    throw new AssertionError("settings are right");
                })
                .work("message", queue.context());

        verify(desk).requeue();
        verify(desk).discard();
        assertEquals("relay=taken", queue.log.getFirst().getMessage());
    }

    @Test
    void theWebhookRegistrationIsShownOrMade() {
        dev.cosell.operate.registration.WebhookRegistration registration =
                mock(dev.cosell.operate.registration.WebhookRegistration.class);
        when(connector.webhook().registration()).thenReturn(registration);
        when(registration.show()).thenReturn(REPLY);
        when(registration.register(any())).thenReturn(REPLY);

        assertStatus(200, call -> new WebhookRegistration(supplier).handle(call.request(), call.context()));
        verify(registration).show();
        assertStatus(
                200,
                call -> new WebhookRegistration(supplier)
                        .handle(
                                call.method(HttpMethod.PUT)
                                        .body("{\"takeOver\":true}")
                                        .request(),
                                call.context()));
        verify(registration).register(JsonNodeFactory.instance.objectNode().put("takeOver", true));
    }

    @Test
    void healthHasAWordForAnybodyAndTheDetailsForOperators() {
        dev.cosell.operate.doctor.Health health = mock(dev.cosell.operate.doctor.Health.class);
        when(connector.watching().health()).thenReturn(health);
        when(health.report()).thenReturn(REPLY);
        when(health.isWell()).thenReturn(true);

        Call ready = assertStatus(200, call -> new Health(supplier).ready(call.request(), call.context()));
        assertTrue(ready.answered().body().contains("\"ready\":true"));
        assertFalse(ready.answered().body().contains("\"x\""));
        Call status = assertStatus(200, call -> new Health(supplier).status(call.request(), call.context()));
        assertEquals("{\"x\":1}", status.answered().body());
    }

    @Test
    void theDoctorIsAskedForAllOrForOneCheckAndMakesTheBundle() {
        Doctor doctor = mock(Doctor.class);
        SupportBundle bundle = mock(SupportBundle.class);
        when(connector.watching().supportBundle()).thenReturn(bundle);
        when(bundle.make()).thenReturn(REPLY);
        when(doctor.report(Optional.empty())).thenReturn(REPLY);
        when(doctor.report(Optional.of("storage"))).thenReturn(REPLY);
        when(connector.doctor()).thenReturn(doctor);
        Diagnosis diagnosis = new Diagnosis(supplier);

        assertStatus(200, call -> diagnosis.doctor(call.request(), call.context()));
        assertStatus(
                200, call -> diagnosis.doctor(call.query("check", "storage").request(), call.context()));
        verify(doctor).report(Optional.of("storage"));
        assertStatus(400, call -> diagnosis.doctor(call.query("chek", "storage").request(), call.context()));
        assertStatus(200, call -> diagnosis.bundle(call.request(), call.context()));
    }

    @Test
    void noticesAreSentAndWatchedForIfAnybodyWantsThem() {
        NoticeRound round = mock(NoticeRound.class);
        HourlyWatch watch = mock(HourlyWatch.class);
        when(round.run()).thenReturn(Optional.of("noticesSent=2"));
        when(connector.watching().noticeRound()).thenReturn(Optional.empty()).thenReturn(Optional.of(round));
        when(connector.watching().hourlyWatch()).thenReturn(Optional.of(watch));
        Call call = new Call();

        new Notices(supplier).send("{}", call.context());
        new Notices(supplier).send("{}", call.context());
        new Notices(supplier).watch("{}", call.context());

        verify(watch).run();
        assertEquals("noticesSent=2", call.logged());
    }

    @Test
    void aJobThatFailsDoesNotKeepTheOthersOfItsTimerFromRunning() {
        dev.cosell.operate.work.Sweep sweep = mock(dev.cosell.operate.work.Sweep.class);
        when(connector.nets().sweep()).thenReturn(sweep);
        Failure failure = Problem.of(ProblemCode.STORAGE_UNAVAILABLE, "away").failure();
        when(sweep.run()).thenThrow(failure);
        GoLive goLive = mock(GoLive.class);
        when(connector.live().goLive()).thenReturn(goLive);
        when(goLive.release()).thenReturn("dealsReleased=4");
        Gauges gauges = mock(Gauges.class);
        when(connector.watching().gauges()).thenReturn(gauges);
        when(gauges.look()).thenReturn("gauges=7");
        Call call = new Call();

        assertSame(failure, assertThrows(Failure.class, () -> new Sweep(supplier).run("{}", call.context())));
        assertEquals("dealsReleased=4gauges=7", call.logged());
    }

    @Test
    void aPersonIsErasedByWhoIsSignedIn() {
        Erasure erasure = mock(Erasure.class);
        when(connector.privacy().erasure()).thenReturn(erasure);
        when(erasure.erase(any(), eq(new Asker("Kim")))).thenReturn(REPLY);
        when(erasure.erasures()).thenReturn(REPLY);
        Call erase = new Call().body("{\"email\":\"ada@contoso.example\",\"by\":\"Kim\"}");
        Call list = new Call();

        assertEquals(
                200,
                new PersonalData(supplier)
                        .erase(erase.request(), erase.context())
                        .getStatusCode());
        assertEquals(
                200,
                new PersonalData(supplier)
                        .erasures(list.request(), list.context())
                        .getStatusCode());
    }

    @Test
    void timersLogWhatTheyDid() {
        dev.cosell.operate.work.Sweep sweep = mock(dev.cosell.operate.work.Sweep.class);
        HeldDeals held = mock(HeldDeals.class);
        when(connector.nets().sweep()).thenReturn(sweep);
        when(connector.live().heldDeals()).thenReturn(held);
        when(sweep.run()).thenReturn("overdueHints=1");
        GoLive goLive = mock(GoLive.class);
        when(connector.live().goLive()).thenReturn(goLive);
        when(goLive.release()).thenReturn("dealsReleased=4");
        Gauges gauges = mock(Gauges.class);
        when(connector.watching().gauges()).thenReturn(gauges);
        when(gauges.look()).thenReturn("gauges=7");
        when(held.retryAll()).thenReturn("heldDealsTried=2");
        IgnoredReferrals ignored = mock(IgnoredReferrals.class);
        when(connector.deals().ignored()).thenReturn(ignored);
        when(ignored.tidy()).thenReturn("ignoredReferralsForgotten=3");
        Retention retention = mock(Retention.class);
        when(connector.privacy().retention()).thenReturn(retention);
        when(retention.run()).thenReturn("closedDealsForgotten=5");
        dev.cosell.operate.share.AutoShare autoShare = mock(dev.cosell.operate.share.AutoShare.class);
        when(connector.shares().autoShare()).thenReturn(autoShare);
        when(autoShare.run()).thenReturn("autoShare=off");
        Call call = new Call();

        new Sweep(supplier).run("{}", call.context());
        new Sweep(supplier).retryHeld("{}", call.context());
        new AutoShare(supplier).run("{}", call.context());

        assertEquals(
                "overdueHints=1dealsReleased=4gauges=7heldDealsTried=2ignoredReferralsForgotten=3closedDealsForgotten=5autoShare=off",
                call.logged());
    }

    @Test
    void reconciliationRunsByTimerAndOnRequest() {
        dev.cosell.operate.reconcile.Reconcile reconcile = mock(dev.cosell.operate.reconcile.Reconcile.class);
        Resync resync = mock(Resync.class);
        when(connector.nets().reconcile()).thenReturn(reconcile);
        when(connector.nets().resync()).thenReturn(resync);
        when(reconcile.walk(eq(false), any())).thenReturn("some;");
        when(reconcile.walk(eq(true), any())).thenReturn("all");
        when(reconcile.report()).thenReturn(REPLY);
        when(reconcile.request(true)).thenReturn(Reply.empty(202));
        when(resync.resync(any())).thenReturn(Reply.empty(202));
        Call timer = new Call();

        new Reconcile(supplier).run("{}", timer.context());
        new Reconcile(supplier).runAll("{}", timer.context());

        assertEquals("some;all", timer.logged());
        assertStatus(200, call -> new Reconcile(supplier).report(call.request(), call.context()));
        assertStatus(
                202,
                call -> new Reconcile(supplier).now(call.body("{\"full\":true}").request(), call.context()));
        assertStatus(
                202,
                call -> new Reconcile(supplier)
                        .resync(call.body("{\"phase\":\"held\"}").request(), call.context()));
        verify(resync).resync(JsonNodeFactory.instance.objectNode().put("phase", "held"));
    }

    @Test
    void theFieldMapIsShownChangedTriedAndCompared() {
        MapLife life = mock(MapLife.class);
        Versions versions = mock(Versions.class);
        Preview preview = mock(Preview.class);
        Drift drift = mock(Drift.class);
        when(connector.fieldMaps()).thenReturn(life);
        when(life.versions()).thenReturn(versions);
        when(life.preview()).thenReturn(preview);
        when(life.drift()).thenReturn(drift);
        when(versions.show(Optional.of("3"))).thenReturn(REPLY);
        when(versions.put(any(), eq(new Asker("Ada")))).thenReturn(REPLY);
        when(versions.promote(any(), any())).thenReturn(REPLY);
        when(versions.rollBack(any(), any())).thenReturn(REPLY);
        when(preview.preview(any())).thenReturn(REPLY);
        when(drift.check()).thenReturn("mapCheck=fits");
        Call timer = new Call();
        FieldMap trigger = new FieldMap(supplier);

        trigger.check("{}", timer.context());

        assertEquals("mapCheck=fits", timer.logged());
        assertStatus(200, call -> trigger.handle(call.query("version", "3").request(), call.context()));
        assertStatus(
                200,
                call -> trigger.handle(
                        call.method(HttpMethod.PUT)
                                .body("{\"overrides\":{},\"by\":\"Ada\"}")
                                .request(),
                        call.context()));
        assertStatus(200, call -> trigger.promote(call.body("{}").request(), call.context()));
        assertStatus(200, call -> trigger.rollBack(call.body("{}").request(), call.context()));
        assertStatus(200, call -> trigger.preview(call.body("{}").request(), call.context()));
    }

    @Test
    void whatPeopleDecideAboutCustomersAndSolutionsReachesItsOperation() {
        CustomerChoice choice = mock(CustomerChoice.class);
        UnmatchedPeople people = mock(UnmatchedPeople.class);
        dev.cosell.operate.share.SolutionCatalogue solutions = mock(dev.cosell.operate.share.SolutionCatalogue.class);
        when(connector.commands().customerChoice()).thenReturn(choice);
        when(connector.deals().unmatchedPeople()).thenReturn(people);
        when(connector.shares().solutionCatalogue()).thenReturn(solutions);
        CountryEntry countries = mock(CountryEntry.class);
        when(connector.commands().countryEntry()).thenReturn(countries);
        when(countries.enter(eq("r-1"), any())).thenReturn(REPLY);
        when(choice.choose(eq("r-1"), any())).thenReturn(REPLY);
        when(people.list()).thenReturn(REPLY);
        when(solutions.show()).thenReturn(REPLY);
        when(solutions.replace(any())).thenReturn(Reply.empty(202));
        when(solutions.refresh()).thenReturn("solutions=3");
        Call timer = new Call();

        new SolutionCatalogue(supplier).refresh("{}", timer.context());

        assertEquals("solutions=3", timer.logged());
        assertStatus(
                200,
                call -> new Customers(supplier)
                        .choose(call.body("{\"create\":true}").request(), "r-1", call.context()));
        assertStatus(
                200,
                call -> new Customers(supplier)
                        .enterCountry(call.body("{\"country\":\"DE\"}").request(), "r-1", call.context()));
        assertStatus(200, call -> new Customers(supplier).unmatchedPeople(call.request(), call.context()));
        assertStatus(200, call -> new SolutionCatalogue(supplier).handle(call.request(), call.context()));
        assertStatus(
                202,
                call -> new SolutionCatalogue(supplier)
                        .handle(
                                call.method(HttpMethod.PUT)
                                        .body("{\"solutions\":[]}")
                                        .request(),
                                call.context()));
        verify(choice).choose("r-1", JsonNodeFactory.instance.objectNode().put("create", true));
    }

    static Stream<BiConsumer<Suppliers, Call>> queueTriggers() {
        return Stream.of(
                (suppliers, call) ->
                        new UpdateCrm(suppliers.connector(), suppliers.otherwise()).work("message", call.context()),
                (suppliers, call) -> new UpdatePartnerCenter(suppliers.connector(), suppliers.otherwise())
                        .work("message", call.context()));
    }

    record Suppliers(Supplier<Connector> connector, Supplier<SettingsAwaited> otherwise) {}

    @ParameterizedTest
    @MethodSource("queueTriggers")
    void aMessageIsWorkedOffAndItsOutcomeLogged(BiConsumer<Suppliers, Call> trigger) {
        Worker worker = mock(Worker.class);
        when(connector.worker()).thenReturn(worker);
        when(worker.work("message")).thenReturn("outcome=synced");
        Call call = new Call();

        trigger.accept(new Suppliers(supplier, never), call);

        assertEquals("outcome=synced", call.logged());
    }

    @ParameterizedTest
    @MethodSource("queueTriggers")
    void whatTheWorkerThrowsReachesTheHostWhichRetries(BiConsumer<Suppliers, Call> trigger) {
        Worker worker = mock(Worker.class);
        when(connector.worker()).thenReturn(worker);
        Suppliers suppliers = new Suppliers(supplier, never);
        for (RuntimeException thrown : List.of(
                Problem.of(ProblemCode.STORAGE_UNAVAILABLE, "away").failure(),
                Problem.of(ProblemCode.MESSAGE_UNREADABLE, "no JSON").failure(),
                new IllegalStateException("stopping"))) {
            doThrow(thrown).when(worker).work("message");

            assertSame(thrown, assertThrows(RuntimeException.class, () -> trigger.accept(suppliers, new Call())));
        }
    }

    @ParameterizedTest
    @MethodSource("queueTriggers")
    void whileSettingsAreWrongMessagesArePutOffInsteadOfFailing(BiConsumer<Suppliers, Call> trigger) {
        SettingsAwaited awaited = mock(SettingsAwaited.class);
        when(awaited.putOff(eq("message"), eq(MISCONFIGURED))).thenReturn("outcome=later");
        Call call = new Call();

        trigger.accept(
                new Suppliers(
                        () -> {
                            throw MISCONFIGURED.failure();
                        },
                        () -> awaited),
                call);

        assertEquals("outcome=later", call.logged());
    }

    @ParameterizedTest
    @MethodSource("queueTriggers")
    void anotherFailureOfTheStartReachesTheHost(BiConsumer<Suppliers, Call> trigger) {
        Suppliers suppliers = new Suppliers(
                () -> {
                    throw Problem.of(ProblemCode.UNEXPECTED, "x").failure();
                },
                never);

        assertThrows(Failure.class, () -> trigger.accept(suppliers, new Call()));
        verifyNoInteractions(connector);
    }

    private static Call assertStatus(int expected, Consumer<Call> trigger) {
        Call call = new Call();
        trigger.accept(call);
        assertEquals(expected, call.answered().status(), call.answered().body());
        return call;
    }
}
