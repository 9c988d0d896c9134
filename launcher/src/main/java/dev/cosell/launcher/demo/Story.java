package dev.cosell.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.launcher.JsonAnswer;
import dev.cosell.launcher.LaunchFailure;
import dev.cosell.launcher.Waiting;
import dev.cosell.launcher.crm.CrmSandbox;
import dev.cosell.launcher.crm.Fact;
import dev.cosell.launcher.crm.RecordView;
import dev.cosell.launcher.crm.RecordView.Stage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The co-sell story, one method a chapter. Every wait is for something to be seen on the other side; nothing is taken
 * from the connector itself.
 */
final class Story {
    private static final Duration PATIENCE = Duration.ofSeconds(45);
    /** Microsoft's sellers do not all press their button in the same second. */
    private static final long BETWEEN_ARRIVALS_MILLIS = 120;

    private static final String WITHOUT_COUNTRY = "Trey Research: AI pilot";
    private static final int TWICE = 5;
    private static final int OVERTAKEN = 4;
    private static final int ACCEPTED_IN_PORTAL = 12;
    private static final int ACCEPTED_IN_CRM = 4;
    private static final int BURST = 20;
    private static final Duration BURST_TIME = Duration.ofSeconds(5);

    private final Sides sides;
    private final Narrator narrator;
    private final CrmSandbox crm;
    private final LifeStory lives;
    private final Latency latency = new Latency();
    private final List<JsonNode> referrals = DemoData.referrals();
    private final List<JsonNode> opportunities = DemoData.opportunities();
    private final List<Deal> inbound = new ArrayList<>();
    private final Map<String, Deal> shared = new LinkedHashMap<>();
    private final Map<String, Deal> withMicrosoft = new LinkedHashMap<>();
    private int pairs;
    private BigDecimal callsPerChange = BigDecimal.ZERO;

    Story(Sides sides, Narrator narrator) {
        this.sides = sides;
        this.narrator = narrator;
        this.crm = sides.crm();
        this.lives = new LifeStory(sides, narrator);
    }

    Result play() {
        theFirstDeal();
        referralsArrive();
        dealsAreAccepted();
        sellersEdit();
        bothEditAtOnce();
        opportunitiesAreShared();
        oneLacksItsCountry();
        microsoftAccepts();
        theLivesOfDeals();
        aChangeIsCounted();
        twentyEditsInARow();
        aDealIsWon();
        until("everything to come to rest", sides::isQuiet);
        return new Result(Census.take(sides), callsPerChange, latency.measure(sides), pairs);
    }

    /** The deal whose timeline is shown at the end: shared, accepted by Microsoft, edited, won. */
    String heroReferral() {
        return hero().referralId();
    }

    private Deal hero() {
        return withMicrosoft.values().iterator().next();
    }

    private void theFirstDeal() {
        narrator.chapter("A first referral wakes everything up (not timed)");
        ObjectNode first = referrals.getFirst().deepCopy();
        first.put("name", "Warm-up deal");
        // A customer of its own: by its contact's address it would be taken for that of the deal it is a copy of.
        ObjectNode customer = (ObjectNode) first.path("customerProfile");
        customer.put("name", "Early Bird Ltd").remove("team");
        arrived(sides.receive(first), "Warm-up deal");
        pairs++;
    }

    private void referralsArrive() {
        narrator.chapter(referrals.size() + " referrals arrive: " + TWICE + " webhooks come twice, " + OVERTAKEN
                + " are overtaken by later ones");
        sides.disturbEvents("webhooks", "duplicate", TWICE);
        sides.disturbEvents("webhooks", "reorder", OVERTAKEN);
        List<String> ids = new ArrayList<>();
        for (JsonNode referral : referrals) {
            ids.add(sides.receive(referral));
            between();
        }
        for (int i = 0; i < ids.size() - 1; i++) {
            String name = referrals.get(i).path("name").asText();
            Deal deal = arrived(ids.get(i), name);
            inbound.add(deal);
            latency.expect(deal.referralId(), deal.recordId(), Instant.EPOCH);
        }
        pairs += inbound.size();
        narrator.say(inbound.size() + " records stand in the CRM, among them \"" + nameInCrm(1) + "\" and \""
                + nameInCrm(2) + "\"");
        aLeadArrives(ids.getLast(), referrals.getLast().path("name").asText());
    }

