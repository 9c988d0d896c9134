package dev.cosell.crm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.referral.Consent;
import dev.cosell.referral.TeamMember;
import dev.cosell.sync.AccountMatching;
import dev.cosell.sync.AccountMatching.Step;
import dev.cosell.sync.AccountMatching.Verdict;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.port.Account;
import dev.cosell.sync.port.Contact;
import dev.cosell.sync.port.Customer;
import dev.cosell.sync.port.CustomerKeys;
import dev.cosell.sync.port.Customers;
import dev.cosell.sync.port.Written;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every CRM promises about its accounts, contacts and users; it has a column for each way to recognise a customer. */
public abstract class CustomersContract {
    private static final TeamMember ADA = new TeamMember("Ada", "Byron", "ada@contoso.example", "+49 30 1234", "CIO");

    protected abstract Customers customers();

    /** Of the deals, which says how the columns of accounts are called. */
    protected abstract FieldMap map();

    /** Where this CRM may keep another promise. */
    protected Set<Difference> differences() {
        return Set.of();
    }

    /** A user of the CRM who can sign in, with an e-mail address of their own. */
    protected abstract RecordRef user(String email);

    /** Whether a contact says, in the CRM's own way, that it is not to be contacted. */
    protected abstract boolean isNotToBeContacted(RecordRef contact);

    /** Somebody makes a contact the account's first one. */
    protected abstract void namesFirst(RecordRef account, Contact contact);

    @Test
    void anAccountIsFoundByItsNameWhateverItsCase() {
        RecordRef contoso = make("Contoso GmbH", "80331", "DE");
        make("Fabrikam", "80331", "DE");
        assertEquals(new Verdict.Is(account(contoso), Step.NAME), decide(customer("CONTOSO GMBH", "80331", "DE")));
    }

    @Test
    void whatIsNotKnownOfAnAddressExcludesNothing() {
        RecordRef munich = make("Contoso GmbH", "80331", "DE");
        make("Contoso GmbH", "1010", "AT");
        RecordRef nowhere = make("Contoso GmbH", "", "");
        assertEquals(
                List.of(munich, nowhere).stream().map(RecordRef::id).sorted().toList(),
                ids(decide(customer("Contoso GmbH", "", "DE"))));
    }

    @Test
    void anAccountOfNearlyTheSameNameIsACandidate() {
        make("Contoso Germany AG", "80331", "DE");
        assertTrue(decide(customer("Contosso Germany Aktiengesellschaft", "80331", "DE")) instanceof Verdict.Near);
    }

    @Test
    void aNameMayHoldAnythingThatAQueryIsMadeOf() {
        RecordRef account = make("O'Neil \\ & Sons (50%)", "", "");
        assertEquals(new Verdict.Is(account(account), Step.NAME), decide(customer("O'Neil \\ & Sons (50%)", "", "")));
    }

    @Test
    void anAccountIsFoundByTheKeysItWasMadeWith() {
        CustomerKeys keys = new CustomerKeys(List.of("6-AB12"), List.of("123456789"), List.of("wingtip.example"));
        RecordRef account =
                customers().createAccount(UUID.randomUUID().toString(), customer("Wingtip Toys", "", ""), keys);
        Customer other = customer("Another name altogether", "", "");
        assertEquals(new Verdict.Is(account(account), Step.EXTERNAL_ID), decide(other, keys));
        assertEquals(
                new Verdict.Is(account(account), Step.DUNS),
                decide(other, new CustomerKeys(List.of(), keys.duns(), List.of())));
    }

    @Test
    void aDomainAloneIsNoProof() {
        CustomerKeys keys = new CustomerKeys(List.of(), List.of(), List.of("wingtip.example"));
        RecordRef account =
                customers().createAccount(UUID.randomUUID().toString(), customer("Wingtip Toys", "98052", "US"), keys);
        assertEquals(
                new Verdict.Is(account(account), Step.DOMAIN), decide(customer("Wingtip Toys Inc.", "", "US"), keys));
        assertEquals(List.of(account.id()), ids(decide(customer("Wingtip Energy", "98052", "US"), keys)));
        assertTrue(decide(customer("Wingtip Energy", "98052", "US"), keys) instanceof Verdict.Near);
        assertTrue(decide(customer("Wingtip Toys GmbH", "80331", "DE"), keys) instanceof Verdict.Near);
    }

    @Test
    void theSameAccountTwiceIsLeftAsItWas() {
        String id = UUID.randomUUID().toString();
        RecordRef first = customers().createAccount(id, customer("Contoso GmbH", "80331", "DE"), CustomerKeys.NONE);
        assertEquals(first, customers().createAccount(id, customer("Contoso GmbH", "99999", "DE"), CustomerKeys.NONE));
        assertEquals("80331", account(first).postalCode());
    }

    @Test
    void anAccountIsFoundByItsIdAndNothingElseIs() {
        RecordRef account = make("Contoso GmbH", "80331", "DE");
        assertEquals(
                Optional.of(account),
                customers().account(" " + account.id() + " ").map(Account::ref));
        assertEquals(Optional.empty(), customers().account(UUID.randomUUID().toString()));
        assertEquals(Optional.empty(), customers().account("') or ('1' eq '1"));
    }

