package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.Limit;
import dev.cosell.fieldmap.TableDescription;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.Consent;
import dev.cosell.referral.Referral;
import dev.cosell.referral.TeamMember;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.port.Account;
import dev.cosell.sync.port.Contact;
import dev.cosell.sync.port.Crm;
import dev.cosell.sync.port.Customer;
import dev.cosell.sync.port.CustomerKeys;
import dev.cosell.sync.port.Customers;
import dev.cosell.sync.port.PartnerCenter;
import dev.cosell.sync.port.Ports;
import dev.cosell.sync.port.RecordChanges;
import dev.cosell.sync.port.RecordPage;
import dev.cosell.sync.port.RecordQuery;
import dev.cosell.sync.port.ReferralPage;
import dev.cosell.sync.port.Written;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Notes which systems really answered during a piece of work: only an answer ends an outage, and only that of the
 * system that gave it. A refusal of what was asked is an answer too.
 */
final class Reached {
    private final Set<RemoteSystem> systems = EnumSet.noneOf(RemoteSystem.class);
    private final Set<RemoteSystem> tried = EnumSet.noneOf(RemoteSystem.class);

    boolean has(RemoteSystem system) {
        return systems.contains(system);
    }

    /** Whether it was called at all. */
    boolean tried(RemoteSystem system) {
        return tried.contains(system);
    }

    /** The same ports, watched. */
    Ports watching(Ports ports) {
        return ports.with(new Watched(ports.partnerCenter())).with(new WatchedCrm(ports.crm()));
    }

    private <T> T noting(RemoteSystem system, Supplier<T> call) {
        tried.add(system);
        try {
            T answer = call.get();
            systems.add(system);
            return answer;
        } catch (Failure failure) {
            switch (failure.problem().handling()) {
                case PERSON -> systems.add(system);
                case SYSTEM -> systems.remove(system);
                case TRANSIENT, BUG -> {
                    // Says nothing about whether the system can be used.
                }
            }
            throw failure;
        }
    }

    private final class Watched implements PartnerCenter {
        private final PartnerCenter real;

        Watched(PartnerCenter real) {
            this.real = real;
        }

        private <T> T noting(Supplier<T> call) {
            return Reached.this.noting(RemoteSystem.PARTNER_CENTER, call);
        }

        /** Asks nobody, so it says nothing about whether the system can be used. */
        @Override
        public Optional<Problem> unwritable(String referralId) {
            return real.unwritable(referralId);
        }

        @Override
        public Referral read(String referralId) {
            return noting(() -> Forbidden.ofReferral(real, () -> real.read(referralId)));
        }

        @Override
        public Written patch(String referralId, String version, Map<String, JsonNode> values) {
            return noting(() -> Forbidden.ofReferral(real, () -> real.patch(referralId, version, values)));
        }

        @Override
        public Referral create(ObjectNode referral, String requestId) {
            return noting(() -> Forbidden.ofReferral(real, () -> real.create(referral, requestId)));
        }

        @Override
        public List<Referral> createdSince(Instant since) {
            return noting(() -> real.createdSince(since));
        }

        @Override
        public ReferralPage lastChanged(Optional<String> next) {
            return noting(() -> real.lastChanged(next));
        }

        @Override
        public List<Referral> inEngagement(String engagementId) {
            return noting(() -> real.inEngagement(engagementId));
        }
    }

    private final class WatchedCrm implements Crm {
        private final Crm real;

        WatchedCrm(Crm real) {
            this.real = real;
        }

        private <T> T noting(Supplier<T> call) {
            return Reached.this.noting(RemoteSystem.CRM, call);
        }

        @Override
        public Snapshot read(RecordRef record) {
            return noting(() -> Forbidden.ofRecord(real, record, () -> real.read(record)));
        }

        @Override
        public RecordRef nameOfNew(String table, String id, String referralId) {
            return real.nameOfNew(table, id, referralId);
        }

        @Override
        public RecordRef itself(RecordRef name, Snapshot shown) {
            return real.itself(name, shown);
        }

