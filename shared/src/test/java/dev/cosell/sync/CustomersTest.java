package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Members;
import dev.cosell.referral.TeamMember;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Contact;
import dev.cosell.sync.port.Customer;
import dev.cosell.sync.port.CustomerKeys;
import dev.cosell.sync.port.UnmatchedPeople;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which account a deal is for, who its contacts are, and whose it is. */
class CustomersTest {
    private static final TeamMember KIM = new TeamMember("Kim", "Akers", "kim@fabrikam.com", "555 0100", "");
    private static final TeamMember LEE = new TeamMember("Lee", "Gu", "lee@fabrikam.com", "555 0101", "CFO");
    private static final TeamMember MARA = new TeamMember("Mara", "Lindqvist", "mara@partner.example", "555 0102", "");

    private final List<TeamMember> unmatched = new ArrayList<>();
    private final World world = world(CustomerSettings.DEFAULT);

    // --- Accounts ---

    @Test
    void s71_aNearDuplicateIsForAPersonAndNoAccountIsMade() {
        world.crm.knows("a1", fabrikam("Fabrikam Incorporated"));
        Pair pair = world.inbound("Move to Azure");
        assertEquals(Phase.HELD, pair.phase());
        assertEquals(ProblemCode.CUSTOMER_SIMILAR, pair.problem().orElseThrow().code());
        String detail = pair.problem().orElseThrow().detail();
        assertTrue(detail.contains("\"Fabrikam Incorporated\" (a1, https://crm.example/account/a1)"), detail);
        assertEquals(1, world.crm.accounts().size());
        assertEquals(Set.of(), world.crm.all());
    }

    @Test
    void s71_anotherCompanyOfTheSameDomainIsNotTakenForTheCustomer() {
        onTheDomain("a1", "FBK Holding");
        Pair pair = world.inbound("Move to Azure");
        assertEquals(ProblemCode.CUSTOMER_SIMILAR, pair.problem().orElseThrow().code());
        String detail = pair.problem().orElseThrow().detail();
        assertTrue(detail.contains("\"FBK Holding\" (a1, https://crm.example/account/a1, same web domain)"), detail);
        assertEquals(1, world.crm.accounts().size());
        assertEquals(Set.of(), world.crm.all());
    }

    @Test
    void s71_ofTwoCompaniesOfOneDomainTheOneOfTheCustomersNameIsTheCustomer() {
        onTheDomain("a1", "FBK Holding");
        onTheDomain("a2", "Fabrikam Incorporated");
        assertEquals("a2", account(world.inbound("Move to Azure")));
        assertEquals(2, world.crm.accounts().size());
    }

    @Test
    void s71_theDomainOfAFreeMailProviderIsNoEvidence() {
        world.crm
                .customers()
                .knows("a1", fabrikam("FBK Holding"), new CustomerKeys(List.of(), List.of(), List.of("gmail.com")));
        Pair pair = inbound(world, new TeamMember("Kim", "Akers", "kim.akers@gmail.com", "555 0100", ""));
        assertEquals(Phase.IN_STEP, pair.phase());
        assertEquals(2, world.crm.accounts().size());
    }

    @Test
    void theAccountThatAPersonChoosesIsTheCustomer() {
        world.crm.knows("a1", fabrikam("Fabrikam Incorporated"));
        Pair held = world.inbound("Move to Azure");
        Pair pair = choose(held, JsonNodeFactory.instance.objectNode().put("account", "a1"));
        assertEquals(Phase.IN_STEP, pair.phase());
        assertEquals("a1", account(pair));
        assertEquals(List.of(), pair.commands());
        assertEquals(1, world.crm.accounts().size());
    }

    @Test
    void aNewAccountIsMadeIfAPersonSaysSoAndOnlyOneWhateverCrashes() {
        int steps = 40;
        for (int crash = 1; crash <= steps; crash++) {
            World crashing = world(CustomerSettings.DEFAULT);
            crashing.crm.knows("a1", fabrikam("Fabrikam Incorporated"));
            Pair held = crashing.inbound("Move to Azure");
            ask(crashing, held, JsonNodeFactory.instance.objectNode().put("create", true));
            crashing.crashesAt(crash);
            crashing.settleThroughCrashes();
            String at = "crash at step " + crash;
            assertEquals(2, crashing.crm.accounts().size(), at);
            assertEquals(1, crashing.crm.all().size(), at);
            assertEquals(Phase.IN_STEP, crashing.again(held).phase(), at);
            assertEquals(List.of(), crashing.again(held).commands(), at);
        }
    }

