package dev.cosell.crm.salesforce;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.crm.JsonApi;
import dev.cosell.crm.MappedColumns;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.http.Answer;
import dev.cosell.http.HttpProblems;
import dev.cosell.problem.Handling;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an unsuccessful answer of the REST API says, and what that means to us. The code decides, not the status. Of
 * several errors the first that has a meaning counts, and all are told.
 *
 * @param status of the HTTP answer
 * @param errors as the service gave them; empty if the body is no list of errors
 */
record RestError(int status, List<Entry> errors) {
    /**
     * One error.
     *
     * @param code such as {@code REQUIRED_FIELD_MISSING}
     * @param message Salesforce's own words, or those of the customer's rule
     * @param columns it is about
     * @param matches ids of the records that a duplicate rule found
     */
    record Entry(String code, String message, List<String> columns, List<String> matches) {}

    private static final Set<String> GONE = Set.of("NOT_FOUND", "ENTITY_IS_DELETED");
    /** Of a lookup's value it names the column; without one it is the record itself that is not there. */
    private static final String REFERENCE = "INVALID_CROSS_REFERENCE_KEY";

    private static final String LIMIT = "REQUEST_LIMIT_EXCEEDED";
    private static final String LOCK = "UNABLE_TO_LOCK_ROW";
    private static final String NO_SUCH_EXTERNAL_ID = "external ID field does not exist";

    /** The limit counts the last 24 hours, so it frees itself bit by bit. */
    private static final Duration WHEN_SPENT = Duration.ofMinutes(30);

    private static final Map<String, ProblemCode> MEANINGS = Map.ofEntries(
            entry("INVALID_SESSION_ID", ProblemCode.TOKEN_REFUSED),
            entry("INVALID_AUTH_HEADER", ProblemCode.TOKEN_REFUSED),
            entry("API_DISABLED_FOR_ORG", ProblemCode.PRIVILEGE_MISSING),
            entry("API_CURRENTLY_DISABLED", ProblemCode.PRIVILEGE_MISSING),
            entry("INSUFFICIENT_ACCESS", ProblemCode.PRIVILEGE_MISSING),
            entry("INSUFFICIENT_ACCESS_OR_READONLY", ProblemCode.PRIVILEGE_MISSING),
            entry("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", ProblemCode.PRIVILEGE_MISSING),
            entry("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", ProblemCode.PLUGIN_REFUSED),
            entry(LOCK, ProblemCode.LOCKED),
            entry(LIMIT, ProblemCode.THROTTLED),
            entry("SERVER_UNAVAILABLE", ProblemCode.UNAVAILABLE),
            entry("UNKNOWN_EXCEPTION", ProblemCode.UNAVAILABLE),
            entry("QUERY_TIMEOUT", ProblemCode.UNAVAILABLE),
            entry("FIELD_CUSTOM_VALIDATION_EXCEPTION", ProblemCode.PLUGIN_REFUSED),
            entry("DUPLICATES_DETECTED", ProblemCode.DUPLICATE_REFUSED),
            entry("DUPLICATE_VALUE", ProblemCode.DUPLICATE_REFUSED),
            entry("REQUIRED_FIELD_MISSING", ProblemCode.REQUIRED_MISSING),
            entry("STRING_TOO_LONG", ProblemCode.TEXT_TOO_LONG),
            entry("INVALID_FIELD", ProblemCode.SCHEMA_MISMATCH),
            entry("INVALID_TYPE", ProblemCode.SCHEMA_MISMATCH),
            entry("INVALID_FIELD_FOR_INSERT_UPDATE", ProblemCode.SCHEMA_MISMATCH),
            entry("INVALID_EMAIL_ADDRESS", ProblemCode.INVALID_VALUE),
            entry("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", ProblemCode.INVALID_VALUE),
            entry("FIELD_INTEGRITY_EXCEPTION", ProblemCode.INVALID_VALUE),
            entry(REFERENCE, ProblemCode.INVALID_VALUE),
            entry("CANNOT_UPDATE_CONVERTED_LEAD", ProblemCode.RECORD_CLOSED));

    static RestError of(Answer answer) {
        List<Entry> errors = new ArrayList<>();
        JsonApi.parse(answer)
                .filter(JsonNode::isArray)
                .ifPresent(list -> list.forEach(error -> {
                    if (error.path("errorCode").isTextual()) {
                        errors.add(entryOf(error));
                    }
                }));
        return new RestError(answer.status(), List.copyOf(errors));
    }

