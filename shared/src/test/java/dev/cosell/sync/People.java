package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Failure;
import dev.cosell.referral.Referral;
import dev.cosell.referral.Status;
import dev.cosell.sync.memory.Event;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Inbox;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Sellers, Microsoft and portal users who do what people do, and remember every value they typed. */
final class People {
    private static final int MOST_DEALS = 4;
    private static final List<Command.Kind> ASKED = List.of(
            Command.Kind.ACCEPT,
            Command.Kind.ACCEPT,
            Command.Kind.DECLINE,
            Command.Kind.WIN,
            Command.Kind.LOSE,
            Command.Kind.ERROR,
            Command.Kind.CANCEL_CLOSE,
            Command.Kind.CLOSE_NOW);
    private static final List<String> CUSTOMERS = List.of("Fabrikam", "Northwind");
    private static final List<String> CURRENCIES = List.of("USD", "EUR", "JPY");

    private final World world;
    private final Random random;
    private final List<Typed> typed = new ArrayList<>();
    private final Set<String> solutionsAdded = new HashSet<>();
    private final Set<String> customers = new HashSet<>();
    private final Set<RecordRef> copies = new HashSet<>();
    private final Set<RecordRef> deleted = new HashSet<>();
    private final Set<RecordRef> buried = new HashSet<>();
    private final Set<Typed> goneWithTheirRecord = new HashSet<>();
    private final Inbox requests;
    private final Set<RecordRef> merged = new HashSet<>();
    private final Set<String> hadBefore = new HashSet<>();
    private boolean mergingLeads;
    private int words;
    private int deals;
    private int asked;

    People(World world, Random random) {
        this.world = world;
        this.random = random;
        this.requests = new Inbox(world.ports.hints(), world.ports.queue(), () -> Simulation.REQUEST_MARK + ++asked);
    }

    List<Typed> typed() {
        return List.copyOf(typed);
    }

    Set<String> solutionsAdded() {
        return solutionsAdded;
    }

    /** For whom referrals came; each is one customer, however often it is named. */
    Set<String> customers() {
        return customers;
    }

    Set<RecordRef> copies() {
        return copies;
    }

    /** Deleted when they were some pair's record already: nothing may bring them back. */
    Set<RecordRef> buried() {
        return buried;
    }

    /**
     * What was typed on a record that was deleted before any pair knew of it. It may be made again, because nobody can tell
     * that it was there; what was typed on the first one is not to be expected on the second.
     */
    Set<Typed> goneWithTheirRecord() {
        return Collections.unmodifiableSet(goneWithTheirRecord);
    }

    Set<RecordRef> deleted() {
        return deleted;
    }

    /** Referrals that were there before the connector. */
    Set<String> hadBefore() {
        return hadBefore;
    }

    /** Leads that were merged into another one. They stay, closed, and speak for nobody any more. */
    Set<RecordRef> merged() {
        return merged;
    }

    /** From now on sellers merge leads, now and then. */
    void mergeLeads() {
        mergingLeads = true;
    }

    /** Does something; gives what, for the trace. */
    String act() {
        int dice = random.nextInt(100);
        List<RecordRef> records = records();
        List<Referral> referrals = ownReferrals();
        if (deals == 0 || dice < 8 && deals < MOST_DEALS) {
            deals++;
            return random.nextBoolean() ? arrives() : shares();
        }
        if (dice < 45 && !records.isEmpty()) {
            return sellerEdits(any(records));
        }
        if (dice < 72 && !referrals.isEmpty()) {
            return portalEdits(any(referrals));
        }
        if (dice < 79 && !records.isEmpty()) {
            return sellerMoves(any(records));
        }
        if (dice < 84 && !referrals.isEmpty()) {
            Referral referral = any(referrals);
            Status to = any(List.of(Status.values()));
            return "portal moves " + referral.id() + " to " + to + ": " + world.partnerCenter.moves(referral.id(), to);
        }
        if (dice < 90) {
            return microsoftActs();
        }
        return records.isEmpty() ? "nobody does anything" : rarely(any(records), dice);
    }

    /**
     * What was there before the connector: referrals and records that know of each other, as other software left them, and
     * halves that are alone. Nobody tells of them any more.
     */
    void hadDealsBefore() {
        for (int i = 1 + random.nextInt(MOST_DEALS - 1); i > 0; i--) {
            deals++;
            switch (random.nextInt(4)) {
                case 0 -> arrives();
                case 1 -> shares();
                default -> metBefore();
            }
        }
        world.partnerCenter.all().forEach(referral -> hadBefore.add(referral.id()));
        world.events.clear();
    }

