package dev.cosell.operate.poison;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.PoisonChoice;
import dev.cosell.store.PoisonMessage;
import dev.cosell.store.QueueNames;
import dev.cosell.sync.pair.Subject;
import java.util.List;
import java.util.Optional;

/** Reads which messages somebody asks for. What is not as expected is refused, and not repeated in the refusal. */
final class PoisonRequest {
    private final QueueNames queues;

    PoisonRequest(QueueNames queues) {
        this.queues = queues;
    }

    /**
     * Messages by queue, reason and subject.
     *
     * @param queue without {@code -poison}; both if absent
     * @param reason a code of the catalogue, or {@code host}; any if absent
     * @param subject {@code pc|<referral>} or {@code crm|<table>/<record>}; any if absent
     * @throws dev.cosell.problem.Failure {@code REQUEST_UNREADABLE}
     */
    PoisonChoice choice(Optional<String> queue, Optional<String> reason, Optional<String> subject) {
        return new PoisonChoice(
                queue.map(this::queue).map(List::of).orElse(queues.all()),
                reason.map(PoisonRequest::reason),
                subject.map(PoisonRequest::subject));
    }

    String queue(String queue) {
        if (!queues.all().contains(queue)) {
            throw unreadable("expected queue to be one of " + queues.all() + ", found another name");
        }
        return queue;
    }

    static String id(JsonNode request) {
        String id = request.path("id").asText("");
        if (!id.matches("[A-Za-z0-9-]{1,100}")) {
            throw unreadable("expected the id of a parked message, found something else");
        }
        return id;
    }

    static Optional<String> text(JsonNode request, String member) {
        return Optional.ofNullable(request.get(member)).map(JsonNode::asText);
    }

    static RuntimeException unreadable(String detail) {
        return Problem.of(ProblemCode.REQUEST_UNREADABLE, detail).failure();
    }

    private static String reason(String reason) {
        if (!reason.equals(PoisonMessage.BY_HOST) && ProblemCode.byCode(reason).isEmpty()) {
            throw unreadable("expected problem to be a code of the catalogue or \"" + PoisonMessage.BY_HOST
                    + "\", found another text");
        }
        return reason;
    }

    private static String subject(String subject) {
        try {
            return Subject.parse(subject).key();
        } catch (IllegalArgumentException notASubject) {
            throw unreadable("expected subject to be pc|id or crm|table/id, found another text");
        }
    }
}
