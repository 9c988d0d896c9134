package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.Causes;
import dev.cosell.sync.pair.SideState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sees to it that the referral names its record. Whether it does is looked at in every run; a deal of which it is not
 * known by then is looked at once more when its time is up. A missing name is written again, and if that does not help,
 * it is held for a person.
 */
final class BackLink {
    /** How long after a deal was made its referral may go without the record's id. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final String PATH = "/externalReferenceId";

    private final PairAtWork at;

    BackLink(PairAtWork at) {
        this.at = at;
    }

    /**
     * As if it had never been written: the merge then copies it anew. Not on every event: another system may keep an id of
     * its own there, and answer every write of ours with one of its own.
     */
    void writeAgainIfMissing() {
        String cause = at.work.cause();
        boolean due = cause.equals(Causes.WAKE_UP) && isTimeUp()
                || cause.equals(Causes.HELD_RETRY)
                || Causes.readsBoth(cause);
        if (due && applies() && at.freshly(Side.PARTNER_CENTER).isPresent() && !isThere()) {
            if (at.freshly(Side.CRM).isEmpty()) {
                at.readRecord();
            }
            Map<String, JsonNode> seen = new HashMap<>(at.pair().crm().seen());
            field().orElseThrow().crm().forEach(seen::remove);
            at.become(at.pair()
                    .change()
                    .side(
                            Side.CRM,
                            new SideState(
                                    seen,
                                    at.pair().crm().version(),
                                    at.pair().crm().updatedAt()))
                    .now());
        }
    }

    /** After everything was written: holds what is missing although its time is up. */
    void check() {
        if (!applies() || isThere()) {
            return;
        }
        if (isTimeUp()) {
            hold();
        }
    }

    /** When the pair is looked at once more because of it. */
    Optional<Instant> due() {
        return at.shared() && applies() && !isThere() && !isTimeUp() ? Optional.of(end()) : Optional.empty();
    }

    private Instant end() {
        return at.began.createdAt().plus(PATIENCE);
    }

    private boolean isTimeUp() {
        return !at.clock().isBefore(end());
    }

    private boolean applies() {
        return at.pair().linked() && !at.closed() && field().isPresent();
    }

    private Optional<Field> field() {
        return at.map().fields().stream()
                .filter(field -> field.partnerCenter().contains(PATH))
                .findFirst();
    }

    private String shown() {
        return field().flatMap(field -> field.on(Side.PARTNER_CENTER, at.now(Side.PARTNER_CENTER)))
                .filter(value -> !value.isEmpty())
                .map(Value::toString)
                .orElse("");
    }

    private boolean isThere() {
        return shown().equalsIgnoreCase(at.pair().record().orElseThrow().id());
    }

    private void hold() {
        String group = field().orElseThrow().group();
        Problem missing = Problem.of(
                        ProblemCode.BACK_LINK_MISSING,
                        "expected the referral to name record "
                                + at.pair().record().orElseThrow().id() + ", found "
                                + (shown().isEmpty() ? "nothing" : "\"" + shown() + "\""))
                .on(group);
        Map<String, Problem> held = new LinkedHashMap<>(at.pair().held());
        held.put(group, missing);
        Map<String, Problem> apart = new LinkedHashMap<>(at.pair().divergences());
        apart.remove(group);
        if (!missing.equals(at.began.held().get(group))) {
            at.note("held", Optional.empty(), List.of(), Optional.of(missing));
        }
        at.become(at.pair().change().held(held).divergences(apart).now());
    }
}
