package dev.cosell.sandbox.dataverse;

import dev.cosell.sandbox.Request;
import dev.cosell.sandbox.dataverse.Database.Stored;
import java.util.Map;
import java.util.Optional;

/**
 * One Web API call, taken apart.
 *
 * @param root absolute address of the API, with a slash at its end
 * @param query decoded query options
 */
record Call(
        Request request,
        Address address,
        String root,
        Caller caller,
        Preferences preferences,
        Map<String, String> query) {

    /** The condition of {@code If-Match}, {@code *} or an entity tag. */
    Optional<String> ifMatch() {
        return request.header("if-match").map(String::strip);
    }

    /** The condition of {@code If-None-Match}; the word {@code null}, which Microsoft's samples send, is none. */
    Optional<String> ifNoneMatch() {
        return request.header("if-none-match").map(String::strip).filter(value -> !value.equals("null"));
    }

    Optional<String> option(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** The absolute address of a row. */
    String addressOf(Table table, Stored row) {
        return root + table.entitySetName() + "(" + row.id() + ")";
    }
}
