package dev.cosell.sync.memory;

import dev.cosell.crm.CustomersContract;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.TeamMember;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.port.Contact;
import dev.cosell.sync.port.Customers;
import java.time.InstantSource;

/** The accounts in memory keep what the port promises. */
class MemoryCustomersTest extends CustomersContract {
    private final MemoryCustomers customers = new MemoryCustomers(
            new Line(RemoteSystem.CRM, InstantSource.system(), new Calls(), Faults.NONE, step -> {}));

    @Override
    protected FieldMap map() {
        return FieldMapFile.dynamics().deals();
    }

    @Override
    protected Customers customers() {
        return customers;
    }

    @Override
    protected RecordRef user(String email) {
        return customers.employs("user-1", new TeamMember("Mara", "Lindqvist", email, "", ""));
    }

    @Override
    protected boolean isNotToBeContacted(RecordRef contact) {
        return customers.isNotToBeContacted(contact);
    }

    @Override
    protected void namesFirst(RecordRef account, Contact contact) {
        customers.namesFirst(account, contact.person());
    }
}
