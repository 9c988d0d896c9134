package dev.cosell.sandbox.odata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** One candidate of a query: gives the value under a path, never null; missing and JSON null both mean "no value". */
@FunctionalInterface
public interface Row {
    /** @param path as written in the query, for instance {@code details/dealValue} */
    JsonNode at(String path);

    /** Reads paths whose steps are separated by {@code /} from a JSON tree. */
    static Row of(JsonNode tree) {
        return path -> {
            JsonNode node = tree;
            for (String step : path.split("/")) {
                node = node.path(step);
            }
            return node == null ? MissingNode.getInstance() : node;
        };
    }
}
