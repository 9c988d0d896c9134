package dev.cosell.crm.dynamics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.http.Answer;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WebApiErrorTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
                    429, 0x80072322, Number of requests exceeded the limit, THROTTLED
                    429, 0x80072321, Combined execution time exceeded limit, THROTTLED
                    429, 0x80072326, Number of concurrent requests exceeded, THROTTLED
                    429, '', Too many requests, THROTTLED
                    403, 0x80040220, Principal user is missing prvWriteOpportunity, PRIVILEGE_MISSING
                    400, 0x80048306, Not enough privilege, PRIVILEGE_MISSING
                    403, 0x8004020D, Invalid access rights., PRIVILEGE_MISSING
                    403, 0x80048405, Access is denied., PRIVILEGE_MISSING
                    403, '', no words, PRIVILEGE_MISSING
                    403, 0x80040220, SecLib::CrmCheckPrivilege failed. missing prvReadOpportunity, PRIVILEGE_MISSING
                    403, 0x80048306, 'Principal with id 1 does not have ReadAccess right(s) for record with id 2 of entity opportunity.', RECORD_FORBIDDEN
                    400, 0x80048306, user with id 1 does not have WriteAccess right(s) for record with id 2, RECORD_FORBIDDEN
                    403, 0x80040220, 'SecLib::AccessCheckEx failed. Returned hr = -2147187962, ObjectID: 1, OwnerId: 2', RECORD_FORBIDDEN
                    403, 0x80072560, The user is not a member of the organization., PRIVILEGE_MISSING
                    400, 0x80040265, You shall not pass, PLUGIN_REFUSED
                    400, 0x80044331, The length of the 'name' attribute exceeded, TEXT_TOO_LONG
                    400, 0x8004431A, The picklist value is out of the range., INVALID_VALUE
                    400, 0x8004432F, An integer is outside, INVALID_VALUE
                    400, 0x80044330, A decimal is outside, INVALID_VALUE
                    400, 0x80048408, State code is invalid, INVALID_VALUE
                    400, 0x80040230, inactive, RECORD_CLOSED
                    400, 0x80040515, already closed, RECORD_CLOSED
                    400, 0x80040516, cannot be closed, RECORD_CLOSED
                    412, 0x80040333, duplicate, DUPLICATE_REFUSED
                    500, 0x80040333, duplicate, DUPLICATE_REFUSED
                    412, 0x80060892, Entity Key violated, DUPLICATE_REFUSED
                    400, 0x80048CFC, The currency is invalid., CURRENCY_UNKNOWN
                    400, 0x80044150, Generic SQL error. Sql Number: 1205, LOCKED
                    500, 0x80040255, swallowed SQL deadlock exception, LOCKED
                    500, 0x80044150, Generic SQL error. Sql Number: 8152, UNAVAILABLE
                    500, 0x80044151, SQL timeout expired., UNAVAILABLE
                    500, 0x80040216, An unexpected error occurred., UNAVAILABLE
                    400, 0x80044352, Version stamp has expired, MOVED_ON
                    400, 0x8006088D, Optimistic concurrency isn't enabled, SCHEMA_MISMATCH
                    400, 0x0, Could not find a property named 'x' on type 'account', SCHEMA_MISMATCH
                    404, 0x80040217, opportunity With Id = 1 Does Not Exist, RECORD_GONE
                    404, '', account With Id = 1 Does Not Exist, RECORD_GONE
                    404, '', Resource not found for the segment 'opportunitys'., MISCONFIGURED
                    401, 0x8004A101, The ticket is expired, TOKEN_REFUSED
                    503, '', Service Unavailable, UNAVAILABLE
                    504, '', Gateway Timeout, TIMED_OUT
                    400, 0x80048d19, Error identified in payload, INVALID_VALUE
                    400, -2147220891, a plug-in again, PLUGIN_REFUSED
                    """)
    void theCodeDecidesAndTheStatusOnlyWhereThereIsNone(int status, String code, String message, ProblemCode expected) {
        Problem problem = problem(FakeDataverse.refusal(status, code, message));
        assertEquals(expected, problem.code());
        assertTrue(problem.detail().contains(message), problem.detail());
    }

    @Test
    void theMissingPrivilegeIsNamedFirst() {
        String detail = problem(FakeDataverse.refusal(403, "0x80040220", "user lacks prvCreateOpportunity on it"))
                .detail();
        assertTrue(detail.startsWith("missing prvCreateOpportunity; "), detail);
    }

    @Test
    void theFieldBehindAColumnIsNamed() {
        Problem problem = problem(FakeDataverse.refusal(400, "0x80044330", "'estimatedvalue' is outside"));
        assertEquals(Optional.of("dealValue"), problem.field());
    }

    @Test
    void retryAfterIsHonoured() {
        Answer refusal = FakeDataverse.refusal(429, "0x80072326", "slow down");
        Problem problem = problem(new Answer(429, Map.of("retry-after", "9"), refusal.body()));
        assertEquals(Optional.of(Duration.ofSeconds(9)), problem.retryAfter());
    }

    @Test
    void anOutcomeIsUnknownOnlyWhereTheServerSaidNothingDefinite() {
        assertTrue(problem(new Answer(503, Map.of(), new byte[0])).outcomeUnknown());
        assertFalse(problem(FakeDataverse.refusal(500, "0x80040265", "refused")).outcomeUnknown());
    }

    @Test
    void thePipelinesOwnErrorFormIsRead() {
        String body = """
                {"Message":"An error has occurred.","ExceptionMessage":"Refused by a plug-in","ErrorCode":-2147220891}
                """;
        WebApiError error = WebApiError.of(new Answer(500, Map.of(), body.getBytes(StandardCharsets.UTF_8)));
        assertEquals("0x80040265", error.code());
        assertEquals("Refused by a plug-in", error.message());
    }

    private static Problem problem(Answer answer) {
        return WebApiError.of(answer)
                .problem(
                        answer,
                        true,
                        "PATCH opportunities",
                        FieldMapFile.dynamics().deals(),
                        Instant.EPOCH);
    }
}
