package dev.cosell.operate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.problem.Problem;
import dev.cosell.sync.Links;

/** A problem as answers show it: what was expected and found, what to do, and who can. */
public final class ProblemJson {
    private ProblemJson() {}

    /** With the address of its page, if there is one. */
    public static ObjectNode of(Problem problem, Links links) {
        ObjectNode node = of(problem);
        links.help(problem.code()).ifPresent(address -> node.put("help", address));
        return node;
    }

    public static ObjectNode of(Problem problem) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("code", problem.code().code())
                .put("title", problem.code().title())
                .put("detail", problem.detail())
                .put("fix", problem.code().fix())
                .put("fixer", problem.code().fixer().name());
        problem.field().ifPresent(field -> node.put("field", field));
        return node;
    }
}
