package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Handling;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Countries;
import dev.cosell.sync.check.CustomerCountry;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Pending;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.port.Customer;
import dev.cosell.sync.port.Written;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Enters on a deal's account the country that a person named, as the field map writes countries. Only where nobody can read
 * the one that is there: what somebody corrected meanwhile stays.
 */
final class EnteringCountry {
    private static final int STALE_ROUNDS = 3;

    private final PairAtWork at;

    EnteringCountry(PairAtWork at) {
        this.at = at;
    }

    /** @throws Failure {@code MOVED_ON} if somebody else keeps changing the account */
    void enterIfAsked() {
        at.asked(Command.Kind.COUNTRY).ifPresent(command -> {
            Optional<RecordRef> account = account();
            Map<String, JsonNode> columns = columns(command);
            if (account.isEmpty() || columns.isEmpty()) {
                refused(
                        command,
                        account.isEmpty()
                                ? "expected a deal with an account, found none"
                                : "expected a country column of the account in the field map, found none");
            } else {
                enter(command, account.get(), columns);
            }
        });
    }

    /** Finds out whether an entry that was announced was made. Meanwhile somebody may have asked for another country. */
    void lookBack(Pending pending) {
        boolean made = at.ports
                .crm()
                .customers()
                .read(RecordRef.parse(pending.key()))
                .filter(shown ->
                        shown.values().entrySet().containsAll(pending.values().entrySet()))
                .isPresent();
        at.become(at.pair().change().pending(Optional.empty()).now());
        at.asked(Command.Kind.COUNTRY)
                .filter(command -> made && columns(command).equals(pending.values()))
                .ifPresent(command -> done(command, "found entered on the account"));
    }

    private void enter(Command command, RecordRef account, Map<String, JsonNode> columns) {
        for (int round = 0; round < STALE_ROUNDS; round++) {
            Optional<Snapshot> shown = at.ports.crm().customers().read(account);
            if (shown.isEmpty()) {
                refused(command, "expected account " + account.id() + ", found none that is visible");
                return;
            }
            String here = text(shown.get(), columns);
            Optional<String> known = Countries.alpha2(here);
            if (known.isPresent()) {
                readable(command, known.get());
                return;
            }
            if (sent(command, account, shown.get(), columns)) {
                return;
            }
        }
        throw Problem.of(ProblemCode.MOVED_ON, "account " + account.id() + " changed " + STALE_ROUNDS + " times")
                .failure();
    }

    private void readable(Command command, String known) {
        if (known.equals(country(command))) {
            done(command, "is on the account already");
        } else {
            refused(
                    command,
                    "expected a country that nobody can read, found " + Countries.describe(List.of(known))
                            + ": somebody has entered it meanwhile");
        }
    }

    /** @return false if the account was no longer as it was read */
    private boolean sent(Command command, RecordRef account, Snapshot shown, Map<String, JsonNode> columns) {
        // What is overwritten goes on record before: afterwards a crash could keep it from it.
        at.note(
                said(command) + " goes onto the account",
                Optional.of(Side.CRM),
                List.of(new AuditEntry.FieldChange(
                        CustomerCountry.FIELD, text(shown, columns), country(command), Optional.empty())),
                Optional.empty());
        Instant now = at.clock();
        Pending pending =
                new Pending(Pending.Kind.UPDATE_ACCOUNT, Side.CRM, columns, Map.of(), account.toString(), now, 0, now);
        Written written;
        try {
            written = at.announced(
                    pending,
                    () -> at.ports
                            .crm()
                            .customers()
                            .update(account, shown.version().orElseThrow(), columns));
        } catch (Failure failure) {
            if (!isRefusal(failure.problem())) {
                throw failure;
            }
            refused(command, failure.problem());
            return true;
        }
        at.become(at.pair().change().pending(Optional.empty()).now());
        if (written instanceof Written.Stale) {
            return false;
        }
        done(command, "entered on the account");
        // The record shows its account's country: what was read of it before is no longer so.
        at.readRecord();
        return true;
    }

    /** Without the right to write accounts everything else works: that stands in the way of this request only. */
    private static boolean isRefusal(Problem problem) {
        return !problem.outcomeUnknown()
                && (problem.handling() == Handling.PERSON || problem.code() == ProblemCode.PRIVILEGE_MISSING);
    }

    private Optional<RecordRef> account() {
        Snapshot record = at.freshly(Side.CRM).orElseGet(at::readRecord);
        return KeepingContacts.account(at.map(), record.values())
                .filter(id -> !id.isEmpty())
                .map(at.ports.crm().customers()::accountRef);
    }

    /** The account's columns as they are to be, by their own names. */
    private Map<String, JsonNode> columns(Command command) {
        Map<String, JsonNode> columns = new LinkedHashMap<>();
        Optional<String> column = at.map().customerColumn(Customer.COUNTRY);
        at.map()
                .field(CustomerCountry.FIELD)
                .ifPresent(field -> stored(field, country(command))
                        .values()
                        .forEach(value -> column.ifPresent(onAccount -> columns.put(onAccount, value))));
        return columns;
    }

    private static Map<String, JsonNode> stored(Field field, String code) {
        return field.on(Side.PARTNER_CENTER, Map.of(field.partnerCenter().getFirst(), TextNode.valueOf(code)))
                .map(value -> field.stored(Side.CRM, value))
                .orElse(Map.of());
    }

    private static String text(Snapshot account, Map<String, JsonNode> columns) {
        return columns.keySet().stream()
                .map(account.values()::get)
                .filter(value -> value != null && !value.isNull())
                .map(JsonNode::asText)
                .findFirst()
                .orElse("");
    }

    private static String country(Command command) {
        return command.details().path("country").asText("");
    }

    private void done(Command command, String how) {
        at.note(said(command) + " " + how, Optional.of(Side.CRM), List.of(), Optional.empty());
        at.become(at.pair().change().done(command).now());
    }

    private void refused(Command command, String detail) {
        refused(command, Problem.of(ProblemCode.NOT_CHANGEABLE, detail).on(CustomerCountry.FIELD));
    }

    private void refused(Command command, Problem problem) {
        at.note(said(command) + " not entered", Optional.empty(), List.of(), Optional.of(problem));
        at.become(at.pair().change().done(command).now());
    }

    private static String said(Command command) {
        return "country " + country(command) + ", said by " + command.by() + ",";
    }
}
