package dev.cosell.operate.command;

import static dev.cosell.JsonText.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.operate.Reply;
import dev.cosell.operate.TestStorage;
import dev.cosell.operate.deal.Referrals;
import dev.cosell.operate.deal.UnmatchedPeople;
import dev.cosell.operate.share.SolutionCatalogue;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Referral;
import dev.cosell.referral.Solution;
import dev.cosell.referral.TeamMember;
import dev.cosell.store.PairDirectory;
import dev.cosell.store.QueueWork;
import dev.cosell.store.Storage;
import dev.cosell.store.TableClaims;
import dev.cosell.store.TableHints;
import dev.cosell.store.TablePairs;
import dev.cosell.store.TableSolutions;
import dev.cosell.store.TableUnmatchedPeople;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Account;
import dev.cosell.sync.port.Customers;
import dev.cosell.sync.port.Inbox;
import dev.cosell.sync.port.PartnerCenter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What people are asked about customers, sellers and solutions, on storage. */
class CustomerChoiceTest {
    private static final PairId ID = new PairId("r-1");

    private final TestStorage local = new TestStorage();
    private final Storage storage = local.storage();
    private final TablePairs pairs = new TablePairs(storage);
    private final TableHints hints = new TableHints(storage);
    private final Inbox inbox = new Inbox(hints, new QueueWork(storage, local.queues()));
    private final Referrals referrals = new Referrals(
            FieldMapFile.dynamics(),
            pairs,
            new PairDirectory(storage),
            new TableClaims(storage),
            inbox,
            storage.clock());
    private final Customers customers = mock(Customers.class);
    private final CustomerChoice choice =
            new CustomerChoice(referrals, new Asking(pairs, inbox, storage.clock()), customers);

    @Test
    void theLatestChoiceWaitsInThePairAndTheDealIsQueued() {
        pairs.create(Pair.fresh(ID, Instant.EPOCH).change().referral("1").now());
        when(customers.account("a1b2")).thenReturn(Optional.of(mock(Account.class)));
        assertEquals(202, choice.choose("r-1", json("{'create': true}")).status());
        choice.choose("r-1", json("{'account': 'account/{a1b2}', 'by': 'Mara'}"));
        List<Command> waiting = pair().value().commands();
        assertEquals(1, waiting.size());
        assertEquals(Command.Kind.CUSTOMER, waiting.getFirst().kind());
        assertEquals("a1b2", waiting.getFirst().details().path("account").asText());
        assertEquals("Mara", waiting.getFirst().by());
        assertTrue(hints.read(Subject.referral("1")).isPresent());
    }

    @Test
    void aChoiceThatIsNoneIsRefusedAndSaysWhatWasExpected() {
        pairs.create(Pair.fresh(ID, Instant.EPOCH).change().referral("1").now());
        for (String wrong : List.of(
                "{}", "{'create': true, 'account': 'a'}", "{'account': 'a) or (1 eq 1'}", "{'create': 'maybe'}")) {
            assertEquals(ProblemCode.REQUEST_UNREADABLE, refused(wrong), wrong);
        }
        assertEquals(List.of(), pair().value().commands());
    }

    @Test
    void aDealThatHasItsRecordKeepsItsCustomer() {
        pairs.create(Pair.fresh(ID, Instant.EPOCH)
                .change()
                .referral("1")
                .record(new RecordRef("opportunity", "o1"))
                .now());
        assertEquals(ProblemCode.NOT_POSSIBLE, refused("{'create': true}"));
    }

    @Test
    void anAccountThatDoesNotExistIsRefusedAtOnce() {
        pairs.create(Pair.fresh(ID, Instant.EPOCH).change().referral("1").now());
        when(customers.account("x")).thenReturn(Optional.empty());

        assertEquals(ProblemCode.CUSTOMER_NOT_FOUND, refused("{'account': 'x'}"));
        assertEquals(
                404,
                Reply.of(Problem.of(ProblemCode.CUSTOMER_NOT_FOUND, ""), "").status());
        assertEquals(List.of(), pair().value().commands());
    }

