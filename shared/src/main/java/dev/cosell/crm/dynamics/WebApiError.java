package dev.cosell.crm.dynamics;

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
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an unsuccessful answer of the Web API says, and what that means to us.
 *
 * <p>The code decides, not the status: pages of different ages give different statuses for the same code. Older servers
 * leave the code empty, so the few texts that matter are recognised too. Source: Dataverse "Web service error codes"
 * and "Troubleshoot bulk operation errors".
 *
 * @param status of the HTTP answer
 * @param code such as {@code 0x80040217}, digits in upper case; empty if there was none
 * @param message the CRM's own words
 */
record WebApiError(int status, String code, String message) {
    private static final String VERSION_MISMATCH = "0x80060882";
    private static final String DUPLICATES_DETECTED = "0x80040333";
    private static final String POSITION_EXPIRED = "0x80044352";
    private static final String GENERIC_SQL_ERROR = "0x80044150";
    private static final Set<String> DUPLICATE_KEY = Set.of("0x80060892", "0x80040237");
    private static final Set<String> GONE = Set.of("0x80040217", "0x80060891");

    private static final Map<String, ProblemCode> MEANINGS = Map.ofEntries(
            entry("0x80072321", ProblemCode.THROTTLED),
            entry("0x80072322", ProblemCode.THROTTLED),
            entry("0x80072326", ProblemCode.THROTTLED),
            entry("0x8005F103", ProblemCode.THROTTLED),
            entry("0x80044302", ProblemCode.TOKEN_REFUSED),
            entry("0x80040277", ProblemCode.TOKEN_REFUSED),
            entry("0x8004A100", ProblemCode.TOKEN_REFUSED),
            entry("0x8004A101", ProblemCode.TOKEN_REFUSED),
            entry("0x8005F101", ProblemCode.TOKEN_REFUSED),
            entry("0x80040220", ProblemCode.PRIVILEGE_MISSING),
            entry("0x80048306", ProblemCode.PRIVILEGE_MISSING),
            entry("0x8004020D", ProblemCode.PRIVILEGE_MISSING),
            entry("0x80048405", ProblemCode.PRIVILEGE_MISSING),
            entry("0x80040231", ProblemCode.PRIVILEGE_MISSING),
            entry("0x80040256", ProblemCode.PRIVILEGE_MISSING),
            entry("0x80072560", ProblemCode.PRIVILEGE_MISSING),
            entry("0x80040265", ProblemCode.PLUGIN_REFUSED),
            entry("0x80040224", ProblemCode.PLUGIN_REFUSED),
            entry("0x80044331", ProblemCode.TEXT_TOO_LONG),
            entry("0x8004431A", ProblemCode.INVALID_VALUE),
            entry("0x8004432F", ProblemCode.INVALID_VALUE),
            entry("0x80044330", ProblemCode.INVALID_VALUE),
            entry("0x80048408", ProblemCode.INVALID_VALUE),
            entry("0x80100005", ProblemCode.INVALID_VALUE),
            entry("0x80040203", ProblemCode.INVALID_VALUE),
            entry("0x80040353", ProblemCode.INVALID_VALUE),
            entry("0x80040517", ProblemCode.INVALID_VALUE),
            entry("0x8004022E", ProblemCode.RECORD_CLOSED),
            entry("0x80040230", ProblemCode.RECORD_CLOSED),
            entry("0x80040515", ProblemCode.RECORD_CLOSED),
            entry("0x80040516", ProblemCode.RECORD_CLOSED),
            entry("0x80040519", ProblemCode.RECORD_CLOSED),
            entry(DUPLICATES_DETECTED, ProblemCode.DUPLICATE_REFUSED),
            entry("0x80060892", ProblemCode.DUPLICATE_REFUSED),
            entry("0x80040237", ProblemCode.DUPLICATE_REFUSED),
            entry("0x80048CFB", ProblemCode.CURRENCY_UNKNOWN),
            entry("0x80048CFC", ProblemCode.CURRENCY_UNKNOWN),
            entry("0x80048CF2", ProblemCode.CURRENCY_UNKNOWN),
            entry("0x80048479", ProblemCode.INVALID_VALUE),
            // A deadlock that a plug-in swallowed; the transaction was rolled back.
            entry("0x80040255", ProblemCode.LOCKED),
            entry(GENERIC_SQL_ERROR, ProblemCode.UNAVAILABLE),
            entry("0x80044151", ProblemCode.UNAVAILABLE),
            entry("0x80040216", ProblemCode.UNAVAILABLE),
            entry("0x8004A104", ProblemCode.UNAVAILABLE),
            entry(VERSION_MISMATCH, ProblemCode.MOVED_ON),
            entry("0x80044352", ProblemCode.MOVED_ON),
            entry("0x80060883", ProblemCode.SCHEMA_MISMATCH),
            entry("0x8006088D", ProblemCode.SCHEMA_MISMATCH),
            entry("0x80060890", ProblemCode.SCHEMA_MISMATCH),
            entry("0x80041103", ProblemCode.SCHEMA_MISMATCH),
            entry("0x80072491", ProblemCode.SCHEMA_MISMATCH));

