package dev.cosell.operate.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.memory.MemoryState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookRegistrationTest {
    private static final String FOREIGN = "https://other.example/api/hook?code=K3Y";
    private static final Set<String> NEEDED = new TreeSet<>(Standing.NEEDED);

    private final Office office = new Office();
    private final SandboxWebhooks partnerCenter = office.partnerCenter;

    @Test
    void s26_theAppRegistersTheAddressItKnowsWithoutAnybodyPastingIt() {
        JsonNode shown = office.registers().shown();

        assertEquals(List.of("POST"), partnerCenter.writes());
        assertEquals(Office.OURS, partnerCenter.url());
        assertEquals(NEEDED, partnerCenter.events());
        assertTrue(partnerCenter
                .registered()
                .path("SignatureTokenToMsSignatureHeader")
                .asBoolean());
        assertTrue(shown.path("ours").asBoolean(), shown::toString);
        assertEquals(Office.OURS, shown.path("address").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {Office.OURS, Office.OURS + "/", "https://COSELL.example/api/events/partner-center"})
    void s27_eventsThatSomebodyRegisteredForUsStay(String writtenAs) {
        partnerCenter.registers(writtenAs, "invoice-ready", "referral-created");

        office.registers();

        Set<String> both = new TreeSet<>(NEEDED);
        both.add("invoice-ready");
        assertEquals(both, partnerCenter.events());
        assertFalse(office.shown().has("formerUrl"));
    }

    @Test
    void s28_anotherSystemsRegistrationIsNotTakenUnasked() {
        partnerCenter.registers(FOREIGN, "invoice-ready");

        Problem problem = problem(office::registers);

        assertEquals(ProblemCode.REGISTRATION_FOREIGN, problem.code());
        assertTrue(problem.detail().contains("https://other.example/api/hook?... of other.example"), problem.detail());
        assertFalse(problem.detail().contains("K3Y"), "problems are logged: " + problem.detail());
        assertEquals(List.of(), partnerCenter.writes());
        assertEquals(FOREIGN, partnerCenter.url());
    }

    @Test
    void aTakeOverRemembersWhoseItWasAndKeepsTheEvents() {
        partnerCenter.registers(FOREIGN, "invoice-ready");

        JsonNode shown = office.takesOver();

        assertEquals(Office.OURS, partnerCenter.url());
        assertTrue(partnerCenter.events().contains("invoice-ready"));
        assertEquals(
                "https://other.example/api/hook?...", shown.path("formerUrl").asText());
    }

    @Test
    void s28_whatWasTakenOverCanBeGivenBackAsItWas() {
        partnerCenter.registers(FOREIGN, "invoice-ready");
        office.takesOver();

        office.registration.restore(JsonNodeFactory.instance.objectNode());

        assertEquals(FOREIGN, partnerCenter.url());
        assertEquals(Set.of("invoice-ready"), partnerCenter.events());
        assertFalse(partnerCenter
                .registered()
                .path("SignatureTokenToMsSignatureHeader")
                .asBoolean());
        assertFalse(office.shown().has("formerUrl"));
        assertFalse(office.shown().has("oursSince"));
    }

    @Test
    void whatMayHaveBeenGivenBackIsNotTakenAgainByTheNextCheck() {
        partnerCenter.registers(FOREIGN, "invoice-ready");
        office.takesOver();
        partnerCenter.onWritten = () -> {
            throw new IllegalStateException("the process dies");
        };
        assertThrows(
                IllegalStateException.class, () -> office.registration.restore(JsonNodeFactory.instance.objectNode()));
        partnerCenter.onWritten = () -> {};

        assertEquals("webhook=not-ours", office.check.check());

        assertEquals(FOREIGN, partnerCenter.url());
        office.registration.restore(JsonNodeFactory.instance.objectNode());
        assertFalse(office.shown().has("formerUrl"));
    }

    @Test
    void whatWasGivenBackIsNotTakenAgainByTheNextCheck() {
        partnerCenter.registers(FOREIGN, "invoice-ready");
        office.takesOver();
        office.registration.restore(JsonNodeFactory.instance.objectNode());

        assertEquals("webhook=not-ours", office.check.check());

        assertEquals(FOREIGN, partnerCenter.url());
    }

    @Test
    void withNothingRememberedNothingIsGivenBack() {
        office.registers();

        assertEquals(
                ProblemCode.NOT_FOUND,
                problem(() -> office.registration.restore(JsonNodeFactory.instance.objectNode()))
                        .code());
        assertEquals(Office.OURS, partnerCenter.url());
    }

    @Test
    void aThirdSystemsRegistrationIsNotReplacedByGivingBack() {
        partnerCenter.registers(FOREIGN, "invoice-ready");
        office.takesOver();
        partnerCenter.registers("https://third.example/hook", "invoice-ready");

        assertEquals(
                ProblemCode.REGISTRATION_FOREIGN,
                problem(() -> office.registration.restore(JsonNodeFactory.instance.objectNode()))
                        .code());

        office.registration.restore(JsonNodeFactory.instance.objectNode().put("takeOver", true));
        assertEquals(FOREIGN, partnerCenter.url());
    }

    @Test
    void whoeverCrashesWhileTakingOverStillKnowsWhoseItWas() {
        partnerCenter.registers(FOREIGN, "invoice-ready");
        partnerCenter.onWrite = () -> {
            throw new IllegalStateException("the process dies");
        };
        assertThrows(IllegalStateException.class, office::takesOver);
        partnerCenter.onWrite = () -> {};

        assertEquals(
                "https://other.example/api/hook?...",
                office.shown().path("formerUrl").asText());
    }

    @Test
    void aRegistrationThatPartnerCenterDoesNotKeepIsAProblem() {
        partnerCenter.onWritten = () -> partnerCenter.registers(FOREIGN, "invoice-ready");

        Problem problem = problem(office::registers);

        assertEquals(ProblemCode.REGISTRATION_NOT_KEPT, problem.code());
        assertTrue(problem.detail().contains("found https://other.example/api/hook?... for"), problem.detail());
        assertFalse(problem.detail().contains("K3Y"), problem.detail());
    }

    @Test
    void theFormerOwnerCanBeKeptServed() {
        partnerCenter.registers(FOREIGN, "invoice-ready");
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("takeOver", true);

        office.registration.register(request.put("keepServing", true));
        assertEquals(Optional.of(FOREIGN), office.row.served());
        assertEquals(
                "https://other.example/api/hook?...",
                office.shown().path("servedUrl").asText());

        office.registers();
        assertEquals(Optional.of(FOREIGN), office.row.served(), "nobody said to stop");

        office.registration.register(request.put("keepServing", false));
        assertEquals(Optional.empty(), office.row.served());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://other.example/hook",
                "https://169.254.169.254/metadata",
                "https://localhost/hook",
                "https://intranet/hook",
                "https://[::1]/hook",
                "https://other.example:8443/hook",
                "https://user@other.example/hook"
            })
    void anAddressThatMayBeInOurOwnNetworkIsNotServed(String url) {
        partnerCenter.registers(url, "invoice-ready");
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("takeOver", true);

        Problem problem = problem(() -> office.registration.register(request.put("keepServing", true)));

        assertEquals(ProblemCode.REQUEST_UNREADABLE, problem.code());
        assertEquals(List.of(), partnerCenter.writes());
    }

    @Test
    void withoutAPublicAddressNothingIsRegistered() {
        Office homeless = new Office(partnerCenter, new MemoryState(), Environment.PRODUCTION, Optional.empty());

        Problem problem = problem(homeless::takesOver);

        assertEquals("CFG-01", problem.code().code());
        assertTrue(problem.detail().startsWith("PUBLIC_URL: expected "), problem.detail());
        assertEquals(List.of(), partnerCenter.writes());
        assertEquals("webhook=no-address", homeless.check.check());
    }

    @Test
    void showingTellsWhoseItIsAndWhatIsMissing() {
        assertFalse(office.shown().path("registered").asBoolean());

        partnerCenter.registers(Office.OURS, "referral-created");
        assertTrue(office.shown().path("ours").asBoolean());
        assertEquals(4, office.shown().path("missing").size());

        partnerCenter.registers(FOREIGN, "referral-created");
        assertFalse(office.shown().toString().contains("K3Y"), "it is another system's key");
        assertFalse(office.shown().path("ours").asBoolean());
        assertEquals("other.example", office.shown().path("owner").asText());
    }

    @Test
    void aSlashAtTheEndOfThePublicAddressDoesNotMatter() {
        new Office(partnerCenter, new MemoryState(), Environment.PRODUCTION, Optional.of(Office.PUBLIC + "/"))
                .registers();

        assertEquals(Office.OURS, partnerCenter.url());
    }

    private static Problem problem(Executable operation) {
        return assertThrows(Failure.class, operation).problem();
    }
}
