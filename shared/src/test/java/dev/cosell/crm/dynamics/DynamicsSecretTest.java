package dev.cosell.crm.dynamics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DynamicsSecretTest {
    private final DynamicsSecret secret = new DynamicsSecret("X-Cosell-Secret", "first", Optional.of("second"));

    @Test
    void bothSecretsAreValidDuringARotation() {
        assertEquals(Optional.empty(), secret.refusal(Map.of("x-cosell-secret", "first")));
        assertEquals(Optional.empty(), secret.refusal(Map.of("x-cosell-secret", "second")));
    }

    @Test
    void anotherSecretAnEmptyOneAndNoneAreRefused() {
        for (Map<String, String> headers :
                List.of(Map.of("x-cosell-secret", "third"), Map.of("x-cosell-secret", ""), Map.<String, String>of())) {
            assertEquals(
                    Optional.of(ProblemCode.SECRET_WRONG),
                    secret.refusal(headers).map(Problem::code));
        }
    }

    @Test
    void noMessageContainsASecret() {
        String said =
                secret.refusal(Map.of("x-cosell-secret", "third")).orElseThrow().toString();
        assertFalse(said.contains("first") || said.contains("second") || said.contains("third"), said);
    }

    @Test
    void aBlankSecretIsAFaultOfTheConfiguration() {
        assertThrows(Failure.class, () -> new DynamicsSecret("x-cosell-secret", " ", Optional.empty()));
        assertThrows(Failure.class, () -> new DynamicsSecret("x-cosell-secret", "first", Optional.of("")));
    }
}