    @Test
    void aChosenAccountThatDoesNotExistIsToldAndAskedAgain() {
        world.crm.knows("a1", fabrikam("Fabrikam Incorporated"));
        Pair held = world.inbound("Move to Azure");
        Pair pair = choose(held, JsonNodeFactory.instance.objectNode().put("account", "a9"));
        assertEquals(
                ProblemCode.CUSTOMER_NOT_FOUND, pair.problem().orElseThrow().code());
        assertEquals(List.of(), pair.commands());
        assertEquals(
                "a1", account(choose(held, JsonNodeFactory.instance.objectNode().put("account", "a1"))));
    }

    // --- Contacts ---

    @Test
    void s81_everybodyTheReferralNamesIsAContactWithAllPartsFilled() {
        Pair pair = inbound(world, LEE, KIM);
        RecordRef account = new RecordRef("account", account(pair));
        assertEquals(
                Set.of(LEE, KIM),
                Set.copyOf(world.crm.customers().of(account).stream()
                        .map(Contact::person)
                        .toList()));
        assertEquals("Lee", world.crm.text(record(pair), "parentcontactid/firstname"));
        assertEquals("CFO", world.crm.text(record(pair), "parentcontactid/jobtitle"));
        assertEquals(Set.of(), world.differences(pair));
    }

    @Test
    void theFirstContactWithCompleteDataIsTheDealsOwn() {
        Pair pair = inbound(world, new TeamMember("", "Info", "info@fabrikam.com", "", ""), KIM);
        assertEquals("Kim", world.crm.text(record(pair), "parentcontactid/firstname"));
        assertEquals(2, contacts(pair).size());
    }

    @Test
    void aContactThatTheAccountHasAlreadyIsNotMadeAgain() {
        RecordRef account = world.crm.customers().knows("a1", fabrikam("Fabrikam, Inc."), CustomerKeys.NONE);
        world.crm.customers().has("c1", account, new TeamMember("K.", "Akers", "KIM@fabrikam.com", "", ""));
        Pair pair = inbound(world, KIM);
        assertEquals(1, contacts(pair).size());
        assertEquals("c1", world.crm.text(record(pair), "parentcontactid"));
    }

    @Test
    void whoJoinsTheListLaterBecomesAContactAndNobodyIsDeleted() {
        Pair pair = inbound(world, KIM);
        world.portal(pair, TeamMember.CUSTOMERS, list(LEE));
        world.settle();
        assertEquals(2, contacts(pair).size());
        assertEquals("Kim", world.crm.text(record(pair), "parentcontactid/firstname"));
    }

    @Test
    void aContactThatSomebodyDeletedIsNotMadeAgainForTheSameDeal() {
        Pair pair = inbound(world, KIM, LEE);
        world.crm.customers().deletesContact(contacts(pair).getLast().ref());
        world.portal(pair, World.NOTES, World.text("go on"));
        world.settle();
        world.asks(Subject.record(record(pair)), Causes.SYNC_NOW).settle();
        assertEquals(1, contacts(pair).size());
    }

    @Test
    void aCrashAnywhereStillMakesEveryContactOnce() {
        for (int crash = 1; crash <= 40; crash++) {
            World crashing = world(CustomerSettings.DEFAULT);
            crashing.partnerCenter.arrives("Move to Azure", it -> team(it, "customerProfile", KIM, LEE));
            crashing.crashesAt(crash);
            crashing.settleThroughCrashes();
            String at = "crash at step " + crash;
            Pair pair = crashing.store.pairs().getFirst();
            RecordRef account = crashing.crm.accounts().iterator().next();
            assertEquals(2, crashing.crm.customers().of(account).size(), at);
            assertEquals("Kim", crashing.crm.text(record(pair), "parentcontactid/firstname"), at);
            assertEquals(Phase.IN_STEP, pair.phase(), at);
        }
    }

    @Test
    void aContactThatTheCrmRefusesHoldsNothingAndIsOnTheTimeline() {
        world.crm.customers().refusesContact(LEE.email());
        Pair pair = inbound(world, KIM, LEE);
        assertEquals(Phase.IN_STEP, pair.phase());
        assertEquals(1, contacts(pair).size());
        assertTrue(did(pair, "contact refused"));
    }

    /** More than what is stored with a pair at once. */
    @Test
    void aHundredAndTwentyRefusedContactsAreOneEntryOfTheTimeline() {
        TeamMember[] people = IntStream.range(0, 120)
                .mapToObj(i -> new TeamMember("A" + i, "B" + i, "a" + i + "@fabrikam.com", "1", ""))
                .toArray(TeamMember[]::new);
        List.of(people).forEach(person -> world.crm.customers().refusesContact(person.email()));
        Pair pair = inbound(world, people);
        assertEquals(Phase.IN_STEP, pair.phase());
        assertTrue(did(pair, "120 contacts refused"));
    }

