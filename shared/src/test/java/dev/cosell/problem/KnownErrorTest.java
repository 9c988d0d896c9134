package dev.cosell.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.problem.KnownError.Service;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class KnownErrorTest {
    @Test
    void s18_atLeastFifteenCodesOfEntraAreToldInPlainWords() {
        List<KnownError> entra = KnownError.all().stream()
                .filter(known -> known.service() == Service.ENTRA)
                .toList();

        assertTrue(entra.size() >= 15, "found " + entra.size());
        assertTrue(entra.stream().allMatch(known -> known.code().matches("AADSTS\\d{5,7}")));
        assertEquals(
                "AADSTS650052",
                told("AADSTS650052: The app needs access to a service").code());
    }

    @Test
    void everyServiceHasItsCodesAndEveryCodeItsAdvice() {
        Map<Service, Long> codes =
                KnownError.all().stream().collect(Collectors.groupingBy(KnownError::service, Collectors.counting()));

        assertEquals(Arrays.stream(Service.values()).collect(Collectors.toSet()), codes.keySet());
        assertTrue(KnownError.all().size() >= 40);
        for (KnownError known : KnownError.all()) {
            assertTrue(known.meaning().endsWith("."), known.code());
            assertTrue(known.advice().endsWith("."), known.code());
        }
    }

    @Test
    void aCodeIsFoundWhereverATextQuotesItAndInEitherCase() {
        assertEquals(
                "0x8004020D",
                told("HTTP 403: GET opportunities: 0x8004020d no right").code());
        assertEquals(
                "REQUEST_LIMIT_EXCEEDED",
                told("(REQUEST_LIMIT_EXCEEDED): too many").code());
        assertEquals(Optional.empty(), KnownError.in("AADSTS99: a code that nobody knows, and request_limit in words"));
    }

    @Test
    void aPausedSystemTellsTheMeaningBehindTheCode() {
        Problem paused =
                Problem.of(ProblemCode.SIGN_IN_REFUSED, "AADSTS7000222: The provided client secret keys are expired.");

        assertEquals(
                "AADSTS7000222: The provided client secret keys are expired. In plain words: The client secret has expired."
                        + " Make a new secret for the app registration and put it into the settings.",
                paused.explained().detail());
    }

    @Test
    void whatIsExplainedIsNotExplainedTwice() {
        Problem once = Problem.of(ProblemCode.SIGN_IN_REFUSED, "AADSTS7000222: expired")
                .explained();

        assertEquals(once, once.explained());
    }

    @Test
    void aHeldDealKeepsItsDetailAsItIs() {
        Problem held = Problem.of(ProblemCode.TEXT_TOO_LONG, "0x80044331 too long");

        assertEquals(held, held.explained());
    }

    private static KnownError told(String text) {
        return KnownError.in(text).orElseThrow();
    }
}