        @Override
        public Optional<RecordRef> ref(String table, String writtenId) {
            return real.ref(table, writtenId);
        }

        @Override
        public Optional<RecordRef> find(String writtenId) {
            return noting(() -> real.find(writtenId));
        }

        @Override
        public List<RecordRef> findBy(String table, String column, String text) {
            return noting(() -> real.findBy(table, column, text));
        }

        @Override
        public Optional<RecordRef> survivor(RecordRef gone) {
            return noting(() -> real.survivor(gone));
        }

        @Override
        public List<RecordRef> findByReferral(String referralId) {
            return noting(() -> real.findByReferral(referralId));
        }

        @Override
        public Customers customers() {
            return new WatchedCustomers(real.customers());
        }

        @Override
        public Written create(RecordRef name, Optional<RecordRef> customer, Map<String, JsonNode> values) {
            return noting(() -> real.create(name, customer, values));
        }

        @Override
        public Written update(RecordRef record, String version, Map<String, JsonNode> values) {
            return noting(() -> real.update(record, version, values));
        }

        @Override
        public Optional<Snapshot> tell(RecordRef record, Map<String, JsonNode> columns) {
            return noting(() -> real.tell(record, columns));
        }

        @Override
        public RecordPage records(RecordQuery query, Optional<String> next) {
            return noting(() -> real.records(query, next));
        }

        @Override
        public Optional<RecordRef> accountOf(RecordRef lead) {
            return noting(() -> real.accountOf(lead));
        }

        @Override
        public Optional<RecordRef> leadOf(RecordRef deal) {
            return noting(() -> real.leadOf(deal));
        }

        @Override
        public boolean qualifiesLeads() {
            return real.qualifiesLeads();
        }

        @Override
        public Set<String> madeUp(Map<String, JsonNode> deal) {
            return real.madeUp(deal);
        }

        @Override
        public RecordRef qualify(RecordRef lead, Optional<RecordRef> account) {
            return noting(() -> real.qualify(lead, account));
        }

        @Override
        public Map<String, Limit> limits(String table) {
            return noting(() -> real.limits(table));
        }

        @Override
        public Optional<RecordChanges> changes(String table, Optional<String> position) {
            return noting(() -> real.changes(table, position));
        }

        @Override
        public Set<String> currencies() {
            return noting(real::currencies);
        }

        @Override
        public Optional<String> webAddress(RecordRef record) {
            return real.webAddress(record);
        }

        @Override
        public TableDescription describe(String table) {
            return noting(() -> real.describe(table));
        }
    }

    private final class WatchedCustomers implements Customers {
        private final Customers real;

        WatchedCustomers(Customers real) {
            this.real = real;
        }

        private <T> T noting(Supplier<T> call) {
            return Reached.this.noting(RemoteSystem.CRM, call);
        }

        @Override
        public List<Account> candidates(Customer customer, CustomerKeys keys) {
            return noting(() -> real.candidates(customer, keys));
        }

        @Override
        public RecordRef accountRef(String id) {
            return real.accountRef(id);
        }

        @Override
        public Optional<Account> account(String writtenId) {
            return noting(() -> real.account(writtenId));
        }

        @Override
        public Optional<Snapshot> read(RecordRef account) {
            return noting(() -> real.read(account));
        }

        @Override
        public Written update(RecordRef account, String version, Map<String, JsonNode> columns) {
            return noting(() -> real.update(account, version, columns));
        }

        @Override
        public RecordRef createAccount(String id, Customer customer, CustomerKeys keys) {
            return noting(() -> real.createAccount(id, customer, keys));
        }

        @Override
        public List<Contact> contacts(RecordRef account) {
            return noting(() -> real.contacts(account));
        }

        @Override
        public RecordRef createContact(String id, RecordRef account, TeamMember person, Consent consent) {
            return noting(() -> real.createContact(id, account, person, consent));
        }

        @Override
        public Optional<TeamMember> primaryContact(RecordRef account) {
            return noting(() -> real.primaryContact(account));
        }

        @Override
        public Map<String, RecordRef> users(Collection<String> emails) {
            return noting(() -> real.users(emails));
        }
    }
}
