package dev.cosell.sync.port;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.referral.Consent;
import dev.cosell.referral.TeamMember;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Snapshot;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Port: the accounts, contacts and users of a CRM. One call each (lists: one per page), with the stored forms and the
 * failures of {@link Crm}. Texts in questions come from outside and hold anything.
 */
public interface Customers {
    /**
     * Accounts that may be a customer: all that share one of its keys or its name, whatever the case, and those whose name is
     * similar. Which of them is the customer is decided elsewhere, so one too many does no harm and one too few makes a
     * double. Accounts that are no longer in use are not among them.
     */
    List<Account> candidates(Customer customer, CustomerKeys keys);

    /** The account with an id that a record shows. No call. */
    RecordRef accountRef(String id);

    /** The account with this id, in any form people write it, if there is one. */
    Optional<Account> account(String writtenId);

    /** What an account shows in the columns the map and the settings name, by their names; nothing if it is not visible. */
    Optional<Snapshot> read(RecordRef account);

    /** Writes columns of an account, only if it is still at this version; conditions and answers as {@link Crm#update}. */
    Written update(RecordRef account, String version, Map<String, JsonNode> columns);

    /**
     * Makes an account under a key chosen by the caller; if it exists already, also because another worker made it at the same
     * time, it is left as it is. What a customer is recognised by is filled in where the installation has a column for it.
     * May take a further call to look whether it is there.
     *
     * @param id a GUID; the account's own id where the caller may choose it, else kept in a column of the connector's. Where
     *     the CRM has neither, an account of the same name and place is the one
     */
    RecordRef createAccount(String id, Customer customer, CustomerKeys keys);

    /** The contacts of an account. */
    List<Contact> contacts(RecordRef account);

    /**
     * As {@link #createAccount}, a contact of an account. Any part of a person may be empty.
     *
     * @param consent if it refuses contact, the new contact says so in the CRM's own way
     */
    RecordRef createContact(String id, RecordRef account, TeamMember person, Consent consent);

    /** The contact an account names first, if it names one. */
    Optional<TeamMember> primaryContact(RecordRef account);

    /** The users with these e-mail addresses, by address in lower case; whoever is not a user in use is left out. */
    Map<String, RecordRef> users(Collection<String> emails);
}