    private void metBefore() {
        String referral = arrives(
                word("name"), any(CUSTOMERS), it -> it.put("status", "Active").put("substatus", "Accepted"));
        String name = world.partnerCenter.look(referral).name().orElseThrow();
        RecordRef record = world.crm.enters(name, random.nextInt(4) > 0);
        Map<String, JsonNode> columns = firstColumns(record, name);
        int knows = random.nextInt(3);
        if (knows != 0) {
            columns.put(World.MAP.columns().referralId(), TextNode.valueOf(referral));
        }
        world.crm.edits(record, columns);
        if (knows != 1) {
            world.partnerCenter.edits(referral, Map.of("/externalReferenceId", TextNode.valueOf(record.id())));
        }
    }

    private String arrives() {
        boolean lead = random.nextInt(3) == 0;
        String customer = any(CUSTOMERS);
        String referral = arrives(word("name"), customer, it -> {
            if (lead) {
                asLead(it);
            }
        });
        return referral + " arrives" + (lead ? " as a lead" : "");
    }

    private String arrives(String name, String customer, Consumer<ObjectNode> more) {
        customers.add(customer);
        String referral = world.partnerCenter.arrives(name, it -> {
            more.accept(it);
            asCustomer(it, customer);
            it.withObject("/details").put("notes", word("note"));
            it.withObject("/details").put("dealValue", ++words);
        });
        Subject subject = Subject.referral(referral);
        Referral shown = world.partnerCenter.look(referral);
        remember(subject, "name", shown.name().orElseThrow());
        remember(subject, "notes", shown.text(World.NOTES).orElseThrow());
        remember(subject, "money", shown.text(World.VALUE).orElseThrow() + " USD");
        remember(subject, "closeDate", "2026-09-30");
        solutionsAdded.add("SOL-1-ABC");
        return referral;
    }

    /** Two customers are alike in nothing by which one is recognised. */
    private static void asCustomer(ObjectNode referral, String customer) {
        ObjectNode profile = referral.withObject("/customerProfile").put("name", customer);
        profile.withObject("/address").put("postalCode", "9810" + CUSTOMERS.indexOf(customer));
        ((ObjectNode) profile.at("/team/0")).put("email", "kim@" + customer.toLowerCase(Locale.ROOT) + ".com");
    }

    private static void asLead(ObjectNode referral) {
        referral.put("type", "Independent").put("qualification", "SalesQualified");
    }

    private String shares() {
        String name = word("name");
        RecordRef record = world.crm.enters(name, random.nextBoolean());
        Map<String, JsonNode> rest = firstColumns(record, name);
        boolean byRule = rest.get("estimatedvalue").asInt() % 3 == 0;
        if (byRule) {
            world.events.add(new Event(Subject.record(record), Causes.SHARE_BY_RULE, Optional.empty(), Map.of()));
        } else {
            rest.put(World.SYNC, BooleanNode.TRUE);
        }
        if (random.nextBoolean()) {
            rest.put(World.HELP, TextNode.valueOf("Quotes or Licensing"));
        }
        world.crm.edits(record, rest);
        return record + (byRule ? " is shared by rule" : " is shared");
    }

    private Map<String, JsonNode> firstColumns(RecordRef record, String name) {
        String note = word("note");
        int value = ++words;
        Map<String, JsonNode> columns = new LinkedHashMap<>();
        columns.put("description", TextNode.valueOf(note));
        columns.put("estimatedvalue", IntNode.valueOf(value));
        Subject subject = Subject.record(record);
        remember(subject, "name", name);
        remember(subject, "notes", note);
        remember(subject, "money", value + " EUR");
        remember(subject, "closeDate", "2026-10-31");
        solutionsAdded.add("SOL-7-XYZ");
        return columns;
    }

    private String sellerEdits(RecordRef record) {
        return isLead(record) ? sellerEditsLead(record) : sellerEditsDeal(record);
    }

