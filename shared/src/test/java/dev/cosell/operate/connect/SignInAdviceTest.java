package dev.cosell.operate.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SignInAdviceTest {
    @ParameterizedTest
    @EnumSource(SignInAdvice.class)
    void s18_everyKnownCodeOfTheIdentityPlatformLeadsToPlainAdvice(SignInAdvice known) {
        String said = "AADSTS" + known.number() + ": words of the platform. Trace ID: 1";
        assertEquals(Optional.of(known), SignInAdvice.on(said));
        assertTrue(known.advice().endsWith("."), known.advice());
        assertTrue(known.advice().length() > 30, known.advice());
    }

    @Test
    void s18_atLeastFifteenCodesAreKnownEachOnce() {
        Set<Integer> numbers = new HashSet<>();
        Arrays.stream(SignInAdvice.values()).forEach(known -> assertTrue(numbers.add(known.number()), known.name()));
        assertTrue(numbers.size() >= 15);
        assertTrue(numbers.contains(650052), "the one that the connector's users meet first");
    }

    @Test
    void whatIsNotKnownIsNotGuessed() {
        assertEquals(Optional.empty(), SignInAdvice.on("AADSTS999999: news"));
        assertEquals(Optional.empty(), SignInAdvice.on("AADSTS5007: shorter than a known one"));
        assertEquals(Optional.empty(), SignInAdvice.on("something else"));
    }
}
