package dev.cosell.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Consent;
import dev.cosell.referral.Members;
import dev.cosell.referral.TeamMember;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.port.Contact;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What the customer's people agreed to is kept to in both directions, shown, and never made up. */
class ConsentTest {
    private static final String TO_CONTACT = "cosell_consenttocontact";
    private static final String TO_SHARE = "cosell_consenttoshare";
    private static final TeamMember LEE = new TeamMember("Lee", "Gu", "lee@fabrikam.com", "555 0101", "CFO");

    private final World world = new World();

    // --- From Partner Center ---

    @Test
    void s86_whoMayNotBeContactedIsAContactThatSaysSoAndTheSellerIsWarned() {
        Pair pair = arrives("consentToContact", false);
        assertEquals(Phase.IN_STEP, pair.phase());
        assertTrue(world.crm.customers().isNotToBeContacted(contactOf(pair)));
        assertEquals(
                ProblemCode.CONTACT_NOT_WANTED,
                pair.divergences().get("consent to contact").code());
        assertFalse(shows(pair, TO_CONTACT).asBoolean(true));
        assertTrue(shows(pair, TO_SHARE).asBoolean(false));
    }

    @Test
    void s86_whoAgreedIsAContactAsAnyOther() {
        Pair pair = world.inbound("Move to Azure");
        assertFalse(world.crm.customers().isNotToBeContacted(contactOf(pair)));
        assertTrue(shows(pair, TO_CONTACT).asBoolean(false));
        assertEquals(Map.of(), pair.divergences());
    }

    @Test
    void s86_whatNobodySaidIsNeitherAYesNorANo() {
        String referral = world.partnerCenter.arrives("Move to Azure", it -> it.remove("consent"));
        world.settle();
        Pair pair = world.pairOf(referral);
        assertFalse(world.crm.customers().isNotToBeContacted(contactOf(pair)));
        assertEquals("", world.crm.text(pair.record().orElseThrow(), TO_CONTACT));
        assertEquals(Map.of(), pair.divergences());
    }

    @Test
    void s86_withoutConsentToShareMicrosoftIsNotAskedInAndNoContactFollows() {
        Pair pair = arrives("consentToToShareInfoWithOthers", false);
        JsonNode before = contactsOf(pair);
        RecordRef lee = world.crm.customers().has("c9", accountOf(pair), LEE);
        world.crm.edits(
                pair.record().orElseThrow(),
                Map.of("parentcontactid", TextNode.valueOf(lee.id()), World.HELP, World.text("Quotes or Licensing")));
        world.settle();
        Pair held = world.again(pair);
        assertEquals(before, contactsOf(pair));
        assertTrue(held.microsoftReferralId().isEmpty());
        assertEquals(ProblemCode.CONTACT_NOT_SHARED, held.held().get("help").code());
        assertEquals(
                ProblemCode.CONTACT_NOT_SHARED,
                held.divergences().get("consent to share").code());
    }

    // --- From the CRM ---

    @Test
    void s86_aRecordThatRefusesIsSentWithItsRefusalsAndWithoutContacts() {
        Pair pair = shares(Map.of(TO_CONTACT, BooleanNode.FALSE, TO_SHARE, BooleanNode.FALSE));
        assertFalse(says(pair, Consent.TO_CONTACT).asBoolean(true));
        assertFalse(says(pair, Consent.TO_SHARE).asBoolean(true));
        assertEquals(0, contactsOf(pair).size());
        assertEquals(Phase.IN_STEP, pair.phase());
        assertTrue(pair.divergences().containsKey("consent to share"));
    }

    @Test
    void s86_helpIsNotAskedForWithAContactWhoRefusedToBeShared() {
        Pair pair = shares(Map.of(TO_SHARE, BooleanNode.FALSE, World.HELP, World.text("Quotes or Licensing")));
        assertEquals(Phase.HELD, pair.phase());
        assertEquals(
                ProblemCode.CONTACT_NOT_SHARED, pair.problem().orElseThrow().code());
        assertTrue(pair.referralId().isEmpty());

        world.crm.edits(pair.record().orElseThrow(), Map.of(TO_SHARE, BooleanNode.TRUE));
        world.settle();
        assertEquals(Phase.IN_STEP, world.again(pair).phase());
        assertTrue(world.again(pair).microsoftReferralId().isPresent());
    }

