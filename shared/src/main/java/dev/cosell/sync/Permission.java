package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.problem.Problem;
import dev.cosell.referral.TeamMember;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Pending;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.port.Gate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks the gate before a write, and puts on the timeline what would have been written. */
final class Permission {
    private static final int LONGEST_VALUE = 80;
    private static final int LONGEST_LIST = 1000;

    private final PairAtWork at;

    Permission(PairAtWork at) {
        this.at = at;
    }

    /** @throws NotNow if it may not be written */
    void require(Pending pending) {
        refusal(isLead(pending)).ifPresent(why -> {
            List<AuditEntry.FieldChange> changes = changes(pending);
            throw notNow(why, pending.side(), what(pending, changes), changes);
        });
    }

    /**
     * Before something is made in the CRM that is not announced, because making it twice is harmless: an account, a contact.
     *
     * @throws NotNow if it may not be made
     */
    void require(String what) {
        refusal(at.isLead()).ifPresent(why -> {
            throw notNow(why, Side.CRM, what, List.of());
        });
    }

    /** Whether the seller may be shown where the deal stands. */
    boolean mayTell() {
        return refusal(at.isLead()).isEmpty();
    }

    private Optional<Problem> refusal(boolean lead) {
        return at.ports.gate().refusal(new Gate.Intent(lead, sellers()));
    }

    private NotNow notNow(Problem why, Side to, String what, List<AuditEntry.FieldChange> changes) {
        at.note("would write", Optional.of(to), changes, Optional.empty());
        return new NotNow(Problem.of(why.code(), why.detail() + "; would " + what));
    }

    private boolean isLead(Pending pending) {
        return at.isLead()
                || pending.kind() == Pending.Kind.CREATE_RECORD
                        && at.maps
                                .leads()
                                .map(FieldMap::table)
                                .equals(Optional.of(
                                        RecordRef.parse(pending.key()).table()));
    }

    private static String what(Pending pending, List<AuditEntry.FieldChange> changes) {
        String system = pending.side().label();
        return switch (pending.kind()) {
            case UPDATE, SETTLE_IN -> "write " + list(pending, changes) + " to " + system;
            case CREATE_RECORD ->
                "make " + RecordRef.parse(pending.key()).table() + " with " + list(pending, changes) + " in " + system;
            case CREATE_REFERRAL -> "make a referral with " + list(pending, changes) + " in " + system;
            case CREATE_MICROSOFT_REFERRAL -> "ask Microsoft for help in " + system;
            case QUALIFY_LEAD -> "qualify the lead in " + system;
            case UPDATE_ACCOUNT -> "write " + list(pending, changes) + " to the account in " + system;
        };
    }

    /** Fields with what they would be; of what is no field the paths alone, which name nobody. */
    private static String list(Pending pending, List<AuditEntry.FieldChange> changes) {
        String list = changes.isEmpty()
                ? String.join(", ", new TreeSet<>(pending.values().keySet()))
                : changes.stream()
                        .map(change -> change.field() + " \"" + cut(change.after(), LONGEST_VALUE) + "\"")
                        .collect(Collectors.joining(", "));
        return cut(list, LONGEST_LIST);
    }

    /** A new referral is told by what it is made of: what is sent is no set of values. */
    private List<AuditEntry.FieldChange> changes(Pending pending) {
        boolean referral = pending.kind() == Pending.Kind.CREATE_REFERRAL;
        Side told = referral ? Side.CRM : pending.side();
        Map<String, JsonNode> after = referral ? pending.sources() : pending.values();
        Map<String, JsonNode> before = at.now(pending.side());
        return at.map().fields().stream()
                .flatMap(field -> change(field, field.on(pending.side(), before), field.on(told, after)).stream())
                .toList();
    }

    private static Optional<AuditEntry.FieldChange> change(Field field, Optional<Value> before, Optional<Value> after) {
        return after.filter(value -> !before.equals(Optional.of(value)))
                .map(value -> new AuditEntry.FieldChange(
                        field.name(),
                        before.map(field::told).orElse("(unknown)"),
                        field.told(value),
                        Optional.empty()));
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest) + "...";
    }

    private Set<String> sellers() {
        return at.pair().record().isPresent() ? owner() : team();
    }

    /** Whatever the record shows of its owner: an address is among it. */
    private Set<String> owner() {
        Map<String, JsonNode> shown = at.now(Side.CRM);
        return at.map().fields().stream()
                .filter(field -> field.partnerCenter().contains(TeamMember.OWN))
                .flatMap(field -> field.crm().stream())
                .flatMap(path -> Stream.ofNullable(shown.get(path)))
                .map(value -> address(value.asText("")))
                .filter(text -> text.contains("@"))
                .collect(Collectors.toSet());
    }

    private Set<String> team() {
        Set<String> addresses = new HashSet<>();
        Optional.ofNullable(at.now(Side.PARTNER_CENTER).get(TeamMember.OWN))
                .map(TeamMember::list)
                .orElse(List.of())
                .forEach(member -> {
                    String own = address(member.email());
                    addresses.add(own);
                    Optional.ofNullable(at.settings.customers().aliases().get(own))
                            .ifPresent(addresses::add);
                });
        return addresses;
    }

    private static String address(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }
}
