package dev.cosell.crm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.referral.TeamMember;
import dev.cosell.sync.Account;
import dev.cosell.sync.AccountMatching;
import dev.cosell.sync.AccountMatching.Step;
import dev.cosell.sync.AccountMatching.Verdict;
import dev.cosell.sync.Contact;
import dev.cosell.sync.Customer;
import dev.cosell.sync.CustomerKeys;
import dev.cosell.sync.Customers;
import dev.cosell.sync.RecordRef;
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
        assertEquals(
                new Verdict.Is(account(account), Step.DOMAIN),
                decide(other, new CustomerKeys(List.of(), List.of(), keys.domains())));
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
    void theSameContactTwiceIsOneContactOfItsAccount() {
        RecordRef account = make("Contoso GmbH", "80331", "DE");
        String id = UUID.randomUUID().toString();
        RecordRef contact = customers().createContact(id, account, ADA);
        assertEquals(contact, customers().createContact(id, account, ADA));
        assertEquals(List.of(new Contact(contact, ADA)), customers().contacts(account));
        assertEquals(List.of(), customers().contacts(make("Fabrikam", "", "")));
    }

    @Test
    void theFirstContactOfAnAccountIsShown() {
        assumeFalse(differences().contains(Difference.ACCOUNTS_NAME_NO_CONTACT));
        RecordRef account = make("Contoso GmbH", "80331", "DE");
        assertEquals(Optional.empty(), customers().primaryContact(account));
        RecordRef contact = customers().createContact(UUID.randomUUID().toString(), account, ADA);
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

    private Customer customer(String name, String postalCode, String country) {
        return new Customer(
                name,
                postalCode,
                country,
                Map.of(
                        map().customerColumn(Customer.POSTAL_CODE).orElseThrow(),
                        TextNode.valueOf(postalCode),
                        map().customerColumn(Customer.COUNTRY).orElseThrow(),
                        TextNode.valueOf(country)));
    }
}