    @Test
    void peopleWithoutAUserAreListedOnceTheLatestFirst() {
        TableUnmatchedPeople people = new TableUnmatchedPeople(storage);
        Instant now = storage.clock().instant();
        people.note(person("old@x.example"), ID, now.minus(Duration.ofDays(31)));
        people.note(person("a@x.example"), ID, now.minusSeconds(60));
        people.note(person("b@x.example"), ID, now.minusSeconds(30));
        people.note(person("A@x.example"), new PairId("r-2"), now);
        JsonNode items = new UnmatchedPeople(people).list().body().orElseThrow().path("items");
        assertEquals(2, items.size());
        assertEquals("A@x.example", items.get(0).path("email").asText());
        assertEquals("r-2", items.get(0).path("pair").asText());
    }

    @Test
    void theCatalogueHoldsWhatWasLearnedListedAndConfigured() {
        TableSolutions solutions = new TableSolutions(storage, List.of(new Solution("SOL-CONFIGURED", "", "")));
        solutions.learn(
                List.of(new Solution("SOL-12345-ABC", "Backup", "Name")),
                storage.clock().instant());
        SolutionCatalogue catalogue = new SolutionCatalogue(solutions, mock(PartnerCenter.class), storage.clock());
        catalogue.replace(json("{'solutions': [{'id': 'SOL-90001-NWC', 'name': 'Network'}, {'id': 'SOL-12345-abc'}]}"));
        TableSolutions another = new TableSolutions(storage, List.of());
        assertTrue(another.known().isKnown("sol-90001-nwc"));
        assertEquals(false, another.known().isKnown("SOL-CONFIGURED"));
        assertTrue(solutions.known().isKnown("SOL-CONFIGURED"));
        assertEquals(3, catalogue.show().body().orElseThrow().path("items").size());
        catalogue.replace(json("{'solutions': []}"));
        assertTrue(new TableSolutions(storage, List.of()).known().isKnown("SOL-77777-QQQ"));
    }

    @Test
    void whatIsTakenOffTheListGoesUnlessAReferralNamedIt() {
        TableSolutions solutions = new TableSolutions(storage, List.of());
        solutions.learn(
                List.of(new Solution("SOL-12345-ABC", "", "")), storage.clock().instant());
        SolutionCatalogue catalogue = new SolutionCatalogue(solutions, mock(PartnerCenter.class), storage.clock());
        catalogue.replace(json("{'solutions': [{'id': 'SOL-90001-NWC'}, {'id': 'SOL-12345-ABC'}]}"));
        catalogue.replace(json("{'solutions': []}"));
        assertEquals(
                List.of("SOL-12345-ABC"),
                solutions.all().stream().map(entry -> entry.solution().id()).toList());
    }

    /** Else a mistyped id would be known for having been sent. */
    @Test
    void theNightlyListTeachesWhatReferralsWithoutARecordName() {
        PartnerCenter partnerCenter = mock(PartnerCenter.class);
        when(partnerCenter.createdSince(any()))
                .thenReturn(List.of(
                        new Referral(json("{'details': {'requirements': {'solutions': [{'id': 'SOL-1-ABC'}]}}}")),
                        new Referral(json("{'externalReferenceId': '1', "
                                + "'details': {'requirements': {'solutions': [{'id': 'SOL-2-TYPED'}]}}}"))));
        TableSolutions solutions = new TableSolutions(storage, List.of());
        new SolutionCatalogue(solutions, partnerCenter, storage.clock()).refresh();
        assertEquals(
                List.of("SOL-1-ABC"),
                solutions.all().stream().map(entry -> entry.solution().id()).toList());
    }

    @Test
    void aListThatIsNoneChangesNothing() {
        TableSolutions solutions = new TableSolutions(storage, List.of());
        SolutionCatalogue catalogue = new SolutionCatalogue(solutions, mock(PartnerCenter.class), storage.clock());
        for (String wrong : List.of(
                "{}",
                "{'solutions': [{'id': ''}]}",
                "{'solutions': [{'id': 'two words'}]}",
                "{'solutions': [{'id': 'x'}]}")) {
            Failure failure = assertThrows(Failure.class, () -> catalogue.replace(json(wrong)), wrong);
            assertEquals(ProblemCode.REQUEST_UNREADABLE, failure.problem().code());
        }
        assertEquals(List.of(), solutions.all());
    }

    private ProblemCode refused(String request) {
        return assertThrows(Failure.class, () -> choice.choose("r-1", json(request)))
                .problem()
                .code();
    }

    private Stored<Pair> pair() {
        return pairs.read(ID).orElseThrow();
    }

    private static TeamMember person(String email) {
        return new TeamMember("A", "B", email, "", "");
    }
}
