package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.fieldmap.ValueType;
import dev.cosell.referral.Members;
import dev.cosell.referral.Referral;
import dev.cosell.referral.TeamMember;
import dev.cosell.sync.check.CustomerConsent;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.port.Customers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What one side lacks and is filled in from elsewhere before the other one is made. */
final class FillingIn {
    private static final String FIRST_CONTACT = TeamMember.CUSTOMERS + "/0/";

    private final PairAtWork at;

    FillingIn(PairAtWork at) {
        this.at = at;
    }

    /**
     * What a referral is made from.
     *
     * @param values the record's, with what was filled in
     * @param defaulted columns that hold a default, which the record itself does not show yet
     */
    record Filled(Map<String, JsonNode> values, Set<String> defaulted) {
        /** What the record itself shows. */
        Map<String, JsonNode> shown(Map<String, JsonNode> of) {
            Map<String, JsonNode> rest = new LinkedHashMap<>(of);
            rest.keySet().removeAll(defaulted);
            return rest;
        }
    }

    /** The values of a record that has no referral yet: without a contact its account's, without a solution the default. */
    Filled forReferral(Map<String, JsonNode> record) {
        Map<String, JsonNode> values = new LinkedHashMap<>(withContact(record));
        Set<String> defaulted = new TreeSet<>();
        Optional<Field> solutions = solutions(at.map());
        boolean none = solutions
                .flatMap(field -> field.on(Side.CRM, record))
                .filter(Value::isEmpty)
                .isPresent();
        if (none) {
            at.settings.customers().defaultSolution().ifPresent(id -> {
                Value value = new Value.Items(new TreeSet<>(Set.of(id)));
                values.putAll(solutions.get().stored(Side.CRM, value));
                defaulted.addAll(solutions.get().crm());
            });
        }
        CustomerConsent.assumed(at.map(), record).forEach((column, given) -> {
            values.put(column, given);
            defaulted.add(column);
        });
        return new Filled(values, defaulted);
    }

    /** Says on the timeline what was not the seller's own. */
    void note(Filled filled) {
        List<AuditEntry.FieldChange> changes = new ArrayList<>();
        for (Field field : at.map().fields()) {
            if (!field.crm().isEmpty() && filled.defaulted().containsAll(field.crm())) {
                String after =
                        field.on(Side.CRM, filled.values()).map(Value::toString).orElse("");
                changes.add(new AuditEntry.FieldChange(field.name(), "(empty)", after, Optional.empty()));
            }
        }
        if (!changes.isEmpty()) {
            at.note("defaulted", Optional.of(Side.PARTNER_CENTER), changes, Optional.empty());
        }
    }

    /** The record's own contact; without one, the contact its account names first. */
    Map<String, JsonNode> withContact(Map<String, JsonNode> record) {
        Optional<Field> contacts = KeepingContacts.people(at.map());
        boolean none = contacts.flatMap(field -> field.on(Side.CRM, record))
                .filter(Value::isEmpty)
                .isPresent();
        Optional<String> account = KeepingContacts.account(at.map(), record).filter(id -> !id.isEmpty());
        if (!none || account.isEmpty()) {
            return record;
        }
        Map<String, JsonNode> values = new LinkedHashMap<>(record);
        Customers customers = at.ports.crm().customers();
        customers
                .primaryContact(customers.accountRef(account.get()))
                .ifPresent(person -> put(contacts.get().crm(), person, values));
        return values;
    }

    /** What a referral shows, its first contact being the one that is complete. */
    static Map<String, JsonNode> withPrimaryFirst(Referral referral, Map<String, JsonNode> shown) {
        Map<String, JsonNode> values = new LinkedHashMap<>(shown);
        Optional<TeamMember> primary =
                TeamMember.primary(TeamMember.list(Members.at(referral.document(), TeamMember.CUSTOMERS)));
        primary.ifPresent(person -> person.onto(NullNode.getInstance())
                .properties()
                .forEach(part -> values.replace(FIRST_CONTACT + part.getKey(), part.getValue())));
        return values;
    }

    private static void put(List<String> paths, TeamMember person, Map<String, JsonNode> values) {
        List<String> parts =
                List.of(person.firstName(), person.lastName(), person.email(), person.phone(), person.title());
        for (int i = 1; i < paths.size(); i++) {
            values.put(paths.get(i), TextNode.valueOf(parts.get(i - 1)));
        }
    }

    static Optional<Field> solutions(FieldMap map) {
        return map.fields().stream()
                .filter(field -> field.type() == ValueType.SOLUTIONS)
                .findFirst();
    }
}
