package dev.cosell.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.AuditEntry;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.Deadlines;
import dev.cosell.sync.pair.Label;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.SideState;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Claims;
import dev.cosell.sync.port.PairStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Deals such as an installation has after some years, the same ones in every run. Of a hundred, 55 are in step, 20 closed,
 * 8 wait for an answer, 6 are held (each third for a conflict), and each other phase has a few. A quarter has the word
 * <em>cloud</em> in its name; the first one alone has <em>zanzibar</em>.
 */
final class MadeUpDeals {
    private static final Instant MADE = Instant.parse("2026-03-01T09:00:00Z");
    private static final List<String> THINGS = List.of("Cloud", "Datacentre", "Data", "Office");
    private static final List<String> DOINGS = List.of("move", "lake", "security review", "licences", "modernisation");
    private static final List<String> CUSTOMERS =
            List.of("Fourth Coffee", "Contoso Pharma", "Northwind Traders", "Tailwind Toys", "Wide World Importers");
    private static final int FIELDS = 12;
    private static final int ANSWER_DAYS = 14;

    private final PairStore pairs;
    private final Claims claims;
    private final Instant now;

    /** @param now deadlines are within two weeks of it */
    MadeUpDeals(PairStore pairs, Claims claims, Instant now) {
        this.pairs = pairs;
        this.claims = claims;
        this.now = now;
    }

    /** Stores a deal the way the engine does: claims, the pair, and a first step of its timeline. */
    void store(int number) {
        PairId id = pairId(number);
        claims.claim(Claim.of(Subject.referral(referralId(number))), id.value());
        claims.claim(Claim.of(Subject.record(record(number))), id.value());
        Stored<Pair> stored = pairs.create(pair(number));
        pairs.replace(stored, stored.value(), List.of(entry(0), entry(1)));
    }

    static PairId pairId(int number) {
        return new PairId("r-" + referralId(number));
    }

    static String referralId(int number) {
        return id("referral", number);
    }

    static RecordRef record(int number) {
        return new RecordRef("opportunity", id("record", number));
    }

    private static String id(String kind, int number) {
        return UUID.nameUUIDFromBytes((kind + number).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private Pair pair(int number) {
        Phase phase = phase(number % 100);
        Pair.Change change = Pair.fresh(pairId(number), MADE)
                .change()
                .referral(referralId(number))
                .record(record(number))
                .phase(phase)
                .label(label(number));
        for (Side side : Side.values()) {
            change.side(side, new SideState(seen(number), Optional.of("version-" + number), Optional.of(MADE)));
        }
        return switch (phase) {
            case HELD -> held(change, number).now();
            case WAITING ->
                change.deadlines(Deadlines.NONE.answerBy(
                                Optional.of(now.plus(Duration.ofHours(12L + 24L * (number % ANSWER_DAYS))))))
                        .now();
            case LINKING, IN_STEP, ORPHAN, PARKED, UNSHARED, CLOSED -> change.now();
        };
    }

    private static Pair.Change held(Pair.Change change, int number) {
        return number % 3 == 0
                ? change.held(Map.of("name", Problem.of(ProblemCode.CONFLICT, "both sides changed it")))
                : change.problem(
                        Optional.of(Problem.of(ProblemCode.COUNTRY_UNKNOWN, "expected a country, found none")));
    }

    private static Phase phase(int ofHundred) {
        if (ofHundred < 55) {
            return Phase.IN_STEP;
        } else if (ofHundred < 75) {
            return Phase.CLOSED;
        } else if (ofHundred < 83) {
            return Phase.WAITING;
        } else if (ofHundred < 89) {
            return Phase.HELD;
        } else if (ofHundred < 92) {
            return Phase.LINKING;
        } else if (ofHundred < 94) {
            return Phase.ORPHAN;
        } else if (ofHundred < 96) {
            return Phase.PARKED;
        }
        return Phase.UNSHARED;
    }

    private static Label label(int number) {
        String first = number == 0 ? "Zanzibar" : THINGS.get(number % THINGS.size());
        return new Label(
                Optional.of(first + " " + DOINGS.get(number % DOINGS.size()) + " " + number),
                Optional.of(CUSTOMERS.get(number / 7 % CUSTOMERS.size())));
    }

    private static Map<String, JsonNode> seen(int number) {
        Map<String, JsonNode> seen = new LinkedHashMap<>();
        for (int field = 0; field < FIELDS; field++) {
            seen.put("field" + field, JsonNodeFactory.instance.textNode("what field " + field + " shows of " + number));
        }
        return seen;
    }

    private static AuditEntry entry(int step) {
        return new AuditEntry(
                1,
                step,
                MADE,
                "partner-center",
                "wrote",
                Optional.of(Side.CRM),
                List.of(new AuditEntry.FieldChange("name", "before", "after", Optional.empty())),
                Optional.empty());
    }
}
