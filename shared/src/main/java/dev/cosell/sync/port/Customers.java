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
 * Port: the accounts, contacts and users of a CRM. One call each (lists: one per page), with the failures of {@link Crm}.
 */
public interface Customers {
    /**
     * Accounts that may be a customer: all that share one of its keys or its name, and those whose name is similar.
     * Accounts that are no longer in use are not among them.
     */
    List<Account> candidates(Customer customer, CustomerKeys keys);

    /** The account with an id that a record shows. No call. */
    RecordRef accountRef(String id);

    /** The account with this id, in any form people write it, if there is one. */
    Optional<Account> account(String writtenId);

    /** What an account shows in the columns the map and the settings name, by their names; nothing if it is not visible. */
    Optional<Snapshot> read(RecordRef account);

    /** Writes columns of an account, only if it is still at this version. */
    Written update(RecordRef account, String version, Map<String, JsonNode> columns);

    /**
     * Makes an account under a key chosen by the caller; if it exists already it is left as it is. What a customer is
     * recognised by is filled in where the installation has a column for it.
     *
     * @param id a GUID; the account's own id where the caller may choose it
     */
    RecordRef createAccount(String id, Customer customer, CustomerKeys keys);

    /** The contacts of an account. */
    List<Contact> contacts(RecordRef account);

    /**
     * As {@link #createAccount}, a contact of an account.
     *
     * @param consent if it refuses contact, the new contact says so in the CRM's own way
     */
    RecordRef createContact(String id, RecordRef account, TeamMember person, Consent consent);

    /** The contact an account names first, if it names one. */
    Optional<TeamMember> primaryContact(RecordRef account);

    /** The users with these e-mail addresses, by address in lower case; whoever is not a user in use is left out. */
    Map<String, RecordRef> users(Collection<String> emails);
}
