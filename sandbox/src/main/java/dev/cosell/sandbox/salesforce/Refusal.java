package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.Response;
import java.util.List;
import java.util.Map;

/**
 * Salesforce says no: becomes an answer {@code [{"message","errorCode","fields"}]}. Codes follow the status and exception
 * codes of the API; texts are worded as the service words them, as far as they are public.
 */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * One error of an answer.
     *
     * @param data whether a record is to blame: only then the error names its fields
     * @param more further members, such as {@code duplicateResult}
     */
    record Problem(String errorCode, String message, boolean data, List<String> fields, Map<String, ObjectNode> more) {
        ObjectNode json() {
            ObjectNode json = Json.object().put("message", message).put("errorCode", errorCode);
            if (data) {
                ArrayNode names = json.putArray("fields");
                fields.forEach(names::add);
            }
            more.forEach(json::set);
            return json;
        }

        /** As an element of a collection's answer names it. */
        ObjectNode element() {
            ObjectNode json = Json.object().put("statusCode", errorCode).put("message", message);
            ArrayNode names = json.putArray("fields");
            fields.forEach(names::add);
            more.forEach(json::set);
            return json;
        }
    }

    private final int status;
    private final transient List<Problem> problems;

    Refusal(int status, List<Problem> problems) {
        super(problems.getFirst().message(), null, false, false);
        this.status = status;
        this.problems = problems;
    }

    /** A refusal that is not about one record. */
    static Refusal of(int status, String errorCode, String message) {
        return new Refusal(status, List.of(new Problem(errorCode, message, false, List.of(), Map.of())));
    }

    /** A refusal of a record's values. */
    static Refusal data(String errorCode, String message, String... fields) {
        return data(400, errorCode, message, fields);
    }

    static Refusal data(int status, String errorCode, String message, String... fields) {
        return new Refusal(status, List.of(new Problem(errorCode, message, true, List.of(fields), Map.of())));
    }

    int status() {
        return status;
    }

    List<Problem> problems() {
        return problems;
    }

    String errorCode() {
        return problems.getFirst().errorCode();
    }

    ArrayNode json() {
        ArrayNode body = Json.array();
        problems.forEach(problem -> body.add(problem.json()));
        return body;
    }

    Response response() {
        return Json.response(status, json());
    }

    static Refusal session() {
        return of(401, "INVALID_SESSION_ID", "Session expired or invalid");
    }

    static Refusal unreadable(String why) {
        return of(400, "JSON_PARSER_ERROR", why);
    }

    static Refusal unfit(String type, String found, String value) {
        return unreadable(
                ("Cannot deserialize instance of %s from %s value %s or request may be missing a required field "
                                + "at [line:1, column:2]")
                        .formatted(type, found, value));
    }

    static Refusal noResource() {
        return of(404, "NOT_FOUND", "The requested resource does not exist");
    }

    static Refusal method(String method) {
        return of(
                405,
                "METHOD_NOT_ALLOWED",
                "HTTP Method '%s' not allowed. Allowed are GET,POST,PATCH,DELETE".formatted(method));
    }

    static Refusal noColumn(String name, ObjectType type) {
        return of(400, "INVALID_FIELD", "No such column '%s' on sobject of type %s".formatted(name, type.name()));
    }

    static Refusal notWritable(List<String> names) {
        return data(
                "INVALID_FIELD_FOR_INSERT_UPDATE",
                ("Unable to create/update fields: %s. Please check the security settings of this field and verify that it "
                                + "is read/write for your profile or permission set.")
                        .formatted(String.join(", ", names)),
                names.toArray(String[]::new));
    }

    static Refusal noExternalId(String name) {
        return of(
                404, "NOT_FOUND", "Provided external ID field does not exist or is not accessible: %s".formatted(name));
    }

    static Refusal deleted() {
        return data(404, "ENTITY_IS_DELETED", "entity is deleted");
    }

    /** @param what label of the field */
    static Refusal malformedId(String what, String value, String field) {
        return data("MALFORMED_ID", "%s: id value of incorrect type: %s".formatted(what, value), field);
    }

    static Refusal crossReference() {
        return data("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
    }

    static Refusal access() {
        return data(403, "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id");
    }

    static Refusal unknownType(String name) {
        return of(
                400,
                "INVALID_TYPE",
                ("sObject type '%s' is not supported. If you are attempting to use a custom object, be sure to append the "
                                + "'__c' after the entity name. Please reference your WSDL or the describe call for the "
                                + "appropriate names.")
                        .formatted(name));
    }
}
