package dev.cosell.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.http.Answer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rows that are made once, under a key of the caller's: by the external id {@value #KEY} where the organisation has added
 * it, which leaves no gap; otherwise only after a look whether such a row is there.
 */
final class KeyedRows {
    /** An optional column: a text of 100 characters, unique external id. */
    static final String KEY = "CoSell_Key__c";

    private final RestApi api;
    private final Schemas schemas;

    KeyedRows(RestApi api, Schemas schemas) {
        this.api = api;
        this.schemas = schemas;
    }

    /**
     * Makes a row, unless it is there. Two calls.
     *
     * @param key of letters, digits and hyphens, up to 100
     * @param alike the condition that tells the row where there is no column for the key
     * @return its id
     */
    String create(String object, String key, ObjectNode row, String alike) {
        boolean hasKey = schemas.of(object).has(KEY);
        Optional<String> existing = first(object, hasKey ? KEY + " = " + Soql.literal(key) : alike);
        return existing.orElseGet(
                () -> hasKey ? made("PATCH", byKey(object, key), row) : made("POST", "sobjects/" + object, row));
    }

    /** As a part of a call, of a row that is known not to be there. Parameters as above. */
    Composite.Part part(String object, String key, ObjectNode row) {
        return schemas.of(object).has(KEY)
                ? Composite.Part.write("PATCH", byKey(object, key), row)
                : Composite.Part.write("POST", "sobjects/" + object, row);
    }

    private static String byKey(String object, String key) {
        return "sobjects/" + object + "/" + KEY + "/" + Soql.encode(key);
    }

    private Optional<String> first(String object, String condition) {
        List<JsonNode> rows =
                api.query("SELECT Id FROM " + object + " WHERE " + condition + " ORDER BY CreatedDate, Id LIMIT 1");
        return rows.stream()
                .map(row -> SalesforceId.of(row.path("Id").asText()))
                .findFirst();
    }

    private String made(String method, String path, ObjectNode row) {
        Answer answer = api.send(method, path, Map.of(), row);
        if (!answer.ok()) {
            throw api.refusal(answer, method, path).failure();
        }
        return SalesforceId.ofMade(api.body(answer, method, path).path("id").asText());
    }
}
