package dev.cosell.operate.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.operate.Asker;
import dev.cosell.operate.Reply;
import dev.cosell.operate.RequestWord;
import dev.cosell.operate.deal.ConflictJson;
import dev.cosell.operate.deal.Referrals;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.Page;
import dev.cosell.store.PairDirectory;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.RecordRef;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Fields that both sides changed and whose rule leaves the decision to a person: which there are, and to decide. */
public final class Conflicts {
    /** @param group of fields whose conflict is settled; the latest word on it counts */
    private record Settlement(Command command, String group) implements Wish {
        @Override
        public boolean replaces(Command waiting) {
            return waiting.kind() == Command.Kind.SETTLE
                    && waiting.details().path("group").asText().equals(group);
        }
    }

    private final FieldMaps maps;
    private final PairDirectory directory;
    private final Referrals referrals;
    private final Asking asking;

    public Conflicts(FieldMaps maps, PairDirectory directory, Referrals referrals, Asking asking) {
        this.maps = maps;
        this.directory = directory;
        this.referrals = referrals;
        this.asking = asking;
    }

    /**
     * The conflicts of a page of deals.
     *
     * @param limit how many deals, 1 to 200
     * @param token of the page before, or empty
     */
    public Reply list(Optional<String> limit, Optional<String> token) {
        Page<Pair> page = directory.wholeWithProblem(ProblemCode.CONFLICT, token, RequestWord.pageSize(limit));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode items = body.putArray("items");
        page.items().forEach(pair -> conflicts(pair, items));
        page.next().ifPresent(next -> body.put("next", next));
        return Reply.of(200, body);
    }

    private void conflicts(Pair pair, ArrayNode items) {
        pair.held().forEach((group, problem) -> {
            if (problem.code() == ProblemCode.CONFLICT) {
                items.add(conflict(pair, group, problem));
            }
        });
    }

    private ObjectNode conflict(Pair pair, String group, Problem problem) {
        ObjectNode node =
                JsonNodeFactory.instance.objectNode().put("pair", pair.id().value());
        pair.referralId().ifPresent(id -> node.put("referralId", id));
        pair.record().ifPresent(record -> node.put("record", record.toString()));
        pair.label().name().ifPresent(name -> node.put("name", name));
        node.put("field", group);
        ArrayNode fields = node.putArray("fields");
        map(pair).groups().getOrDefault(group, List.of()).forEach(field -> fields.add(field.name()));
        Optional.ofNullable(pair.conflicts().get(group)).ifPresent(conflict -> {
            node.set("partnerCenter", ConflictJson.of(conflict, Side.PARTNER_CENTER));
            node.set("crm", ConflictJson.of(conflict, Side.CRM));
        });
        return node.put("rule", "a person decides").put("detail", problem.detail());
    }

    /**
     * Settles one conflict.
     *
     * @param request {@code {"pair": "...", "field": "...", "keep": "partnerCenter" or "crm", "by": "..."}}; the pair may
     *     be named by its own, its referral's or its record's id, the field by its or its group's name
     * @return 202, or 200 with {@code accepted} false if there is nothing to settle
     * @throws dev.cosell.problem.Failure {@code REQUEST_UNREADABLE}, {@code NOT_FOUND}
     */
    public Reply settle(JsonNode request) {
        Side keep = keep(request.path("keep").asText(""));
        Pair pair = referrals.find(request.path("pair").asText(""));
        String group = group(map(pair), request.path("field").asText(""));
        if (!isOpen(pair, group)) {
            return Reply.of(
                    200,
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("accepted", false)
                            .put("why", "nothing to settle: " + group + " is no conflict of this deal, or no longer"));
        }
        ObjectNode details =
                JsonNodeFactory.instance.objectNode().put("group", group).put("keep", keep.name());
        Command command = asking.command(Command.Kind.SETTLE, details, Asker.of(request));
        asking.ask(pair, new Settlement(command, group));
        return Reply.accepted(pair.id().value());
    }

    private static boolean isOpen(Pair pair, String group) {
        return Optional.ofNullable(pair.held().get(group))
                .filter(problem -> problem.code() == ProblemCode.CONFLICT)
                .isPresent();
    }

    private FieldMap map(Pair pair) {
        return maps.of(pair.record().map(RecordRef::table));
    }

    private static String group(FieldMap map, String name) {
        return map.field(name)
                .map(Field::group)
                .or(() -> Stream.of(name).filter(map.groups()::containsKey).findFirst())
                .filter(map.groups()::containsKey)
                .orElseThrow(() -> Problem.of(
                                ProblemCode.REQUEST_UNREADABLE,
                                "expected field to be one of " + map.groups().keySet() + ", found another name")
                        .failure());
    }

    private static Side keep(String word) {
        return switch (word.strip().toLowerCase(Locale.ROOT)) {
            case "partnercenter" -> Side.PARTNER_CENTER;
            case "crm" -> Side.CRM;
            default ->
                throw Problem.of(
                                ProblemCode.REQUEST_UNREADABLE,
                                "expected keep to be \"partnerCenter\" or \"crm\", found another word")
                        .failure();
        };
    }
}
