package dev.cosell.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line. */
class MainTest {
    private static final String URL = "https://fabrikam.crm4.dynamics.com";

    private final ByteArrayOutputStream asides = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--url x | expected --check or --apply, found neither",
                "--check --apply | expected --check or --apply, found both",
                "--check | expected --url with the address of the environment, found none",
                "--check --url http://a.example | --url: expected an https address",
                "--check --url https://a.example/b | --url: expected https://<host> without a path",
                "--check --url https://a:b@c.example | --url: expected an https address without user",
                "--check --crm abacus | --crm: expected dynamics or salesforce, found abacus",
                "--check --crm salesforce | expected --org with the alias",
                "--check --crm salesforce --org -x | --org: expected an alias or a username, found -x",
                "--check --url https://a.example --client me | --client: expected an application's id, found me",
                "--check --url https://a.example --secret x | did not expect [--secret, x]"
            })
    void whatIsNotUnderstoodIsNamedAndNobodyIsCalled(String arguments, String expected) {
        assertEquals(2, run(Map.of(), arguments.split(" ")));
        assertTrue(told().contains(expected), told());
    }

    @Test
    void withoutASecretNoEndpointIsMade() {
        assertEquals(
                1,
                run(
                        Map.of("COSELL_CRM_TOKEN", "t"),
                        "--apply",
                        "--url",
                        URL,
                        "--events",
                        "https://connector.example/api/events/dynamics"));
        assertTrue(told().contains("in the environment variable COSELL_EVENTS_SECRET, found none"), told());
    }

    @Test
    void s14_anAddressWhereNobodyIsIsNamed() {
        assertEquals(1, run(Map.of("COSELL_CRM_TOKEN", "t"), "--check", "--url", "https://nobody.invalid"));
        assertTrue(told().contains("nobody.invalid"), told());
    }

    @Test
    void aCheckFailsForWhatDiffersAsForWhatIsMissingAndNotForWhatIsLeftToPeople() {
        List<Finding> different = List.of(Finding.there("a", "b"), Finding.different("c", "d", "e"));

        assertEquals(1, Main.status(false, different));
        assertEquals(1, Main.status(false, List.of(Finding.missing("a", "b", ""))));
        assertEquals(0, Main.status(false, List.of(Finding.leftOut("a", "b", "c"))));
        assertEquals(0, Main.status(true, different));
    }

    private int run(Map<String, String> environment, String... arguments) {
        return new Main(
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                        new PrintStream(asides, true, StandardCharsets.UTF_8),
                        environment::get)
                .run(List.of(arguments));
    }

    private String told() {
        return asides.toString(StandardCharsets.UTF_8);
    }
}