    private void aLeadArrives(String referral, String name) {
        if (!crm.keepsLeads()) {
            arrived(referral, name);
            pairs++;
            narrator.say("one is a lead and stands there as a deal");
            return;
        }
        until(
                "a CRM lead for the one that is a lead",
                () -> crm.leadsOf(referral).size() == 1);
        narrator.say("one is a lead and stands there as one; opportunities for it "
                + crm.recordsOf(referral).size());
    }

    private void dealsAreAccepted() {
        narrator.chapter("Deals are accepted: " + ACCEPTED_IN_PORTAL + " in the portal, " + ACCEPTED_IN_CRM
                + " by sellers in the CRM");
        for (Deal deal : inbound.subList(0, ACCEPTED_IN_PORTAL)) {
            timed(deal, () -> sides.answerInPortal(deal.referralId(), "accept"));
        }
        List<Deal> bySellers = inbound.subList(ACCEPTED_IN_PORTAL, ACCEPTED_IN_PORTAL + ACCEPTED_IN_CRM);
        bySellers.forEach(deal -> crm.edit(deal.recordId(), Map.of(Fact.IN_PROGRESS, true)));
        for (Deal deal : inbound.subList(0, ACCEPTED_IN_PORTAL)) {
            until(
                    "the CRM to show \"" + deal.name() + "\" in progress",
                    () -> record(deal).stage() == Stage.ACTIVE);
        }
        for (Deal deal : bySellers) {
            until(
                    "Partner Center to show \"" + deal.name() + "\" accepted",
                    () -> referral(deal, "/status").asText().equals("Active"));
        }
        narrator.say("all are Active on one side and In Progress on the other");
    }

    private void sellersEdit() {
        narrator.chapter("Sellers edit in the CRM, Partner Center follows");
        Deal value = inbound.get(0);
        crm.edit(value.recordId(), Map.of(Fact.VALUE, 131000));
        Deal date = inbound.get(3);
        crm.edit(date.recordId(), Map.of(Fact.CLOSE_DATE, "2027-04-15"));
        Deal notes = inbound.get(4);
        crm.edit(notes.recordId(), Map.of(Fact.NOTES, "Neuer Stand: Angebot & Zeitplan <besprochen>"));
        Deal solutions = inbound.get(6);
        crm.edit(solutions.recordId(), Map.of(Fact.SOLUTIONS, "SOL-AI-ASSISTANT; SOL-MANAGED-SOC"));
        until("the value to follow", () -> referral(value, "/details/dealValue").asInt() == 131000);
        until(
                "the date to follow",
                () -> referral(date, "/details/closingDateTime").asText().startsWith("2027-04-15"));
        until(
                "the notes to follow",
                () -> referral(notes, "/details/notes").asText().contains("Zeitplan"));
        until(
                "the solutions to follow",
                () -> referral(solutions, "/details/requirements/solutions").size() == 2);
        narrator.say("value, close date, notes and solutions of four deals have crossed");
    }

    private void bothEditAtOnce() {
        narrator.chapter("Both sides edit different fields of the same deals at once");
        List<Deal> deals = inbound.subList(7, 10);
        for (Deal deal : deals) {
            timed(
                    deal,
                    () -> sides.editReferral(deal.referralId(), Map.of("details", Map.of("notes", "From the portal"))));
            crm.edit(deal.recordId(), Map.of(Fact.CLOSE_DATE, "2027-12-24"));
        }
        for (Deal deal : deals) {
            until(
                    "both edits of \"" + deal.name() + "\" to survive",
                    () -> record(deal).notes().equals("From the portal")
                            && record(deal).closeDate().equals("2027-12-24")
                            && referral(deal, "/details/notes").asText().equals("From the portal")
                            && referral(deal, "/details/closingDateTime")
                                    .asText()
                                    .startsWith("2027-12-24"));
        }
        narrator.say("both edits of all " + deals.size() + " deals stand on both sides");
    }