    private static Entry entryOf(JsonNode error) {
        List<String> columns = new ArrayList<>();
        error.path("fields").forEach(column -> columns.add(column.asText()));
        return new Entry(
                error.path("errorCode").asText(),
                error.path("message").asText(""),
                List.copyOf(columns),
                error.findPath("matchResults").findValues("Id").stream()
                        .map(JsonNode::asText)
                        .distinct()
                        .toList());
    }

    /** The record changed after the time that was given as a condition. */
    boolean stale() {
        return status == 412;
    }

    /** Whether one of the errors has this code. */
    boolean says(String code) {
        return has(Set.of(code));
    }

    boolean gone() {
        boolean reference = errors.stream()
                .anyMatch(error ->
                        error.code().equals(REFERENCE) && error.columns().isEmpty());
        return (has(GONE) || reference) && !said(NO_SUCH_EXTERNAL_ID);
    }

    /**
     * The problem behind this error.
     *
     * @param ofRow whether a row was addressed; otherwise what is not found is the address itself
     * @param doing what was tried, for instance {@code PATCH Opportunity}
     * @param usage as last seen: it tells a burst from a day's limit that is spent
     * @param now against which a Retry-After date is measured
     */
    Problem problem(
            Answer answer,
            boolean writing,
            boolean ofRow,
            String doing,
            FieldMap map,
            Optional<ApiUsage> usage,
            Instant now) {
        Problem byStatus = HttpProblems.of(RemoteSystem.CRM, answer, writing, doing + ": " + words(answer), now);
        boolean spent = has(Set.of(LIMIT)) && usage.filter(ApiUsage::isSpent).isPresent();
        ProblemCode meaning = spent ? ProblemCode.CALLS_SPENT : meaning(ofRow).orElse(byStatus.code());
        Problem problem = new Problem(
                meaning,
                byStatus.detail(),
                meaning.handling() == Handling.PERSON ? field(map) : Optional.empty(),
                byStatus.system(),
                byStatus.retryAfter().or(() -> spent ? Optional.of(WHEN_SPENT) : Optional.empty()),
                // Whatever has a code of its own was decided, and rolled back, by the server.
                byStatus.outcomeUnknown() && meaning == byStatus.code());
        return problem.explained();
    }

    private Optional<ProblemCode> meaning(boolean ofRow) {
        if (said(NO_SUCH_EXTERNAL_ID)) {
            return Optional.of(ProblemCode.SCHEMA_MISMATCH);
        }
        if (gone()) {
            return Optional.of(ofRow ? ProblemCode.RECORD_GONE : ProblemCode.MISCONFIGURED);
        }
        // A customer's trigger or flow met a lock, and says so in its own words.
        if (said(LOCK)) {
            return Optional.of(ProblemCode.LOCKED);
        }
        Optional<ProblemCode> coded = errors.stream()
                .map(error -> MEANINGS.get(error.code()))
                .filter(known -> known != null)
                .findFirst();
        return coded.isPresent() ? coded : byStatus();
    }

    private Optional<ProblemCode> byStatus() {
        return switch (status) {
            case 300 -> Optional.of(ProblemCode.CLAIMED_TWICE);
            case 403 -> Optional.of(ProblemCode.PRIVILEGE_MISSING);
            // No row is missing, so the address is: a wrong address or version of the organisation.
            case 404 -> Optional.of(ProblemCode.MISCONFIGURED);
            default -> Optional.empty();
        };
    }

    private boolean has(Set<String> codes) {
        return errors.stream().anyMatch(error -> codes.contains(error.code()));
    }

    private boolean said(String words) {
        return errors.stream().anyMatch(error -> error.message().contains(words));
    }

    private Optional<String> field(FieldMap map) {
        return errors.stream()
                .flatMap(error -> error.columns().stream())
                .flatMap(column -> MappedColumns.field(map, column).stream())
                .findFirst();
    }

    private String words(Answer answer) {
        String all = errors.stream().map(RestError::words).collect(Collectors.joining("; "));
        return JsonApi.abridged(
                all.isEmpty() ? "expected a list of errors, found " + JsonApi.contentType(answer) : all);
    }

    private static String words(Entry error) {
        return error.code() + " " + error.message()
                + (error.columns().isEmpty() ? "" : " (" + String.join(", ", error.columns()) + ")")
                + (error.matches().isEmpty() ? "" : "; found " + String.join(", ", error.matches()));
    }
}
