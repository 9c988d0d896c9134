package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.CrmProduct;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.operate.Asker;
import dev.cosell.operate.Reply;
import dev.cosell.operate.fieldmap.Draft;
import dev.cosell.operate.fieldmap.EngineChoice;
import dev.cosell.operate.fieldmap.MapInUse;
import dev.cosell.operate.fieldmap.MapLife;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.memory.Faults;
import dev.cosell.sync.memory.MemoryState;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.KeptState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A field map is checked, stored, tried with some deals, promoted, taken back, previewed and compared. */
class FieldMapLifeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Asker ADA = new Asker("Ada");
    private static final String CAMPAIGN = """
            {"deals": {"fields": {"campaign": {
              "type": "code", "partnerCenter": "/campaignId", "crm": "new_campaign", "rule": "crm"}}}}""";
    private static final String NO_NOTES = """
            {"deals": {"fields": {"notes": {"paused": true}}}}""";

    private final World world = new World(1, map(CAMPAIGN), UnaryOperator.identity(), SyncSettings.DEFAULT);
    private final MemoryState versions = new MemoryState();
    private final MemoryState comparison = new MemoryState();
    private final MapInUse inUse = new MapInUse(versions, Optional.empty(), world.clock);
    private final MapLife life = life(versions, inUse, Optional.empty());

    FieldMapLifeTest() {
        world.choosing(new EngineChoice(
                inUse,
                world.store,
                version -> world.engineBy(FieldMaps.of(
                        FieldMapFile.dynamics(inUse.overrides(version)).deals().within(World.LIMITS)))));
    }

    // --- Versions ---

    @Test
    void s73_overridesAreKeptUnderANumberWithWhoWhenAndWhy() {
        JsonNode shown = put("{\"overrides\": " + CAMPAIGN + ", \"note\": \"campaigns of marketing\"}");

        assertEquals(1, shown.path("active").asInt());
        assertEquals(json(CAMPAIGN), shown.path("overrides"));
        JsonNode step = shown.at("/history/0");
        assertEquals("STORED", step.path("what").asText());
        assertEquals("Ada", step.path("by").asText());
        assertEquals("campaigns of marketing", step.path("note").asText());
        assertEquals(world.clock.instant().toString(), step.path("at").asText());
    }

    @Test
    void s73_anUpgradeOfTheConnectorNeverTouchesTheOverrides() {
        put(request(CAMPAIGN));
        JsonNode before = versions.read().orElseThrow().value().deepCopy();
        ObjectNode nextRelease = (ObjectNode) json(shipped());
        ((ObjectNode) nextRelease.at("/deals/fields/notes")).put("maxLength", 123);

        MapInUse afterwards = new MapInUse(versions, Optional.empty(), world.clock);
        FieldMap merged = FieldMapFile.read(nextRelease, afterwards.overrides(afterwards.active()))
                .deals();
        life(versions, afterwards, Optional.empty()).drift().check();

        assertTrue(merged.field("campaign").isPresent(), "the customer's field");
        assertEquals(
                123, merged.field("notes").orElseThrow().limit().maxLength().orElseThrow(), "the release's");
        assertEquals(before, versions.read().orElseThrow().value());
    }

    @Test
    void s73_everyFaultIsToldTogetherAndNothingIsStored() {
        Problem problem = refusal(request("""
                {"deals": {"fields": {
                  "notes": {"crm": "descripton", "rule": "microsoft"},
                  "stage": {"type": "code", "partnerCenter": "/qualification", "crm": "new_stage"}}}}"""));

        assertEquals(ProblemCode.MAP_REFUSED, problem.code());
        assertTrue(problem.detail().contains("expected rule to be one of"), problem::detail);
        assertTrue(problem.detail().contains("expected a member that Partner Center lets be changed"), problem::detail);
        assertTrue(problem.detail().contains("have column descripton; found none"), problem::detail);
        assertTrue(problem.detail().contains("have column new_stage; found none"), problem::detail);
        assertEquals(0, versions.writes());
    }

    @Test
    void aTableThatNoAdapterKnowsIsRefusedBeforeItBecomesPartOfAnAddress() {
        Problem problem = refusal(request("{\"deals\": {\"table\": \"x')/WhoAmI\"}}"));

        assertEquals(ProblemCode.MAP_REFUSED, problem.code());
        assertEquals(0, versions.writes());
        assertTrue(
                world.calls.all().stream().noneMatch(call -> call.subject().contains("WhoAmI")), world.calls::toString);
    }

    @Test
    void whatOneEnvironmentShowsAnotherOneTakesAsItIs() {
        JsonNode exported = put("{\"overrides\": " + CAMPAIGN + ", \"note\": \"tested\"}");
        MemoryState production = new MemoryState();
        MapLife there = life(
                production,
                new MapInUse(production, Optional.of(json(NO_NOTES)), world.clock),
                Optional.of(json(NO_NOTES)));

        JsonNode imported = body(there.versions().put(exported, ADA));

        assertEquals(
                exported.path("overrides"), imported.path("overrides"), "the file of the settings is not mixed in");
        assertEquals(1, imported.path("active").asInt());
        assertEquals(
                imported.path("history"),
                body(there.versions().put(exported, ADA)).path("history"),
                "what is in use already is no new version");
        assertEquals(
                json(NO_NOTES), body(there.versions().show(Optional.of("0"))).path("overrides"));
    }

    @Test
    void anEnvironmentThatChangesNothingExportsNothing() {
        JsonNode exported = body(life.versions().show(Optional.empty()));

        assertEquals("{}", exported.path("overrides").toString());
        assertEquals(0, body(life.versions().put(exported, ADA)).path("active").asInt());
        assertEquals(0, versions.writes());
    }

    @Test
    void rollingBackGoesToTheOneBeforeAndIsAnEntryOfItsOwn() {
        put(request(CAMPAIGN));
        put(request(NO_NOTES));

        assertEquals(1, rollBack("{}").path("active").asInt());
        assertEquals(0, rollBack("{}").path("active").asInt());
        assertEquals(ProblemCode.NOT_POSSIBLE, problem(() -> rollBack("{}")).code());
        JsonNode shown = rollBack("{\"version\": 2, \"note\": \"after all\"}");

        assertEquals(2, shown.path("active").asInt());
        assertEquals(json(NO_NOTES), shown.path("overrides"));
        assertEquals(5, shown.path("history").size());
        assertEquals("ROLLED_BACK", shown.at("/history/0/what").asText());
        assertEquals("after all", shown.at("/history/0/note").asText());
        assertTrue(problem(() -> rollBack("{\"version\": 7}"))
                .detail()
                .contains("expected a version that is kept (0, 1, 2)"));
        assertEquals(
                ProblemCode.NOT_POSSIBLE,
                problem(() -> rollBack("{\"version\": 2}")).code());
    }

    @Test
    void onlyTheLastTwentyAreKeptAndTheOneInUse() {
        for (int i = 1; i <= 30; i++) {
            put(request(CAMPAIGN.replace("\"rule\"", "\"maxLength\": " + i + ", \"rule\"")));
        }

        JsonNode shown = body(life.versions().show(Optional.empty()));
        assertEquals(20, shown.path("history").size());
        assertEquals(30, shown.path("active").asInt());
        assertEquals(
                ProblemCode.NOT_FOUND,
                problem(() -> life.versions().show(Optional.of("10"))).code());
        assertEquals(
                11,
                body(life.versions().show(Optional.of("11"))).path("version").asInt());
    }

    @Test
    void whoeverIsSlowerIsToldAndOverwritesNothing() {
        MapLife slower = new MapLife(
                new KeptState() {
                    @Override
                    public Optional<Stored<JsonNode>> read() {
                        Optional<Stored<JsonNode>> read = versions.read();
                        put(request(NO_NOTES));
                        return read;
                    }

                    @Override
                    public Optional<Stored<JsonNode>> write(Optional<Stored<JsonNode>> was, JsonNode document) {
                        return versions.write(was, document);
                    }
                },
                comparison,
                inUse,
                Optional.empty(),
                workshop(),
                world.partnerCenter,
                world.store,
                this::recent,
                world.clock);

        assertEquals(
                ProblemCode.NOT_POSSIBLE,
                problem(() -> slower.versions().put(json(request(CAMPAIGN)), ADA))
                        .code());
        assertEquals(
                json(NO_NOTES), body(life.versions().show(Optional.empty())).path("overrides"));
    }

    @Test
    void requestsAreBounded() {
        String padding = "x".repeat(33 * 1024);
        assertEquals(
                ProblemCode.TOO_LARGE,
                refusal("{\"overrides\": {\"$schema\": \"" + padding + "\"}}").code());
        for (String request : List.of(
                "{}",
                "{\"overrides\": []}",
                "{\"overrides\": {}, \"canary\": 0}",
                "{\"overrides\": {}, \"canary\": 101}",
                "{\"overrides\": {}, \"canary\": \"all\"}",
                "{\"overrides\": {\"deals\": {}}, \"note\": \"" + "x".repeat(501) + "\"}")) {
            assertEquals(ProblemCode.REQUEST_UNREADABLE, refusal(request).code(), request);
        }
        assertEquals(
                ProblemCode.REQUEST_UNREADABLE,
                problem(() -> life.versions().show(Optional.of("one"))).code());
    }

    // --- Taking effect ---

    @Test
    void s73_anotherInstanceWorksByANewVersionWithinAMinuteAndByItsFileUntilThen() {
        MapInUse elsewhere = new MapInUse(versions, Optional.of(json(NO_NOTES)), world.clock);
        assertEquals(Optional.of(json(NO_NOTES)), elsewhere.overrides(elsewhere.active()));

        put(request(CAMPAIGN));
        assertEquals(0, elsewhere.active(), "read a moment ago");
        world.wait(Duration.ofMinutes(1));

        assertEquals(1, elsewhere.active());
        assertEquals(Optional.of(json(CAMPAIGN)), elsewhere.overrides(1));
        int reads = versions.reads();
        for (int i = 0; i < 100; i++) {
            elsewhere.active();
            elsewhere.canary();
        }
        assertEquals(reads, versions.reads());
    }

    @Test
    void aCanaryIsWorkedByTheNewMapAndAllOthersByTheOld() {
        Pair first = deal("first");
        Pair second = deal("second");
        JsonNode shown = put("{\"overrides\": " + CAMPAIGN + ", \"canary\": 1}");
        assertEquals(0, shown.path("active").asInt());
        assertEquals(1, shown.at("/onTrial/version").asInt());
        assertEquals(second.id().value(), shown.at("/onTrial/pairs/0").asText(), "the one that changed last");
        syncNow(first);
        syncNow(second);

        edits("during the canary", first, second);
        assertEquals("", campaign(first));
        assertEquals("during the canary", campaign(second));

        assertEquals(
                1, body(life.versions().promote(json("{}"), ADA)).path("active").asInt());
        syncNow(first);
        edits("for all", first, second);
        assertEquals("for all", campaign(first));
        assertEquals("for all", campaign(second));
        assertEquals(
                ProblemCode.NOT_POSSIBLE,
                problem(() -> life.versions().promote(json("{}"), ADA)).code());
    }

    @Test
    void aCanaryThatIsTakenBackLeavesTheActiveMap() {
        Pair pair = deal("tried");
        put("{\"overrides\": " + CAMPAIGN + ", \"canary\": 1}");
        syncNow(pair);

        JsonNode shown = rollBack("{}");

        assertEquals(0, shown.path("active").asInt());
        assertFalse(shown.has("onTrial"));
        edits("afterwards", pair);
        assertEquals("", campaign(pair));
    }

    @Test
    void onlyACanaryCostsAReadMore() {
        Pair pair = deal("counted");
        List<String> steps = steps(() -> syncNow(pair));
        put("{\"overrides\": " + CAMPAIGN + ", \"canary\": 1}");
        syncNow(pair);
        List<String> tried = steps(() -> syncNow(pair));

        assertEquals(steps.size() + 1, tried.size(), tried::toString);
    }

    // --- Preview ---

    @Test
    void s73_aPreviewShowsPerDealWhatWouldBecomeOfItAndWritesNothing() {
        Pair apart = deal("apart");
        Pair equal = deal("equal");
        edits("Herbst", apart);
        world.partnerCenter.edits(apart.referralId().orElseThrow(), Map.of("/campaignId", World.text("spring")));
        world.settle();
        world.counting();
        List<String> writes = new ArrayList<>();
        world.hook = step -> {
            if (!step.contains(".read") && !step.contains(".describe") && !step.contains(".owner")) {
                writes.add(step);
            }
        };

        JsonNode shown = body(life.preview().preview(json(request(CAMPAIGN))));

        assertEquals(List.of(), writes);
        assertEquals(0, world.calls.writes());
        assertEquals(0, versions.writes() + comparison.writes());
        assertEquals("[]", shown.path("faults").toString());
        assertEquals(2, shown.path("pairs").size());
        JsonNode difference = deal(shown, apart).at("/differences/0");
        assertEquals("campaign", difference.path("field").asText());
        assertEquals("MAP-08", difference.at("/proposed/keptApart/code").asText());
        JsonNode forced = difference.at("/proposed/withForce/writes/0");
        assertEquals("PARTNER_CENTER", forced.path("to").asText());
        assertEquals(
                json("[{\"field\": \"campaign\", \"from\": \"spring\", \"to\": \"Herbst\"}]"), forced.path("changes"));
        assertEquals("{}", difference.path("today").toString());
        assertEquals("[]", deal(shown, equal).path("differences").toString());
    }

    @Test
    void aPreviewShowsWhatTheMapInUseDoesToday() {
        Pair pair = deal("about to change");
        world.partnerCenter.edits(
                pair.referralId().orElseThrow(), Map.of(World.NOTES, World.text("not yet carried over")));

        JsonNode shown = body(life.preview().preview(json(request(NO_NOTES))));

        JsonNode difference = deal(shown, pair).at("/differences/0");
        assertEquals("notes", difference.path("field").asText());
        assertEquals("CRM", difference.at("/today/writes/0/to").asText());
        assertEquals(
                "not yet carried over",
                difference.at("/today/writes/0/changes/0/to").asText());
        assertEquals("{}", difference.path("proposed").toString());
    }

    @Test
    void faultsOfTheMapAreTheAnswerOfItsPreview() {
        deal("not even read");
        world.counting();

        JsonNode shown = body(life.preview()
                .preview(json("{\"overrides\": {\"deals\": {\"fields\": {\"notes\": {\"crm\": \"descripton\"}}}}}")));

        assertTrue(shown.at("/faults/0").asText().contains("column descripton; found none"), shown::toString);
        assertEquals("[]", shown.path("pairs").toString());
        assertEquals(0, world.calls.of("partnerCenter.read"));
    }

    @Test
    void aPreviewIsBoundedAndOneDealThatIsGoneDoesNotStopIt() {
        Pair gone = deal("gone");
        Pair there = deal("there");
        world.crm.deletes(gone.record().orElseThrow());
        world.events.clear();

        JsonNode shown = body(life.preview().preview(json(request(CAMPAIGN))));

        assertEquals("LNK-04", deal(shown, gone).at("/problem/code").asText());
        assertEquals("[]", deal(shown, there).path("differences").toString());
        assertEquals(
                1,
                body(life.preview().preview(json("{\"overrides\": {}, \"pairs\": 1}")))
                        .path("pairs")
                        .size());
        assertEquals(
                ProblemCode.REQUEST_UNREADABLE,
                problem(() -> life.preview().preview(json("{\"overrides\": {}, \"pairs\": 51}")))
                        .code());
    }

    // --- Drift ---

    @Test
    void s74_retiredAndUnknownValuesInUseAreReported() {
        Pair retired = deal("retired");
        Pair unknown = deal("unknown");
        world.seller(retired, "msft_solutionarea", World.text("Modern Work"));
        world.seller(unknown, "msft_solutionarea", World.text("Flying Cars"));
        world.settle();

        assertEquals(
                "mapCheck=differs version=0 faults=0 values=2", life.drift().check());

        JsonNode values = body(life.versions().show(Optional.empty())).at("/drift/values");
        assertEquals("Flying Cars", values.at("/0/value").asText());
        assertEquals("LIST-02", values.at("/0/code").asText());
        assertEquals("Modern Work", values.at("/1/value").asText());
        assertEquals("LIST-01", values.at("/1/code").asText());
        assertEquals(1, values.at("/1/deals").asInt());
    }

    @Test
    void aColumnThatWentMissingIsFoundAndWhatIsKnownStaysWhileTheCrmIsAway() {
        assertEquals("mapCheck=fits version=0 faults=0 values=0", life.drift().check());
        put(request(CAMPAIGN));
        MapLife afterwards = new MapLife(
                versions,
                comparison,
                inUse,
                Optional.empty(),
                new Draft.Workshop(
                        CrmProduct.DYNAMICS,
                        all -> FieldMaps.of(all.deals()),
                        maps -> new World(1, World.MAP, UnaryOperator.identity()).crm),
                world.partnerCenter,
                world.store,
                this::recent,
                world.clock);

        assertEquals(
                "mapCheck=differs version=1 faults=1 values=0",
                afterwards.drift().check());
        JsonNode found = afterwards.drift().last().orElseThrow();
        assertTrue(found.at("/faults/0").asText().contains("column new_campaign; found none"), found::toString);

        world.failsNext("crm.describe", new Faults.Fault(Problem.of(ProblemCode.UNAVAILABLE, "503"), false));
        assertEquals("mapCheck=failed problem=NET-02", life.drift().check());
        assertEquals(found, life.drift().last().orElseThrow());
    }

    // --- What the tests are made of ---

    private MapLife life(MemoryState state, MapInUse known, Optional<JsonNode> file) {
        return new MapLife(
                state,
                comparison,
                known,
                file,
                workshop(),
                world.partnerCenter,
                world.store,
                this::recent,
                world.clock);
    }

    /** As the adapter of Dynamics: another table than its own is none it could work with. */
    private Draft.Workshop workshop() {
        return new Draft.Workshop(CrmProduct.DYNAMICS, all -> FieldMaps.of(all.deals()), maps -> {
            if (!maps.deals().table().equals(World.MAP.table())) {
                throw Problem.of(ProblemCode.MISCONFIGURED, "expected table opportunity")
                        .failure();
            }
            return world.crm;
        });
    }

    private List<PairId> recent(int most) {
        return world.store.pairs().reversed().stream().map(Pair::id).limit(most).toList();
    }

    private Pair deal(String name) {
        return world.inbound(name);
    }

    private static JsonNode deal(JsonNode preview, Pair pair) {
        for (JsonNode shown : preview.path("pairs")) {
            if (shown.path("pair").asText().equals(pair.id().value())) {
                return shown;
            }
        }
        throw new AssertionError("no pair " + pair.id() + " in " + preview);
    }

    private void edits(String campaign, Pair... pairs) {
        for (Pair pair : pairs) {
            world.seller(pair, "new_campaign", World.text(campaign));
        }
        world.settle();
    }

    private String campaign(Pair pair) {
        return world.partnerCenter
                .look(pair.referralId().orElseThrow())
                .text("/campaignId")
                .orElse("");
    }

    private void syncNow(Pair pair) {
        world.asks(Subject.record(pair.record().orElseThrow()), Causes.SYNC_NOW).settle();
    }

    private List<String> steps(Runnable run) {
        List<String> steps = new ArrayList<>();
        world.hook = step -> {
            if (step.startsWith("before ")) {
                steps.add(step);
            }
        };
        run.run();
        world.hook = step -> {};
        return steps;
    }

    private JsonNode put(String request) {
        return body(life.versions().put(json(request), ADA));
    }

    private JsonNode rollBack(String request) {
        return body(life.versions().rollBack(json(request), ADA));
    }

    private Problem refusal(String request) {
        return problem(() -> put(request));
    }

    private static Problem problem(Supplier<?> call) {
        return assertThrows(Failure.class, call::get).problem();
    }

    private static String request(String overrides) {
        return "{\"overrides\": " + overrides + "}";
    }

    private static JsonNode body(Reply reply) {
        assertEquals(200, reply.status());
        return reply.body().orElseThrow();
    }

    private static String shipped() {
        try (var file = FieldMapFile.class.getResourceAsStream("field-map.dynamics.json")) {
            return JSON.readTree(file).toString();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static FieldMap map(String overrides) {
        return FieldMapFile.dynamics(Optional.of(json(overrides))).deals().within(World.LIMITS);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