    private void opportunitiesAreShared() {
        narrator.chapter(
                opportunities.size() + " opportunities are entered in the CRM; those marked to be shared go out");
        List<JsonNode> entered = opportunities.stream()
                .filter(deal -> !deal.path("name").asText().equals(WITHOUT_COUNTRY))
                .toList();
        List<String> ids = crm.enterAll(entered, Story::between);
        List<String> unshared = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            if (entered.get(i).path("shared").asBoolean()) {
                follow(entered.get(i), ids.get(i));
            } else {
                unshared.add(ids.get(i));
            }
        }
        long untouched = unshared.stream()
                .filter(record -> crm.referralOf(record).isEmpty())
                .count();
        narrator.say(shared.size() + " became referrals, " + withMicrosoft.size()
                + " of them with Microsoft: two referrals in one engagement each");
        narrator.say(untouched + " were not shared and stayed as they were");
    }

    /** Waits until a shared opportunity has become what it should: one referral, or two in one engagement. */
    private void follow(JsonNode deal, String recordId) {
        String name = deal.path("name").asText();
        until(
                "\"" + name + "\" to become a referral",
                () -> crm.referralOf(recordId).isPresent());
        Deal made = new Deal(name, crm.referralOf(recordId).orElseThrow(), recordId);
        shared.put(name, made);
        pairs++;
        if (deal.hasNonNull("help")) {
            until("Microsoft's half of \"" + name + "\"", () -> halves(made) == 2);
            withMicrosoft.put(name, made);
        }
    }

    private void oneLacksItsCountry() {
        narrator.chapter("One customer has no country");
        JsonNode deal = opportunities.stream()
                .filter(each -> each.path("name").asText().equals(WITHOUT_COUNTRY))
                .findFirst()
                .orElseThrow();
        ObjectNode incomplete = deal.deepCopy();
        ((ObjectNode) incomplete.path("address")).remove("country");
        String recordId = crm.enter(incomplete);
        until("the record to be Held", () -> crm.record(recordId).syncStatus().equals("Held"));
        narrator.say("\"" + WITHOUT_COUNTRY + "\" is Held; its record says:");
        narrator.say("  " + crm.record(recordId).syncProblem());
        crm.correctCountry(incomplete, "Sweden");
        follow(deal, recordId);
        until(
                "the record to be In step",
                () -> crm.record(recordId).syncStatus().equals("In step"));
        narrator.say("the seller fills it in on the account, and the deal goes through");
    }

    private void microsoftAccepts() {
        narrator.chapter("Microsoft accepts, and its own id arrives in the CRM");
        Deal deal = hero();
        Instant since = sides.now();
        sides.microsoft(deal.referralId(), "accept", Map.of("microsoftMsxId", "7-2QSTORY0001"));
        until("Microsoft's id in the CRM", () -> record(deal).microsoftId().equals("7-2QSTORY0001"));
        narrator.say("\"" + deal.name() + "\" carries 7-2QSTORY0001, "
                + Duration.between(since, sides.now()).toMillis() + " ms after the click");
    }

    private void theLivesOfDeals() {
        lives.aLeadLives();
        lives.aConflictIsSettled(inbound.get(11));
        lives.aServicesDealIsShared();
        pairs += 2;
    }

    /** Three changes each way, on deals that are at rest; the echoes of all six are waited for. */
    private void aChangeIsCounted() {
        narrator.chapter("What does a change cost? Six changes, three each way");
        until("everything to come to rest", sides::isQuiet);
        Instant since = sides.now();
        List<Deal> inPortal = inbound.subList(0, 3);
        List<Deal> inCrm = inbound.subList(3, 6);
        for (Deal deal : inPortal) {
            timed(
                    deal,
                    () -> sides.editReferral(
                            deal.referralId(), Map.of("details", Map.of("closingDateTime", "2027-08-08T00:00:00Z"))));
        }
        inCrm.forEach(deal -> crm.edit(deal.recordId(), Map.of(Fact.CLOSE_DATE, "2027-08-08")));
        for (Deal deal : inbound.subList(0, 6)) {
            until(
                    "both sides of \"" + deal.name() + "\" to show the date",
                    () -> record(deal).closeDate().equals("2027-08-08")
                            && referral(deal, "/details/closingDateTime")
                                    .asText()
                                    .startsWith("2027-08-08"));
        }
        until("the echoes to come to rest", sides::isQuiet);
        List<JsonNode> calls = sides.calls(since);
        long reads = calls.stream()
                .filter(call -> call.path("method").asText().equals("GET"))
                .count();
        callsPerChange = BigDecimal.valueOf(calls.size()).divide(BigDecimal.valueOf(6), 2, RoundingMode.HALF_UP);
        narrator.say(calls.size() + " calls for 6 changes and their echoes: " + reads + " reads, "
                + (calls.size() - reads) + " writes");
    }

    private void twentyEditsInARow() {
        narrator.chapter("A seller edits one record " + BURST + " times within five seconds");
        Deal deal = inbound.get(10);
        Instant since = sides.now();
        for (int i = 1; i <= BURST; i++) {
            crm.edit(deal.recordId(), Map.of(Fact.VALUE, 64_000 + i));
            pause(BURST_TIME.toMillis() / (BURST + 2));
        }
        until(
                "the last value to arrive",
                () -> referral(deal, "/details/dealValue").asInt() == 64_000 + BURST);
        long writes = sides.calls(since).stream()
                .filter(call -> call.path("system").asText().equals("partnerCenter"))
                .filter(call -> call.path("method").asText().equals("PATCH"))
                .count();
        narrator.say("Partner Center was written " + writes + " times and shows the last value");
    }

    private void aDealIsWon() {
        narrator.chapter("A deal is won and freezes");
        Deal deal = hero();
        crm.win(deal.recordId());
        until(
                "Partner Center to show the deal won",
                () -> referral(deal, "/substatus").asText().equals("Won"));
        until("everything to come to rest", sides::isQuiet);
        String eTag = referral(deal, "/eTag").asText();
        String late = anEditThatComesTooLate(deal);
        Deal inPortal = inbound.get(5);
        timed(inPortal, () -> sides.answerInPortal(inPortal.referralId(), "win"));
        until("the CRM to show the other deal won", () -> record(inPortal).stage() == Stage.WON);
        narrator.say("\"" + deal.name() + "\" is Closed/Won; a late edit in the CRM " + late
                + ", the referral is untouched: "
                + referral(deal, "/eTag").asText().equals(eTag));
        narrator.say("\"" + inPortal.name() + "\" was won in the portal and is won in the CRM");
    }

    /** A CRM that does not lock what is closed takes the edit; what both sides show is then for the seller to put right. */
    private String anEditThatComesTooLate(Deal deal) {
        int value = record(deal).wholeValue();
        JsonAnswer late = crm.tryEdit(deal.recordId(), Map.of(Fact.VALUE, value + 1));
        if (late.status() > 299) {
            return "is refused there";
        }
        until("the record to say so", () -> record(deal).syncProblem().contains("STA-02"));
        crm.edit(deal.recordId(), Map.of(Fact.VALUE, value));
        return "is kept apart, the record says so, and the seller takes it back";
    }

    // --- Seeing and waiting ---

    private Deal arrived(String referralId, String name) {
        until("a record for \"" + name + "\"", () -> !crm.recordsOf(referralId).isEmpty());
        return new Deal(name, referralId, crm.recordsOf(referralId).getFirst());
    }

    private long halves(Deal deal) {
        String engagement = referral(deal, "/engagementId").asText();
        return sides.referrals().stream()
                .filter(half -> half.path("engagementId").asText().equals(engagement))
                .count();
    }

    private String nameInCrm(int index) {
        return record(inbound.get(index)).name();
    }

    private RecordView record(Deal deal) {
        return crm.record(deal.recordId());
    }

    private JsonNode referral(Deal deal, String pointer) {
        return sides.referral(deal.referralId()).at(pointer);
    }

    /** Something in the portal whose way to the CRM is timed. */
    private void timed(Deal deal, Runnable action) {
        latency.expect(deal.referralId(), deal.recordId(), sides.now());
        action.run();
        between();
    }

    private static void until(String what, BooleanSupplier condition) {
        Waiting.until(PATIENCE, what, condition);
    }

    private static void between() {
        pause(BETWEEN_ARRIVALS_MILLIS);
    }

    /** The rhythm of people, not a wait for the system. */
    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchFailure("Interrupted while the demo was playing", e);
        }
    }
}
