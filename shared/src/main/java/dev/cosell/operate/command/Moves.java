package dev.cosell.operate.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.operate.Asker;
import dev.cosell.operate.Reply;
import dev.cosell.operate.deal.Referrals;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.ClosingReason;
import dev.cosell.referral.Milestones;
import dev.cosell.referral.Status;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import dev.cosell.sync.pair.Subject;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Moves of a deal that people ask for. What can be known without a call is checked at once; the request is then kept in the
 * pair and done by a worker, on a fresh reading, once.
 *
 * <p>Every move takes the id of the pair, the referral or the record, and a request {@code {"reason": "...", "by": "..."}}:
 * a reason where one is needed and nowhere else, and whoever asks, for the timeline. It answers 202 with where to follow, and
 * a warning if there is one. It throws {@link dev.cosell.problem.Failure} with {@code REQUEST_UNREADABLE} or {@code
 * NOT_FOUND}, with {@code NOT_POSSIBLE} while another move waits, and with {@code REFERRAL_CLOSED} or {@code ILLEGAL_MOVE},
 * naming what is possible.
 */
public final class Moves {
    private record Move(Command command) implements Wish {
        @Override
        public void check(Pair pair) {
            if (pair.referralId().isEmpty()) {
                throw illegal("expected a pair with a referral, found one that has none yet");
            }
            if (pair.phase() == Phase.UNSHARED) {
                throw illegal("expected the record's sync to be on, found it off");
            }
            checkNothingElseWaits(pair);
            if (command.kind().move().isPresent()) {
                checkMove(pair, command.kind().move().get());
            } else if (pair.deadlines().closeAt().isEmpty()) {
                throw illegal("expected a closing that waits for its grace time, found none");
            }
        }

        /** The worker needs the referral as it is now: so it is the one that may have changed. */
        @Override
        public Subject subject(Pair pair) {
            return Subject.referral(pair.referralId().orElseThrow());
        }

        /** Two moves in a row would be done in the order of their messages, and one of them told to nobody. */
        private void checkNothingElseWaits(Pair pair) {
            pair.commands().stream()
                    .filter(known -> isMove(known.kind()) && !known.asksTheSame(command))
                    .findFirst()
                    .ifPresent(waiting -> {
                        throw Problem.of(
                                        ProblemCode.NOT_POSSIBLE,
                                        "expected no other move to wait, found " + word(waiting.kind()) + ", asked by "
                                                + waiting.by() + " at " + waiting.at()
                                                + "; ask again when it is done or dropped, as the timeline tells")
                                .failure();
                    });
        }

        private static boolean isMove(Command.Kind kind) {
            return kind.move().isPresent() || kind == Command.Kind.CANCEL_CLOSE || kind == Command.Kind.CLOSE_NOW;
        }

        private static String word(Command.Kind kind) {
            return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private void checkMove(Pair pair, Status wanted) {
            Optional<Status> here = Milestones.of(pair.partnerCenter().seen()).status();
            if (here.filter(Status::isClosed).isPresent()) {
                throw Problem.of(
                                ProblemCode.REFERRAL_CLOSED,
                                "expected an open referral, found one that is " + here.get())
                        .failure();
            }
            Set<Status> next = here.map(Status::next).orElse(Set.of(wanted));
            if (!next.contains(wanted)) {
                throw illegal(
                        "the referral is " + here.get() + "; from there only " + next + " is possible, not " + wanted);
            }
        }

        private static RuntimeException illegal(String detail) {
            return Problem.of(ProblemCode.ILLEGAL_MOVE, detail).failure();
        }
    }

    private final Referrals referrals;
    private final Asking asking;

    public Moves(Referrals referrals, Asking asking) {
        this.referrals = referrals;
        this.asking = asking;
    }

    /** Accepts a referral that waits for an answer. */
    public Reply accept(String id, JsonNode request) {
        return ask(Command.Kind.ACCEPT, id, request);
    }

    /** Declines a referral that waits for an answer; needs a reason. */
    public Reply decline(String id, JsonNode request) {
        return ask(Command.Kind.DECLINE, id, request);
    }

    /** Closes an accepted referral as won; warns if that is too soon for deal registration. */
    public Reply win(String id, JsonNode request) {
        return ask(Command.Kind.WIN, id, request);
    }

    /** Closes an accepted referral as lost; needs a reason. */
    public Reply lose(String id, JsonNode request) {
        return ask(Command.Kind.LOSE, id, request);
    }

    /** Closes an accepted referral as error, which no state of a record asks for; needs a reason. */
    public Reply closeAsError(String id, JsonNode request) {
        return ask(Command.Kind.ERROR, id, request);
    }

    /** Takes back a closing of the record that waits for its grace time. */
    public Reply cancelClose(String id, JsonNode request) {
        return ask(Command.Kind.CANCEL_CLOSE, id, request);
    }

    /** Sends a closing of the record that waits for its grace time. */
    public Reply closeNow(String id, JsonNode request) {
        return ask(Command.Kind.CLOSE_NOW, id, request);
    }

    private Reply ask(Command.Kind kind, String id, JsonNode request) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        reason(kind, request).ifPresent(reason -> details.put("reason", reason));
        Pair found = referrals.find(id);
        if (kind == Command.Kind.CANCEL_CLOSE) {
            found.deadlines().closeAt().ifPresent(closeAt -> details.put(Command.CLOSE_AT, closeAt.toString()));
        }
        Command command = asking.command(kind, details, Asker.of(request));
        Pair pair = asking.ask(found, new Move(command));
        ObjectNode body = Reply.following(pair.id().value());
        warning(command, pair).ifPresent(text -> body.put("warning", text));
        return Reply.of(202, body);
    }

    private static Optional<String> reason(Command.Kind kind, JsonNode request) {
        Optional<Status> ending =
                kind.move().filter(status -> !ClosingReason.of(status).isEmpty());
        JsonNode given = request.path("reason");
        if (ending.isEmpty()) {
            if (!given.isMissingNode()) {
                throw unreadable("expected no reason for this move, found one");
            }
            return Optional.empty();
        }
        Optional<String> reason =
                given.isTextual() ? ClosingReason.read(ending.get(), given.asText()) : Optional.empty();
        return Optional.of(reason.orElseThrow(() -> unreadable("expected {\"reason\": \"...\"} with 1 to "
                + ClosingReason.LONGEST + " characters, one of " + ClosingReason.of(ending.get())
                + " or your own words; found "
                + (given.isTextual() ? given.asText().length() + " characters" : "no text"))));
    }

    private static RuntimeException unreadable(String detail) {
        return Problem.of(ProblemCode.REQUEST_UNREADABLE, detail).failure();
    }

    private static Optional<String> warning(Command command, Pair pair) {
        boolean tooSoon = command.kind() == Command.Kind.WIN
                && Milestones.of(pair.partnerCenter().seen()).tooSoonToWin(command.at());
        return tooSoon ? Optional.of(Milestones.TOO_SOON + ".") : Optional.empty();
    }
}
