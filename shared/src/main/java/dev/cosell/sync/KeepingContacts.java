package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.fieldmap.ValueType;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Handling;
import dev.cosell.problem.Problem;
import dev.cosell.referral.Consent;
import dev.cosell.referral.TeamMember;
import dev.cosell.sync.pair.Fingerprint;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.port.Customers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Keeps everybody whom a referral names on the customer's side as a contact of the account, each once.
 *
 * <p>A contact is made under an id that follows from account and person, so making it twice makes one. What was kept is
 * remembered by fingerprints; whoever was deleted in the CRM afterwards is not made again for this deal, and nobody is
 * ever deleted or changed from here.
 */
final class KeepingContacts {
    /** Where the CRM side of the pair remembers whom it keeps: {@code {"account": id, "people": [fingerprint]}}. */
    private static final String KEPT = "customerid/contacts";

    private final PairAtWork at;

    KeepingContacts(PairAtWork at) {
        this.at = at;
    }

    /**
     * Keeps the contacts of a record that is about to be made.
     *
     * @return the one the record is to show
     */
    Optional<RecordRef> keepFor(RecordRef account) {
        List<TeamMember> people = people();
        Map<String, RecordRef> kept = people.isEmpty() ? Map.of() : keep(account, people);
        remember(account.id(), people);
        return TeamMember.primary(people).map(TeamMember::key).map(kept::get);
    }

    /** Keeps whoever joined the referral's list since, or whom the record's new account does not have yet. */
    void keepUp() {
        List<TeamMember> people = people();
        if (people.isEmpty() || people(at.map()).isEmpty() || at.pair().record().isEmpty() || at.closed()) {
            return;
        }
        JsonNode kept = at.pair().crm().seen().getOrDefault(KEPT, MissingNode.getInstance());
        String known = kept.path("account").asText("");
        Optional<String> shown = at.freshly(Side.CRM).flatMap(this::account);
        List<TeamMember> missing =
                shown.orElse(known).equals(known) ? missing(people, kept) : missing(people, MissingNode.getInstance());
        if (missing.isEmpty()) {
            return;
        }
        List<TeamMember> due =
                missing.stream().filter(person -> !isOnRecord(person)).toList();
        String account = due.isEmpty() ? shown.orElse(known) : shown.orElseGet(this::accountNow);
        if (!due.isEmpty() && !account.isEmpty()) {
            keep(at.ports.crm().customers().accountRef(account), due);
        }
        remember(account, people);
    }

    /** Not taken for a reading of the record: what else it shows was not merged, so it must not count as seen. */
    private String accountNow() {
        return account(at.ports.crm().read(at.pair().record().orElseThrow())).orElse("");
    }

    /** The account a record is for; empty if it has none, absent if the record does not show it. */
    private Optional<String> account(Snapshot record) {
        return account(at.map(), record.values());
    }

    static Optional<String> account(FieldMap map, Map<String, JsonNode> record) {
        return map.customerLookup().map(record::get).map(id -> id.asText(""));
    }

    /** The field that tells a map's contacts, if it knows any. */
    static Optional<Field> people(FieldMap map) {
        return field(map, TeamMember.CUSTOMERS);
    }

    static Optional<Field> field(FieldMap map, String pointer) {
        return map.fields().stream()
                .filter(field -> field.type() == ValueType.PEOPLE
                        && field.partnerCenter().contains(pointer))
                .findFirst();
    }

    private List<TeamMember> people() {
        return TeamMember.list(
                at.now(Side.PARTNER_CENTER).getOrDefault(TeamMember.CUSTOMERS, MissingNode.getInstance()));
    }

    private Map<String, RecordRef> keep(RecordRef account, List<TeamMember> people) {
        Customers customers = at.ports.crm().customers();
        Map<String, RecordRef> contacts = new LinkedHashMap<>();
        customers
                .contacts(account)
                .forEach(contact -> contacts.putIfAbsent(contact.person().key(), contact.ref()));
        Consent consent = at.consent();
        List<Problem> refused = new ArrayList<>();
        for (TeamMember person : people) {
            if (!contacts.containsKey(person.key())) {
                new Permission(at).require("make a contact in the CRM");
                String id = Linking.stableId("contact|" + account.id() + "|" + person.key());
                made(() -> customers.createContact(id, account, person, consent), refused)
                        .ifPresent(contact -> contacts.put(person.key(), contact));
            }
        }
        note(refused);
        return contacts;
    }

    /** In one entry, with the first reason: a list of people may be longer than what is stored at once. */
    private void note(List<Problem> refused) {
        refused.stream().findFirst().ifPresent(first -> {
            String did = refused.size() == 1 ? "contact refused" : refused.size() + " contacts refused";
            at.note(did, Optional.of(Side.CRM), List.of(), Optional.of(first));
        });
    }

    /** A contact that the CRM refuses is told, and stands in nobody's way: the deal goes on without it. */
    private static Optional<RecordRef> made(Supplier<RecordRef> making, List<Problem> refused) {
        try {
            return Optional.of(making.get());
        } catch (Failure failure) {
            Problem problem = failure.problem();
            if (problem.handling() != Handling.PERSON || problem.outcomeUnknown()) {
                throw failure;
            }
            refused.add(problem);
            return Optional.empty();
        }
    }

    private void remember(String account, List<TeamMember> people) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode().put("account", account);
        people.forEach(person -> kept.withArray("people").add(fingerprint(person)));
        at.become(at.pair()
                .change()
                .side(Side.CRM, at.pair().crm().seeing(Map.of(KEPT, kept)))
                .now());
    }

    private static List<TeamMember> missing(List<TeamMember> people, JsonNode kept) {
        Set<String> known = new LinkedHashSet<>();
        kept.path("people").forEach(fingerprint -> known.add(fingerprint.asText()));
        return people.stream()
                .filter(person -> !known.contains(fingerprint(person)))
                .toList();
    }

    private static String fingerprint(TeamMember person) {
        return Fingerprint.of(TextNode.valueOf(person.key()));
    }

    /** The record's own contact is there already, whichever account it belongs to. */
    private boolean isOnRecord(TeamMember person) {
        return people(at.map())
                .flatMap(field -> field.on(Side.CRM, at.now(Side.CRM)))
                .filter(value -> value instanceof Value.People shown
                        && shown.members().stream()
                                .anyMatch(member -> member.key().equals(person.key())))
                .isPresent();
    }
}