    private String sellerEditsLead(RecordRef lead) {
        Subject subject = Subject.record(lead);
        if (world.crm.look(lead).get("statecode").asInt() != 0) {
            return "the seller finds " + lead + " closed";
        }
        Map<String, JsonNode> columns = new LinkedHashMap<>();
        switch (random.nextInt(6)) {
            case 0, 1 -> columns.put("description", note(subject, World.LONGEST_NOTE));
            case 2, 3 -> {
                String currency = any(CURRENCIES);
                int value = random.nextInt(12) == 0 ? 0 : ++words;
                columns.put("estimatedamount", IntNode.valueOf(value));
                columns.put("transactioncurrencyid", TextNode.valueOf(currency));
                remember(subject, "money", value + " " + currency);
            }
            case 4 -> columns.put("estimatedclosedate", TextNode.valueOf(day(subject)));
            default -> {
                String name = word("name");
                remember(subject, "name", name);
                columns.put("subject", TextNode.valueOf(name));
            }
        }
        world.crm.edits(lead, columns);
        return "the seller edits " + lead + " " + columns;
    }

    private String sellerEditsDeal(RecordRef record) {
        Subject subject = Subject.record(record);
        Map<String, JsonNode> columns = new LinkedHashMap<>();
        List<Typed> before = List.copyOf(typed);
        for (int i = random.nextInt(10) == 0 ? 2 : 1; i > 0; i--) {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> columns.put("description", note(subject, World.LONGEST_NOTE));
                case 3, 4 -> {
                    String currency = any(CURRENCIES);
                    int value = random.nextInt(12) == 0 ? 0 : ++words;
                    columns.put("estimatedvalue", IntNode.valueOf(value));
                    columns.put("transactioncurrencyid", TextNode.valueOf(currency));
                    remember(subject, "money", value + " " + currency);
                }
                case 5 -> columns.put("estimatedclosedate", TextNode.valueOf(day(subject)));
                case 6 -> {
                    String name = word("name");
                    remember(subject, "name", name);
                    columns.put("name", TextNode.valueOf(name));
                }
                default -> {
                    Set<String> ids = changed(solutions(world.crm.text(record, World.SOLUTIONS)));
                    columns.put(World.SOLUTIONS, TextNode.valueOf(String.join(";", ids)));
                }
            }
        }
        if (!world.crm.edits(record, columns)) {
            typed.clear();
            typed.addAll(before);
            return "the seller finds " + record + " closed";
        }
        return "the seller edits " + record + " " + columns;
    }

    private String portalEdits(Referral referral) {
        Subject subject = Subject.referral(referral.id());
        if (referral.status().orElseThrow().isClosed()) {
            return "the portal finds " + referral.id() + " closed";
        }
        Map<String, JsonNode> values = new LinkedHashMap<>();
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> values.put(World.NOTES, note(subject, 3 * World.LONGEST_NOTE));
            case 3, 4 -> {
                String currency = any(CURRENCIES);
                int value = ++words;
                values.put(World.VALUE, IntNode.valueOf(value));
                values.put(World.CURRENCY, TextNode.valueOf(currency));
                remember(subject, "money", value + " " + currency);
            }
            case 5 -> values.put("/details/closingDateTime", TextNode.valueOf(day(subject) + "T17:30:00Z"));
            case 6 -> {
                String name = word("name");
                remember(subject, "name", name);
                values.put("/name", TextNode.valueOf(name));
            }
            default -> {
                Set<String> ids = new TreeSet<>();
                referral.document()
                        .at("/details/requirements/solutions")
                        .forEach(solution -> ids.add(solution.path("id").asText()));
                var list = JsonNodeFactory.instance.arrayNode();
                changed(ids).forEach(id -> list.addObject().put("id", id));
                values.put("/details/requirements/solutions", list);
            }
        }
        world.partnerCenter.edits(referral.id(), values);
        return "the portal edits " + referral.id() + " " + values;
    }

    private String sellerMoves(RecordRef record) {
        if (isLead(record)) {
            return sellerEndsLead(record);
        }
        int state = any(List.of(0, 0, 0, 1, 2));
        int reason = state == 0 ? 1 + random.nextInt(2) : state + 2;
        world.crm.edits(record, Map.of("statecode", IntNode.valueOf(state), "statuscode", IntNode.valueOf(reason)));
        return "the seller moves " + record + " to " + state + "/" + reason;
    }

    private String sellerEndsLead(RecordRef lead) {
        if (world.crm.look(lead).get("statecode").asInt() != 0) {
            return "the seller finds " + lead + " closed";
        }
        if (mergingLeads && random.nextInt(3) == 0) {
            return mergesLead(lead);
        }
        if (random.nextInt(3) > 0) {
            return "the seller qualifies " + lead + " to "
                    + world.crm.qualifies(lead).orElseThrow();
        }
        int reason = 4 + random.nextInt(4);
        world.crm.edits(lead, Map.of("statecode", IntNode.valueOf(2), "statuscode", IntNode.valueOf(reason)));
        return "the seller disqualifies " + lead;
    }

    private static boolean isLead(RecordRef record) {
        return record.table().equals("lead");
    }

    private String microsoftActs() {
        List<Referral> halves = world.partnerCenter.all().stream()
                .filter(Referral::isMicrosofts)
                .toList();
        if (halves.isEmpty()) {
            return "Microsoft has nothing to do";
        }
        String half = any(halves).id();
        Status to = random.nextInt(3) == 0 ? Status.DECLINED : Status.ACCEPTED;
        if (to == Status.ACCEPTED) {
            world.partnerCenter.edits(half, Map.of("/trackingInfo/microsoftMsxId", TextNode.valueOf(word("msx"))));
        }
        return "Microsoft moves " + half + " to " + to + ": " + world.partnerCenter.moves(half, to);
    }

    private String rarely(RecordRef record, int dice) {
        return switch (dice) {
            case 90, 91, 92 -> {
                boolean on = random.nextBoolean();
                world.sellerSwitches(record, on);
                yield "the seller switches " + record + (on ? " on" : " off");
            }
            case 93 -> {
                boolean known = world.store.pairs().stream()
                        .anyMatch(pair -> pair.record().equals(Optional.of(record)));
                world.crm.deletes(record);
                deleted.add(record);
                if (known) {
                    buried.add(record);
                } else if (isNoFormerLead(record)) {
                    typed.stream()
                            .filter(one -> one.subject().equals(Subject.record(record)))
                            .forEach(goneWithTheirRecord::add);
                }
                yield "the seller deletes " + record;
            }
            case 94 -> {
                RecordRef copy = world.crm.copies(record);
                copies.add(copy);
                yield "the seller copies " + record + " to " + copy;
            }
            case 95, 96, 97 -> asks(record);
            default -> wantsSync(record);
        };
    }

    private String wantsSync(RecordRef record) {
        world.crm.edits(record, Map.of("cosell_syncnow", BooleanNode.TRUE));
        return "the seller wants " + record + " synchronised";
    }

    /** The seller had typed the same lead by hand, and merges the connector's into it, keeping all that one shows. */
    private String mergesLead(RecordRef loser) {
        boolean known = world.store.pairs().stream()
                .anyMatch(pair -> pair.linked() && pair.record().equals(Optional.of(loser)));
        Map<String, JsonNode> shown = world.crm.look(loser);
        if (!known || shown.get("statecode").asInt() != 0) {
            return "nobody merges " + loser;
        }
        RecordRef survivor = world.crm.entersLead(world.crm.text(loser, "subject"), false);
        Map<String, JsonNode> kept = new LinkedHashMap<>();
        for (Field field : World.MAPS.leads().orElseThrow().fields()) {
            field.crm().stream().filter(shown::containsKey).forEach(column -> kept.put(column, shown.get(column)));
        }
        kept.remove("statecode");
        kept.remove("statuscode");
        FieldMap leads = World.MAPS.leads().orElseThrow();
        Typed.GROUPS.forEach(
                group -> remember(Subject.record(survivor), group, Typed.token(leads, group, Side.CRM, shown)));
        merged.add(loser);
        world.crm.mergesLeads(loser, survivor, kept);
        return "the seller merges " + loser + " into " + survivor;
    }

    private boolean isNoFormerLead(RecordRef record) {
        return world.store.pairs().stream().noneMatch(pair -> pair.lead().equals(Optional.of(record)));
    }

    /** An operator asks for a move by the API, and if that crashes, once more. */
    private String asks(RecordRef record) {
        Optional<Pair> pair = world.store.pairs().stream()
                .filter(it -> it.record().equals(Optional.of(record))
                        && it.referralId().isPresent())
                .findFirst();
        Command.Kind kind = any(ASKED);
        if (pair.isEmpty()) {
            return "nobody knows " + record;
        }
        Command command = new Command(
                word("ask"),
                kind,
                JsonNodeFactory.instance.objectNode().put("reason", "Other"),
                "Kim",
                world.clock.instant());
        try {
            Stored<Pair> row = world.store.read(pair.get().id()).orElseThrow();
            Pair next = row.value().change().command(command).now();
            if (world.store.replace(row, next, List.of()).isPresent()) {
                requests.accept(Subject.referral(next.referralId().orElseThrow()), Causes.ASKED);
            }
            return "an operator asks for " + kind + " of " + record;
        } catch (Failure refused) {
            return "an operator's request is not taken: " + refused.problem();
        } catch (World.Crash crash) {
            return "an operator's request crashes, " + asks(record);
        }
    }

    /** Everything that keeps a deal from being in step for good is undone: switches on, values positive. */
    void tidyUp() {
        for (RecordRef record : records()) {
            if (!world.crm.look(record).get(World.SYNC).asBoolean()) {
                world.sellerSwitches(record, true);
            }
            String value = isLead(record) ? "estimatedamount" : "estimatedvalue";
            boolean former =
                    isLead(record) && world.crm.look(record).get("statecode").asInt() != 0;
            if (!former && world.crm.look(record).get(value).decimalValue().signum() == 0) {
                String shown = world.crm.text(record, "transactioncurrencyid");
                String currency = shown.isEmpty() ? CURRENCIES.getFirst() : shown;
                int repaired = ++words;
                Map<String, JsonNode> repair = new LinkedHashMap<>();
                repair.put(value, IntNode.valueOf(repaired));
                repair.put("transactioncurrencyid", TextNode.valueOf(currency));
                if (world.crm.look(record).get("statecode").asInt() != 0) {
                    repair.put("statecode", IntNode.valueOf(0));
                    repair.put("statuscode", IntNode.valueOf(1));
                }
                world.crm.edits(record, repair);
                remember(Subject.record(record), "money", repaired + " " + currency);
            }
        }
    }

    private TextNode note(Subject subject, int longest) {
        if (random.nextInt(10) == 0 && !isNewFromLead(subject)) {
            remember(subject, "notes", "");
            return TextNode.valueOf("");
        }
        String text = word("note") + (random.nextInt(4) == 0 ? " R&D <b>\n" + "long ".repeat(longest / 6) : "");
        remember(subject, "notes", text.split("\\s")[0]);
        return TextNode.valueOf(text.length() > longest ? text.substring(0, longest) : text);
    }

    /**
     * A deal made from a lead that the connector has not come to yet. What somebody empties there looks just like what the
     * CRM left behind on the lead, and is filled again: the one edit that is not kept, so nobody makes it here.
     */
    private boolean isNewFromLead(Subject subject) {
        if (subject.side() != Side.CRM || isLead(RecordRef.parse(subject.id()))) {
            return false;
        }
        Map<String, JsonNode> shown = world.crm.look(RecordRef.parse(subject.id()));
        return Lineage.shown(World.MAP, "lead", shown).isPresent()
                && !shown.get(World.SYNC).asBoolean();
    }

    private String day(Subject subject) {
        String day = LocalDate.of(2027, 1, 1).plusDays(++words).toString();
        remember(subject, "closeDate", day);
        return day;
    }

    private Set<String> changed(Set<String> ids) {
        Set<String> now = new TreeSet<>(ids);
        if (now.size() > 1 && random.nextInt(3) == 0) {
            String gone = any(List.copyOf(now));
            now.remove(gone);
        } else {
            String added = "SOL-" + ++words;
            now.add(added);
            solutionsAdded.add(added);
        }
        return now;
    }

    static Set<String> solutions(String column) {
        Set<String> ids = new TreeSet<>();
        for (String id : column.split(";")) {
            if (!id.isBlank()) {
                ids.add(id.strip());
            }
        }
        return ids;
    }

    private void remember(Subject subject, String group, String token) {
        typed.add(new Typed(subject, group, token));
    }

    private String word(String kind) {
        return kind + ++words;
    }

    private List<RecordRef> records() {
        return world.crm.all().stream()
                .filter(record -> !copies.contains(record) && !merged.contains(record))
                .sorted(Comparator.comparing(RecordRef::id))
                .toList();
    }

    private List<Referral> ownReferrals() {
        return world.partnerCenter.all().stream()
                .filter(referral -> !referral.isMicrosofts())
                .toList();
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
