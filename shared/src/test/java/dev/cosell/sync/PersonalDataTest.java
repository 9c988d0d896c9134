package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.crm.LocalCrm;
import dev.cosell.fieldmap.CrmProduct;
import dev.cosell.operate.live.Switchboard;
import dev.cosell.operate.live.Switches;
import dev.cosell.operate.telemetry.Telemetry;
import dev.cosell.operate.work.Delays;
import dev.cosell.operate.work.Worker;
import dev.cosell.problem.Problem;
import dev.cosell.referral.TeamMember;
import dev.cosell.store.WorkCodec;
import dev.cosell.sync.memory.MemoryQueue;
import dev.cosell.sync.memory.MemoryState;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the connector writes down about a deal (log, timeline, problems) names nobody. */
class PersonalDataTest {
    private static final TeamMember CUSTOMER =
            new TeamMember("Zephyrine", "Quillfeather", "zephyrine@quillmail.example", "+1 425 555 0175", "Treasurer");
    private static final TeamMember SUCCESSOR =
            new TeamMember("Ottoline", "Brackwater", "ottoline@brackmail.example", "+1 425 555 0186", "Bursar");
    private static final TeamMember MISTYPED =
            new TeamMember("Ottoline", "Brackwater", "ottoline at brackmail.example", "+1 425 555 0186", "Bursar");
    private static final TeamMember SELLER =
            new TeamMember("Thaddeus", "Wrenfield", "thaddeus@wrenmail.example", "+1 425 555 0197", "Reeve");
    private static final TeamMember MICROSOFTS =
            new TeamMember("Hyacinth", "Mossgrove", "hyacinth@mossmail.example", "+1 425 555 0164", "Warden");

    private final List<String> log = new ArrayList<>();

    @Test
    void s86_aDealsWayLeavesNobodysNameInLogTimelineOrProblems() {
        World world = new World();
        String referral = arrives(world);
        work(world);
        Pair pair = world.pairOf(referral);
        RecordRef record = pair.record().orElseThrow();
        RecordRef account = new RecordRef("account", world.crm.text(record, "customerid"));

        world.crm.customers().has("c8", account, MISTYPED);
        world.crm.customers().has("c9", account, SUCCESSOR);
        world.crm.customers().employs("u1", SELLER);
        world.crm.edits(
                record,
                Map.of("parentcontactid", TextNode.valueOf("c8"), World.HELP, World.text("Quotes or Licensing")));
        work(world);
        assertTrue(world.again(pair).held().containsKey("help"), "an address that is none is held");
        world.crm.edits(record, Map.of("parentcontactid", TextNode.valueOf("c9"), "ownerid", TextNode.valueOf("u1")));
        work(world);
        String half = world.again(pair).microsoftReferralId().orElseThrow();
        world.partnerCenter.edits(half, Map.of("/team", list(MICROSOFTS)));
        work(world);

        assertTrue(world.crm.text(record, "cosell_microsoftteam").contains(MICROSOFTS.email()), "people did cross");
        assertNamesNobody(world);
    }

    @ParameterizedTest
    @EnumSource(CrmProduct.class)
    void s86_norDoesADealInAnyCrm(CrmProduct product) {
        LocalCrm crm = LocalCrm.of(product);
        World world = new World(1, crm.map(), ports -> ports.with(crm.crm()));
        String referral = arrives(world);
        work(world);
        Pair pair = world.pairOf(referral);
        assertEquals(Phase.IN_STEP, pair.phase());
        world.partnerCenter.edits(referral, Map.of(TeamMember.CUSTOMERS, list(CUSTOMER, SUCCESSOR)));
        work(world);
        world.asks(Subject.record(pair.record().orElseThrow()), Causes.SYNC_NOW);
        work(world);
        assertNamesNobody(world);
    }

    @Test
    void s86_norDoesADealThatIsOnlyObserved() {
        MemoryState row = new MemoryState();
        World world = new World(
                1, World.MAP, ports -> ports.with(new Switchboard(row, Switches.ALL_ON, true, ports.clock())));
        String referral = arrives(world);
        work(world);
        Switches observe = new Switches(true, true, true, false, Switches.Mode.OBSERVE, Set.of());
        row.write(row.read(), observe.json());
        world.wait(Duration.ofMinutes(1));
        world.partnerCenter.edits(
                referral, Map.of(World.NOTES, World.text("news"), TeamMember.CUSTOMERS, list(CUSTOMER, SUCCESSOR)));
        work(world);

        String would = world.pairOf(referral).problem().orElseThrow().detail();
        assertTrue(would.contains("\"news\""), would);
        assertNamesNobody(world);
    }

    private static String arrives(World world) {
        return world.partnerCenter.arrives("Move to Azure", it -> {
            it.withObject("/customerProfile").set("team", list(CUSTOMER));
            it.set("team", list(SELLER));
        });
    }

    private static ArrayNode list(TeamMember... members) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        List.of(members).forEach(member -> list.add(member.onto(NullNode.getInstance())));
        return list;
    }

    /** As the queue trigger does it, whose log has one line per message. */
    private void work(World world) {
        Worker worker = new Worker(
                work -> world.engine,
                world.queue,
                world.store,
                world.clock,
                new Delays(),
                Telemetry.none().runs());
        while (true) {
            while (!world.events.isEmpty()) {
                world.events.poll().deliverTo(world.inbox);
            }
            Optional<MemoryQueue.Delivery> delivery = world.queue
                    .poll(MemoryQueue.CRM_UPDATES)
                    .or(() -> world.queue.poll(MemoryQueue.PARTNER_CENTER_UPDATES));
            if (delivery.isPresent()) {
                log.add(worker.work(WorkCodec.encode(delivery.get().work())));
                world.queue.complete(delivery.get());
            } else if (world.queue.nextVisible().isPresent()) {
                world.clock.reach(world.queue.nextVisible().get());
            } else {
                return;
            }
        }
    }

    private void assertNamesNobody(World world) {
        List<String> written = new ArrayList<>(log);
        for (Pair pair : world.store.pairs()) {
            world.store.audit(pair.id()).forEach(entry -> written.add(entry.toString()));
            pair.problem().map(Problem::toString).ifPresent(written::add);
            pair.held().values().forEach(problem -> written.add(problem.toString()));
            pair.divergences().values().forEach(problem -> written.add(problem.toString()));
        }
        assertFalse(log.isEmpty());
        for (TeamMember person : List.of(CUSTOMER, SUCCESSOR, SELLER, MICROSOFTS)) {
            for (String datum : List.of(
                    person.firstName(),
                    person.lastName(),
                    person.email().substring(person.email().indexOf('@') + 1),
                    person.phone().substring(person.phone().length() - 8),
                    person.title())) {
                String wanted = datum.toLowerCase(Locale.ROOT);
                assertEquals(
                        List.of(),
                        written.stream()
                                .filter(line -> line.toLowerCase(Locale.ROOT).contains(wanted))
                                .toList(),
                        datum);
            }
        }
    }
}
