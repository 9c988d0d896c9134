package dev.cosell.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.Near;
import java.util.List;

/** Rows of the lists a deal points to (partner role, solution area, solution play), which people know by name. */
final class Terms {
    private static final int MOST_SUGGESTED_FROM = 200;

    private final RestApi api;

    Terms(RestApi api) {
        this.api = api;
    }

    /**
     * The id of the row with a name. One call.
     *
     * @param object the list
     * @param column that is to point there, for messages
     * @throws dev.cosell.problem.Failure {@code INVALID_VALUE} with the nearest names, if there is none or several
     */
    String id(String object, String column, String name) {
        List<JsonNode> rows =
                api.query("SELECT Id FROM " + object + " WHERE Name = " + Soql.literal(name.strip()) + " LIMIT 2");
        if (rows.size() != 1) {
            throw unknown(object, column, name, rows.size()).failure();
        }
        return SalesforceId.of(rows.getFirst().path("Id").asText());
    }

    private Problem unknown(String object, String column, String name, int found) {
        List<String> all =
                api.query("SELECT Name FROM " + object + " ORDER BY Name LIMIT " + MOST_SUGGESTED_FROM).stream()
                        .map(row -> row.path("Name").asText(""))
                        .toList();
        return Problem.of(
                        ProblemCode.INVALID_VALUE,
                        "expected one row called \"" + name + "\" for " + column + ", found "
                                + (found == 0 ? "none" : "several") + "; nearest: "
                                + String.join(", ", Near.to(name, all)))
                .from(RemoteSystem.CRM);
    }
}