    @Test
    void s86_whoMayNotBeContactedIsNotSaidToMayInMicrosoftsHalfEither() {
        Pair pair = shares(Map.of(TO_CONTACT, BooleanNode.FALSE, World.HELP, World.text("Quotes or Licensing")));
        String half = pair.microsoftReferralId().orElseThrow();
        assertFalse(Members.at(world.partnerCenter.look(half).document(), Consent.TO_CONTACT)
                .asBoolean(true));
        assertEquals(
                1,
                Members.at(world.partnerCenter.look(half).document(), TeamMember.CUSTOMERS)
                        .size());
    }

    @Test
    void s86_whatIsAssumedWhereTheRecordSaysNothingIsShownThereAndMarked() {
        Pair pair = shares(Map.of());
        assertTrue(says(pair, Consent.TO_SHARE).asBoolean(false));
        assertTrue(shows(pair, TO_SHARE).asBoolean(false));
        assertTrue(world.store.audit(pair.id()).stream()
                .filter(entry -> entry.did().equals("defaulted"))
                .flatMap(entry -> entry.changes().stream())
                .anyMatch(change -> change.field().equals("consentToShare")
                        && change.after().equals("yes")));
    }

    @Test
    void s86_aMapThatAssumesNothingSendsNoContactUnlessTheRecordSaysYes() {
        World careful = new World(1, cautious(), UnaryOperator.identity());
        RecordRef silent = careful.crm.enters("Contoso goes cloud", true);
        RecordRef agreed = careful.crm.enters("Contoso goes further", false);
        careful.crm.edits(agreed, Map.of(TO_SHARE, BooleanNode.TRUE));
        careful.sellerSwitches(agreed, true);
        careful.settle();
        assertEquals(0, contactsOf(careful, careful.pairOf(silent)).size());
        assertEquals(1, contactsOf(careful, careful.pairOf(agreed)).size());
    }

    @Test
    void s86_theConsentOfAReferralIsFixedAndAChangeOnTheRecordIsTold() {
        Pair pair = world.inbound("Move to Azure");
        world.crm.edits(pair.record().orElseThrow(), Map.of(TO_SHARE, BooleanNode.FALSE));
        world.settle();
        assertTrue(says(pair, Consent.TO_SHARE).asBoolean(false));
        assertEquals(
                ProblemCode.NOT_CHANGEABLE,
                world.again(pair).divergences().get("consentToShare").code());
    }

    // --- Arranging ---

    private Pair arrives(String member, boolean given) {
        String referral = world.partnerCenter.arrives(
                "Move to Azure", it -> it.withObject("/consent").put(member, given));
        world.settle();
        return world.pairOf(referral);
    }

    private Pair shares(Map<String, JsonNode> columns) {
        RecordRef record = world.crm.enters("Contoso goes cloud", false);
        world.crm.edits(record, columns);
        world.sellerSwitches(record, true);
        world.settle();
        return world.pairOf(record);
    }

    private JsonNode says(Pair pair, String pointer) {
        return Members.at(
                world.partnerCenter.look(pair.referralId().orElseThrow()).document(), pointer);
    }

    private static FieldMap cautious() {
        JsonNode no = JsonNodeFactory.instance
                .objectNode()
                .set("default", JsonNodeFactory.instance.objectNode().put("toPartnerCenter", false));
        JsonNode overrides = JsonNodeFactory.instance
                .objectNode()
                .set(
                        "deals",
                        JsonNodeFactory.instance
                                .objectNode()
                                .set(
                                        "fields",
                                        JsonNodeFactory.instance.objectNode().set("consentToShare", no)));
        return FieldMapFile.dynamics(Optional.of(overrides)).deals();
    }

    private JsonNode contactsOf(Pair pair) {
        return contactsOf(world, pair);
    }

    private static JsonNode contactsOf(World world, Pair pair) {
        JsonNode team = Members.at(
                world.partnerCenter.look(pair.referralId().orElseThrow()).document(), TeamMember.CUSTOMERS);
        return team.isArray() ? team : JsonNodeFactory.instance.arrayNode();
    }

    private JsonNode shows(Pair pair, String column) {
        return world.crm.look(pair.record().orElseThrow()).getOrDefault(column, NullNode.getInstance());
    }

    private RecordRef accountOf(Pair pair) {
        return new RecordRef("account", world.crm.text(pair.record().orElseThrow(), "customerid"));
    }

    private RecordRef contactOf(Pair pair) {
        List<Contact> contacts = world.crm.customers().of(accountOf(pair));
        assertEquals(1, contacts.size());
        return contacts.getFirst().ref();
    }
}