    private static final Pattern PRIVILEGE = Pattern.compile("\\bprv[A-Za-z]\\w*");
    /** What the check of one row says, as against that of a privilege; older and newer servers word it differently. */
    private static final Pattern ONE_ROW =
            Pattern.compile("SecLib::AccessCheckEx|right\\(s\\) for record with id", Pattern.CASE_INSENSITIVE);

    private static final Pattern DEADLOCK = Pattern.compile("Sql Number: 1205\\b|deadlock", Pattern.CASE_INSENSITIVE);
    private static final Pattern UNKNOWN_PROPERTY =
            Pattern.compile("Could not find a property named|undeclared property|Invalid property '");
    private static final Pattern DOES_NOT_EXIST = Pattern.compile("With Ids? = .* Do(es)? Not Exist");
    private static final Pattern QUOTED = Pattern.compile("'(\\w+)'");

    /** Reads the usual error body and the one that gateway and pipeline failures have. */
    static WebApiError of(Answer answer) {
        JsonNode body = JsonApi.parse(answer).orElse(null);
        if (body == null || !body.isObject()) {
            return new WebApiError(answer.status(), "", "expected a JSON error, found " + JsonApi.contentType(answer));
        }
        JsonNode error = body.path("error");
        return error.isObject()
                ? new WebApiError(
                        answer.status(),
                        normal(error.path("code").asText("")),
                        error.path("message").asText(""))
                : new WebApiError(
                        answer.status(),
                        normal(body.path("ErrorCode").asText("")),
                        body.path("ExceptionMessage")
                                .asText(body.path("Message").asText("")));
    }

    /** The record is not at the version (or not absent) as the write required. */
    boolean stale() {
        return code.equals(VERSION_MISMATCH) || status == 412 && !code.equals(DUPLICATES_DETECTED) && !duplicateKey();
    }

    /** A row with this primary or alternate key exists already. */
    boolean duplicateKey() {
        return DUPLICATE_KEY.contains(code);
    }

    /** The change token is older than the organisation keeps them. */
    boolean positionExpired() {
        return code.equals(POSITION_EXPIRED);
    }

    boolean gone() {
        return GONE.contains(code)
                || status == 404 && DOES_NOT_EXIST.matcher(message).find();
    }

    boolean closed() {
        return meaning().filter(ProblemCode.RECORD_CLOSED::equals).isPresent();
    }

    /**
     * The problem behind this error.
     *
     * @param doing what was tried, for instance {@code PATCH opportunities}
     * @param now against which a Retry-After date is measured
     */
    Problem problem(Answer answer, boolean writing, String doing, FieldMap map, Instant now) {
        String said = doing + ": " + (code.isEmpty() ? "" : code + " ") + JsonApi.abridged(message);
        Problem byStatus = HttpProblems.of(RemoteSystem.CRM, answer, writing, said, now);
        ProblemCode meaning = meaning().orElse(byStatus.code());
        String detail = meaning == ProblemCode.PRIVILEGE_MISSING ? named(byStatus.detail()) : byStatus.detail();
        Problem problem = new Problem(
                meaning,
                detail,
                meaning.handling() == Handling.PERSON ? field(map) : Optional.empty(),
                byStatus.system(),
                byStatus.retryAfter(),
                // Whatever has a code of its own was decided, and rolled back, by the server.
                byStatus.outcomeUnknown() && (meaning == byStatus.code()));
        return problem.explained();
    }

    private Optional<ProblemCode> meaning() {
        if (gone()) {
            return Optional.of(ProblemCode.RECORD_GONE);
        }
        if (code.equals(GENERIC_SQL_ERROR) && DEADLOCK.matcher(message).find()) {
            return Optional.of(ProblemCode.LOCKED);
        }
        if (ONE_ROW.matcher(message).find()) {
            return Optional.of(ProblemCode.RECORD_FORBIDDEN);
        }
        if (UNKNOWN_PROPERTY.matcher(message).find()) {
            return Optional.of(ProblemCode.SCHEMA_MISMATCH);
        }
        if (MEANINGS.containsKey(code)) {
            return Optional.of(MEANINGS.get(code));
        }
        return switch (status) {
            case 403 -> Optional.of(ProblemCode.PRIVILEGE_MISSING);
            // No row is missing, so the address is: a wrong environment URL.
            case 404 -> Optional.of(ProblemCode.MISCONFIGURED);
            default -> Optional.empty();
        };
    }

    private String named(String detail) {
        Matcher privilege = PRIVILEGE.matcher(message);
        return privilege.find() ? "missing " + privilege.group() + "; " + detail : detail;
    }

    private Optional<String> field(FieldMap map) {
        return QUOTED.matcher(message)
                .results()
                .map(quoted -> quoted.group(1))
                .flatMap(column -> MappedColumns.field(map, column).stream())
                .findFirst();
    }

    /** Codes come as hexadecimal or as signed decimal; a zero code says nothing. */
    private static String normal(String code) {
        String hex = code.strip().toLowerCase(Locale.ROOT);
        if (hex.matches("-\\d{1,10}")) {
            hex = "0x" + Long.toHexString(Long.parseLong(hex) & 0xFFFFFFFFL);
        }
        return hex.matches("0x[0-9a-f]{8}") ? "0x" + hex.substring(2).toUpperCase(Locale.ROOT) : "";
    }
}