    @Test
    void aReferralThatNamesNoCustomerIsHeldUntilSomebodySaysWhoItIs() {
        RecordRef account = world.crm.customers().createAccount("a-1", fabrikam("Fabrikam"), CustomerKeys.NONE);
        Pair held = arrive(world, it -> it.withObject("/customerProfile").put("name", ""));
        assertEquals(Phase.HELD, held.phase());
        assertEquals(ProblemCode.CUSTOMER_MISSING, held.problem().orElseThrow().code());
        assertEquals(Set.of(), world.crm.all());
        Pair made = choose(held, JsonNodeFactory.instance.objectNode().put("account", account.id()));
        assertEquals(Phase.IN_STEP, made.phase());
        assertEquals(account.id(), account(made));
    }

    @Test
    void aNewAccountCannotBeMadeForACustomerWithoutAName() {
        Pair held = arrive(world, it -> it.withObject("/customerProfile").put("name", ""));
        Pair still = choose(held, JsonNodeFactory.instance.objectNode().put("create", true));
        assertEquals(ProblemCode.CUSTOMER_MISSING, still.problem().orElseThrow().code());
        assertEquals(List.of(), still.commands());
        assertEquals(Set.of(), Set.copyOf(world.crm.accounts()));
    }

    @Test
    void theContactOfTheRecordGoesToPartnerCenterAndOthersStayThere() {
        Pair pair = inbound(world, KIM);
        world.seller(pair, "parentcontactid/firstname", World.text("Kimberley"));
        world.settle();
        RecordRef lee = world.crm.customers().has("c9", new RecordRef("account", account(pair)), LEE);
        world.crm.edits(record(pair), Map.of("parentcontactid", TextNode.valueOf(lee.id())));
        world.settle();
        List<TeamMember> shown = customers(pair);
        assertEquals(2, shown.size());
        assertTrue(shown.contains(LEE), shown.toString());
    }

    @Test
    void afterMicrosoftWasAskedInAChangedContactIsToldAndNotSent() {
        RecordRef record = world.crm.enters("Contoso goes cloud", false);
        world.crm.edits(record, Map.of(World.SYNC, BooleanNode.TRUE, World.HELP, World.text("Quotes or Licensing")));
        world.settle();
        Pair pair = world.pairOf(record);
        assertTrue(pair.microsoftReferralId().isPresent());
        List<TeamMember> before = customers(pair);
        world.crm.edits(record, Map.of("parentcontactid/emailaddress1", World.text("grace@contoso.com")));
        world.settle();
        assertEquals(before, customers(pair));
        assertEquals(
                ProblemCode.NOT_CHANGEABLE,
                world.again(pair).divergences().get("contacts").code());
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
    }

    @Test
    void aRecordWithoutContactSendsTheFirstContactOfItsAccount() {
        RecordRef account = world.crm.customers().knows("a1", fabrikam("Contoso AG"), CustomerKeys.NONE);
        world.crm.customers().namesFirst(account, LEE);
        RecordRef record = world.crm.enters("Contoso goes cloud", false);
        world.crm.isFor(record, account);
        for (String part : List.of("firstname", "lastname", "emailaddress1", "telephone1")) {
            world.crm.edits(record, Map.of("parentcontactid/" + part, NullNode.getInstance()));
        }
        world.sellerSwitches(record, true);
        world.settle();
        assertEquals(List.of(LEE), customers(world.pairOf(record)));
    }

    // --- Sellers ---

    @Test
    void s07_aSellerWithoutAnyRoleSharesADealAndIsPutInTheTeamByEMail() {
        world.crm.customers().employs("u1", MARA);
        RecordRef record = world.crm.enters("Contoso goes cloud", false);
        world.crm.edits(record, Map.of("ownerid", TextNode.valueOf("u1")));
        world.sellerSwitches(record, true);
        world.settle();
        assertEquals(List.of(MARA), sellers(world.pairOf(record)));
    }

    @Test
    void aNewOwnerJoinsTheTeamAndTheOthersStay() {
        world.crm.customers().employs("u1", MARA);
        Pair pair = inbound(world, KIM);
        world.portal(pair, TeamMember.OWN, list(LEE));
        world.settle();
        world.crm.edits(record(pair), Map.of("ownerid", TextNode.valueOf("u1")));
        world.settle();
        assertEquals(List.of(LEE, MARA), sellers(pair));
        world.counting().asks(Subject.record(record(pair)), Causes.SYNC_NOW).settle();
        assertEquals(0, world.calls.writes());
    }

    @Test
    void theOwnerIsFoundByTheTeamsEMailAddresses() {
        world.crm.customers().employs("u1", MARA);
        Pair pair = withTeam(world, new TeamMember("No", "User", "no@partner.example", "", ""), MARA);
        assertEquals("u1", world.crm.text(record(pair), "ownerid"));
        assertEquals(1, unmatched.size());
        assertFalse(did(pair, "owner not found"));
    }

