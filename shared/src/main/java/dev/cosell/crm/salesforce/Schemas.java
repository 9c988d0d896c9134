package dev.cosell.crm.salesforce;

import dev.cosell.http.Answer;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Describes objects: one call each, when first needed, once per process. */
final class Schemas {
    /** A name becomes part of an address; no object has another one. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,79}");

    private final RestApi api;
    private final Map<String, ObjectSchema> known = new ConcurrentHashMap<>();

    Schemas(RestApi api) {
        this.api = api;
    }

    /**
     * The object with a name, which may be anything that somebody wrote in a map.
     *
     * @throws dev.cosell.problem.Failure {@code SCHEMA_MISMATCH} if the organisation shows no such object
     */
    ObjectSchema of(String object) {
        return find(object)
                .orElseThrow(() -> Problem.of(
                                ProblemCode.SCHEMA_MISMATCH,
                                "expected an object " + object + " that the connector's user may see, found none")
                        .from(RemoteSystem.CRM)
                        .failure());
    }

    /** Nothing if the organisation has no such object, or hides it from the connector's user. */
    Optional<ObjectSchema> find(String object) {
        ObjectSchema schema = known.get(object);
        return schema == null ? read(object) : Optional.of(schema);
    }

    /** After the CRM said that a column is not what it promised. */
    void forget() {
        known.clear();
    }

    /** A query that names a column which is no longer there must not fail for ever. */
    <T> T noticing(Supplier<T> query) {
        try {
            return query.get();
        } catch (Failure failure) {
            if (failure.problem().code() == ProblemCode.SCHEMA_MISMATCH) {
                forget();
            }
            throw failure;
        }
    }

    private Optional<ObjectSchema> read(String object) {
        if (!NAME.matcher(object).matches()) {
            return Optional.empty();
        }
        String path = "sobjects/" + object + "/describe";
        Answer answer = api.send("GET", path);
        if (!answer.ok() && RestError.of(answer).gone()) {
            return Optional.empty();
        }
        if (!answer.ok()) {
            throw api.refusal(answer, "GET", path).failure();
        }
        ObjectSchema schema = ObjectSchema.read(api.body(answer, "GET", path));
        known.put(object, schema);
        return Optional.of(schema);
    }
}
