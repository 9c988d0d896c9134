package dev.cosell.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.launcher.Waiting;
import dev.cosell.launcher.crm.CrmSandbox;
import dev.cosell.launcher.crm.Fact;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What else happens in the life of deals: a lead from first to last, a conflict, a deal for services. */
final class LifeStory {
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private final Sides sides;
    private final Narrator narrator;
    private final CrmSandbox crm;

    LifeStory(Sides sides, Narrator narrator) {
        this.sides = sides;
        this.narrator = narrator;
        this.crm = sides.crm();
    }

    /** From its arrival to the won deal. */
    void aLeadLives() {
        narrator.chapter("A lead's whole life");
        JsonNode lead = DemoData.lead();
        String name = lead.path("name").asText();
        String referral = sides.receive(lead);
        Deal deal = crm.keepsLeads() ? qualified(name, referral) : accepted(name, referral);
        crm.edit(deal.recordId(), Map.of(Fact.VALUE, 51000));
        until(
                "the opportunity's value to follow",
                () -> sides.referral(referral).at("/details/dealValue").asInt() == 51000);
        crm.win(deal.recordId());
        until(
                "the referral to be won",
                () -> sides.referral(referral).path("substatus").asText().equals("Won"));
        narrator.say("it is won at 51,000: Closed/Won in Partner Center");
    }

    /** Where leads are no records of their own. */
    private Deal accepted(String name, String referral) {
        until("a record for \"" + name + "\"", () -> crm.recordsOf(referral).size() == 1);
        Deal deal = new Deal(name, referral, crm.recordsOf(referral).getFirst());
        narrator.say("\"" + name + "\" arrives and stands in the CRM as a deal");
        crm.edit(deal.recordId(), Map.of(Fact.IN_PROGRESS, true));
        until(
                "the referral to be accepted",
                () -> sides.referral(referral).path("status").asText().equals("Active"));
        narrator.say("the seller works on it: the referral is accepted");
        return deal;
    }

    private Deal qualified(String name, String referral) {
        until("a CRM lead for \"" + name + "\"", () -> crm.leadsOf(referral).size() == 1);
        String record = crm.leadsOf(referral).getFirst();
        narrator.say("\"" + name + "\" arrives and stands in the CRM as a lead; opportunities for it "
                + crm.recordsOf(referral).size());
        crm.editLead(record, Map.of(Fact.VALUE, 47500));
        until(
                "the lead's value to follow",
                () -> sides.referral(referral).at("/details/dealValue").asInt() == 47500);
        narrator.say("the seller corrects its value, Partner Center follows");
        crm.qualify(record);
        until(
                "the referral to be accepted",
                () -> sides.referral(referral).path("status").asText().equals("Active"));
        until(
                "the opportunity to belong to the referral",
                () -> crm.recordsOf(referral).size() == 1);
        Deal deal = new Deal(name, referral, crm.recordsOf(referral).getFirst());
        until(
                "the opportunity to carry the referral's solutions",
                () -> !crm.record(deal.recordId()).solutions().isEmpty());
        narrator.say("the seller qualifies it: the referral is accepted, and the lead's opportunity goes on; records "
                + "for it " + crm.recordsOf(referral).size());
        return deal;
    }

    /** Both sides move the close date, whose rule here leaves the decision to a person. */
    void aConflictIsSettled(Deal deal) {
        narrator.chapter("Both sides move the same close date, and a person decides");
        sides.disturbEvents("webhooks", "delay", 1);
        sides.editReferral(deal.referralId(), Map.of("details", Map.of("closingDateTime", "2027-10-01T00:00:00Z")));
        crm.edit(deal.recordId(), Map.of(Fact.CLOSE_DATE, "2028-02-29"));
        until("the conflict to be listed", () -> !conflictsOf(deal).isEmpty());
        JsonNode conflict = conflictsOf(deal).getFirst();
        narrator.say("\"" + deal.name() + "\" is Held: Partner Center has "
                + conflict.at("/partnerCenter/value").asText() + ", the CRM "
                + conflict.at("/crm/value").asText());
        sides.functions()
                .send(
                        "POST",
                        "/api/conflicts/settle",
                        Sides.json(Map.of("pair", deal.referralId(), "field", "closeDate", "keep", "crm")));
        until(
                "the settled date to stand on both sides",
                () -> sides.referral(deal.referralId())
                                .at("/details/closingDateTime")
                                .asText()
                                .startsWith("2028-02-29")
                        && conflictsOf(deal).isEmpty());
        narrator.say("one call keeps the CRM's; 2028-02-29 stands on both sides");
    }

    /** A deal for services, with role, area and play; gives it. */
    Deal aServicesDealIsShared() {
        narrator.chapter("A services co-sell deal");
        JsonNode facts = DemoData.servicesDeal();
        String record = crm.enter(facts);
        until(
                "the services deal to become a referral",
                () -> crm.referralOf(record).isPresent());
        Deal deal = new Deal(facts.path("name").asText(), crm.referralOf(record).orElseThrow(), record);
        until("Microsoft to be asked in", () -> halves(deal) == 2);
        String attributes = StreamSupport.stream(
                        sides.referral(deal.referralId())
                                .at("/details/requirements/additionalRequirements/attributes")
                                .spliterator(),
                        false)
                .map(attribute -> attribute.path("type").asText() + " "
                        + attribute.path("id").asText())
                .collect(Collectors.joining(", "));
        narrator.say("\"" + deal.name() + "\" carries " + attributes);
        return deal;
    }

    private List<JsonNode> conflictsOf(Deal deal) {
        return StreamSupport.stream(
                        sides.functions().get("/api/conflicts").path("items").spliterator(), false)
                .filter(conflict -> conflict.path("referralId").asText().equals(deal.referralId()))
                .toList();
    }

    private long halves(Deal deal) {
        String engagement =
                sides.referral(deal.referralId()).path("engagementId").asText();
        return sides.referrals().stream()
                .filter(half -> half.path("engagementId").asText().equals(engagement))
                .count();
    }

    private static void until(String what, BooleanSupplier condition) {
        Waiting.until(PATIENCE, what, condition);
    }
}