    @Test
    void anAccountIsChangedOnlyAtTheVersionThatWasRead() {
        RecordRef account = make("Contoso GmbH", "80331", "Deutchland");
        Snapshot read = customers().read(account).orElseThrow();
        assertEquals("Deutchland", read.values().get(country()).asText());
        Map<String, JsonNode> country = Map.of(country(), TextNode.valueOf("DE"));
        Written written = customers().update(account, read.version().orElseThrow(), country);
        assertTrue(written instanceof Written.Done(Snapshot now)
                && now.values().get(country()).asText().equals("DE")
                && !now.version().equals(read.version()));
        Map<String, JsonNode> late = Map.of(country(), TextNode.valueOf("AT"));
        assertEquals(
                new Written.Stale(), customers().update(account, read.version().orElseThrow(), late));
        assertEquals("DE", account(account).country());
        assertEquals(
                Optional.empty(),
                customers().read(customers().accountRef(UUID.randomUUID().toString())));
    }

    @Test
    void theSameContactTwiceIsOneContactOfItsAccount() {
        RecordRef account = make("Contoso GmbH", "80331", "DE");
        String id = UUID.randomUUID().toString();
        RecordRef contact = customers().createContact(id, account, ADA, Consent.UNKNOWN);
        assertEquals(contact, customers().createContact(id, account, ADA, Consent.UNKNOWN));
        assertEquals(List.of(new Contact(contact, ADA)), customers().contacts(account));
        assertEquals(List.of(), customers().contacts(make("Fabrikam", "", "")));
    }

    @Test
    void s86_aContactWhoRefusedToBeContactedSaysSoAndNoOtherDoes() {
        RecordRef account = make("Contoso GmbH", "80331", "DE");
        Consent refused = new Consent(Optional.of(false), Optional.empty());
        Consent given = new Consent(Optional.of(true), Optional.of(false));
        String id = UUID.randomUUID().toString();
        assertTrue(isNotToBeContacted(customers().createContact(id, account, ADA, refused)));
        for (Consent other : List.of(given, Consent.UNKNOWN)) {
            TeamMember lee = new TeamMember("Lee", "Gu", "lee" + other.hashCode() + "@contoso.example", "", "");
            String another = UUID.randomUUID().toString();
            assertFalse(isNotToBeContacted(customers().createContact(another, account, lee, other)));
        }
    }

    @Test
    void theFirstContactOfAnAccountIsShown() {
        assumeFalse(differences().contains(Difference.ACCOUNTS_NAME_NO_CONTACT));
        RecordRef account = make("Contoso GmbH", "80331", "DE");
        assertEquals(Optional.empty(), customers().primaryContact(account));
        RecordRef contact = customers().createContact(UUID.randomUUID().toString(), account, ADA, Consent.UNKNOWN);
        namesFirst(account, new Contact(contact, ADA));
        assertEquals(Optional.of(ADA), customers().primaryContact(account));
    }

    @Test
    void usersAreFoundByTheirAddressesAndNobodyElseIs() {
        RecordRef mara = user("mara.lindqvist@fabrikam.example");
        assertEquals(
                Map.of("mara.lindqvist@fabrikam.example", mara),
                customers()
                        .users(List.of("mara.lindqvist@fabrikam.example", "stranger@elsewhere.example", "o'neil@x.y")));
        assertEquals(Map.of(), customers().users(List.of()));
    }

    private RecordRef make(String name, String postalCode, String country) {
        return customers()
                .createAccount(UUID.randomUUID().toString(), customer(name, postalCode, country), CustomerKeys.NONE);
    }

    private Account account(RecordRef ref) {
        return customers().account(ref.id()).orElseThrow();
    }

    private Verdict decide(Customer customer) {
        return decide(customer, CustomerKeys.NONE);
    }

    private Verdict decide(Customer customer, CustomerKeys keys) {
        return AccountMatching.DEFAULT.decide(customer, keys, customers().candidates(customer, keys));
    }

    private static List<String> ids(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Is(Account account, Step by) -> List.of(account.ref().id());
            case Verdict.Several(List<Account> accounts, Step by) ->
                accounts.stream().map(found -> found.ref().id()).sorted().toList();
            case Verdict.Near(List<Account> accounts) ->
                accounts.stream().map(found -> found.ref().id()).sorted().toList();
            case Verdict.Nobody() -> List.of();
        };
    }

    private String country() {
        return map().customerColumn(Customer.COUNTRY).orElseThrow();
    }

    private Customer customer(String name, String postalCode, String country) {
        return new Customer(
                name,
                postalCode,
                country,
                Map.of(
                        map().customerColumn(Customer.POSTAL_CODE).orElseThrow(),
                        TextNode.valueOf(postalCode),
                        country(),
                        TextNode.valueOf(country)));
    }
}
