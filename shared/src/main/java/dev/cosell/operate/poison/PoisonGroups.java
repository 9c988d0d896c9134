package dev.cosell.operate.poison;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.operate.Reply;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.PoisonMessage;
import dev.cosell.store.PoisonMessages;
import dev.cosell.store.QueueNames;
import dev.cosell.sync.pair.Hint;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Hints;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BinaryOperator;

/** Parked messages by what they were parked for, and by deal. */
public final class PoisonGroups {
    private static final int MOST_LOOKED_AT = 5000;
    private static final int MOST_DEALS = 100;

    /**
     * Messages that belong together.
     *
     * @param unreadable how many of them nobody can read
     * @param attempts the most that one of them had before there was a pair to count them
     */
    private record Group(
            int messages,
            int unreadable,
            int attempts,
            Instant first,
            Instant last,
            TreeSet<String> reasons,
            TreeSet<String> subjects) {
        static Group of(PoisonMessage message) {
            TreeSet<String> subjects = new TreeSet<>();
            message.work().ifPresent(work -> subjects.add(work.subject().key()));
            return new Group(
                    1,
                    message.work().isPresent() ? 0 : 1,
                    message.work().map(work -> work.attempt()).orElse(0),
                    message.parkedAt(),
                    message.parkedAt(),
                    new TreeSet<>(List.of(message.reason())),
                    subjects);
        }

        Group and(Group other) {
            TreeSet<String> allReasons = new TreeSet<>(reasons);
            allReasons.addAll(other.reasons);
            TreeSet<String> allSubjects = new TreeSet<>(subjects);
            allSubjects.addAll(other.subjects);
            return new Group(
                    messages + other.messages,
                    unreadable + other.unreadable,
                    Math.max(attempts, other.attempts),
                    BinaryOperator.minBy(Comparator.<Instant>naturalOrder()).apply(first, other.first),
                    BinaryOperator.maxBy(Comparator.<Instant>naturalOrder()).apply(last, other.last),
                    allReasons,
                    allSubjects);
        }

        ObjectNode json() {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("messages", messages)
                    .put("attempts", attempts)
                    .put("firstParkedAt", first.toString())
                    .put("lastParkedAt", last.toString());
        }
    }

    private final PoisonMessages messages;
    private final QueueNames queues;
    private final PoisonRequest requests;
    private final Hints hints;

    public PoisonGroups(PoisonMessages messages, QueueNames queues, Hints hints) {
        this.messages = messages;
        this.queues = queues;
        this.requests = new PoisonRequest(queues);
        this.hints = hints;
    }

    /**
     * The groups of a queue, the largest first: all problems, and the hundred deals with most messages. Looks at the first
     * 5,000 messages, and says so if there are more.
     *
     * @param queue name without {@code -poison}; both if absent
     */
    public Reply groups(Optional<String> queue) {
        queues.all().forEach(messages::drain);
        Map<String, Group> byReason = new LinkedHashMap<>();
        Map<String, Group> bySubject = new LinkedHashMap<>();
        int[] seen = {0};
        boolean all =
                messages.each(requests.choice(queue, Optional.empty(), Optional.empty()), Optional.empty(), message -> {
                    if (seen[0] == MOST_LOOKED_AT) {
                        return false;
                    }
                    seen[0]++;
                    Group one = Group.of(message);
                    byReason.merge(message.reason(), one, Group::and);
                    one.subjects().forEach(subject -> bySubject.merge(subject, one, Group::and));
                    return true;
                });
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("messages", seen[0]).put("orMore", !all);
        ArrayNode problems = body.putArray("byProblem");
        largest(byReason).forEach(each -> problems.add(problem(each.getKey(), each.getValue())));
        ArrayNode deals = body.putArray("byDeal");
        largest(byDeal(bySubject)).forEach(each -> deals.add(deal(each.getKey(), each.getValue())));
        return Reply.of(200, body);
    }

    /** A deal is parked on either side: its referral and its record are brought together where the hints know the pair. */
    private Map<String, Group> byDeal(Map<String, Group> bySubject) {
        Map<String, Group> byDeal = new LinkedHashMap<>();
        largest(bySubject).stream().limit(MOST_DEALS).forEach(each -> {
            Optional<String> pair =
                    hints.read(Subject.parse(each.getKey())).flatMap(Hint::pair).map(id -> id.value());
            byDeal.merge(pair.orElse(each.getKey()), each.getValue(), Group::and);
        });
        return byDeal;
    }

    private static List<Map.Entry<String, Group>> largest(Map<String, Group> groups) {
        return groups.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, Group> each) ->
                                each.getValue().messages())
                        .reversed())
                .toList();
    }

    private static ObjectNode problem(String reason, Group group) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("problem", reason);
        node.put("title", ProblemCode.byCode(reason).map(ProblemCode::title).orElse("Given up by the Functions host"));
        ProblemCode.byCode(reason).ifPresent(code -> node.put("fix", code.fix()));
        node.setAll(group.json());
        return node.put("unreadable", group.unreadable());
    }

    private static ObjectNode deal(String id, Group group) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        // A subject names no pair: then nothing was made of it yet.
        if (!group.subjects().contains(id)) {
            node.put("pair", id);
        }
        ArrayNode subjects = node.putArray("subjects");
        group.subjects().forEach(subjects::add);
        ArrayNode problems = node.putArray("problems");
        group.reasons().forEach(problems::add);
        node.setAll(group.json());
        return node;
    }
}