    @Test
    void anAliasLeadsToTheUser() {
        World aliased = world(new CustomerSettings(
                AccountMatching.DEFAULT,
                CustomerSettings.Columns.DEFAULT,
                Map.of("m.l@old.example", "mara@partner.example"),
                Optional.empty(),
                Optional.empty()));
        aliased.crm.customers().employs("u1", MARA);
        Pair pair = withTeam(aliased, new TeamMember("M", "L", "M.L@old.example", "", ""));
        assertEquals("u1", aliased.crm.text(record(pair), "ownerid"));
        assertEquals(List.of(), unmatched);
    }

    @Test
    void s09_whoIsNoUserOfTheCrmLeavesTheDealToTheFallbackOwnerWithAFinding() {
        World falling = world(new CustomerSettings(
                AccountMatching.DEFAULT,
                CustomerSettings.Columns.DEFAULT,
                Map.of(),
                Optional.of("Mara@partner.example"),
                Optional.empty()));
        falling.crm.customers().employs("u1", MARA);
        Pair pair = withTeam(falling, LEE);
        assertEquals(Phase.IN_STEP, pair.phase());
        assertEquals("u1", falling.crm.text(record(pair), "ownerid"));
        assertEquals(List.of(LEE), unmatched);
        assertTrue(falling.store.audit(pair.id()).stream()
                .anyMatch(entry -> entry.problem()
                        .filter(text -> text.startsWith("PPL-01"))
                        .isPresent()));
    }

    @Test
    void withoutFallbackTheDealGoesOnUnderTheConnectorsOwnUser() {
        Pair pair = withTeam(world, LEE);
        assertEquals(Phase.IN_STEP, pair.phase());
        assertEquals("", world.crm.text(record(pair), "ownerid"));
        assertTrue(did(pair, "owner not found"));
    }

    // --- Arranging ---

    private World world(CustomerSettings settings) {
        UnmatchedPeople noting = (person, pair, at) -> unmatched.add(person);
        return new World(1, World.MAP, ports -> ports.with(noting), SyncSettings.DEFAULT.withCustomers(settings));
    }

    private void onTheDomain(String id, String name) {
        world.crm
                .customers()
                .knows(id, fabrikam(name), new CustomerKeys(List.of(), List.of(), List.of("fabrikam.com")));
    }

    private static Customer fabrikam(String name) {
        return new Customer(
                name, "98101", "US", Map.of("name", World.text(name), "address1_country", World.text("US")));
    }

    private static Pair inbound(World world, TeamMember... contacts) {
        return arrive(world, it -> team(it, "customerProfile", contacts));
    }

    private static Pair withTeam(World world, TeamMember... sellers) {
        return arrive(world, it -> it.set("team", list(sellers)));
    }

    private static Pair arrive(World world, Consumer<ObjectNode> more) {
        String referral = world.partnerCenter.arrives("Move to Azure", more);
        world.settle();
        return world.pairOf(referral);
    }

    private static void team(ObjectNode referral, String parent, TeamMember... members) {
        referral.withObject("/" + parent).set("team", list(members));
    }

    static ArrayNode list(TeamMember... members) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        List.of(members).forEach(member -> list.add(member.onto(NullNode.getInstance())));
        return list;
    }

    private Pair choose(Pair held, JsonNode details) {
        ask(world, held, details);
        world.settle();
        return world.again(held);
    }

    private static void ask(World world, Pair held, JsonNode details) {
        Stored<Pair> row = world.store.read(held.id()).orElseThrow();
        Command command =
                new Command("ask-" + details, Command.Kind.CUSTOMER, details, "an operator", world.clock.instant());
        world.store.replace(row, row.value().change().command(command).now(), List.of());
        world.asks(Subject.referral(held.referralId().orElseThrow()), Causes.SYNC_NOW);
    }

    private static RecordRef record(Pair pair) {
        return pair.record().orElseThrow();
    }

    private String account(Pair pair) {
        return world.crm.text(record(pair), "customerid");
    }

    private List<Contact> contacts(Pair pair) {
        return world.crm.customers().of(new RecordRef("account", account(pair)));
    }

    private List<TeamMember> customers(Pair pair) {
        return shown(pair, TeamMember.CUSTOMERS);
    }

    private List<TeamMember> sellers(Pair pair) {
        return shown(pair, TeamMember.OWN);
    }

    private List<TeamMember> shown(Pair pair, String pointer) {
        return TeamMember.list(Members.at(
                world.partnerCenter.look(pair.referralId().orElseThrow()).document(), pointer));
    }

    private boolean did(Pair pair, String what) {
        return world.store.audit(pair.id()).stream()
                .anyMatch(entry -> entry.did().equals(what));
    }
}
