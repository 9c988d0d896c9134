package dev.cosell.launcher.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.launcher.JsonAnswer;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A CRM to try the connector with: what sellers do there, what stands there, and how an administrator connects it. Everything
 * goes through the sandbox's control routes, or files, and nothing through the connector, so that it can be compared with it.
 */
public interface CrmSandbox {
    CrmProduct product();

    /** Its name in the sandbox's books and addresses, for instance {@code dynamics}. */
    default String system() {
        return product().word();
    }

    /** Where it is: an address without a slash at the end, or a directory. */
    String address();

    /** Whether it keeps leads apart from deals; a referral that is a lead stands for a deal otherwise. */
    default boolean keepsLeads() {
        return true;
    }

    // --- The administrator ---

    /** Adds what the connector can make use of and the CRM does not have by itself; once, before the functions start. */
    void prepare();

    /** The app settings that connect the functions with it. */
    Map<String, String> settings();

    /** With what a program signs in; empty if nobody does. */
    ObjectNode client();

    /** The secret that its events carry, and where; empty if it has no events. */
    ObjectNode eventsSecret();

    /** Lets its events come to the functions. */
    void subscribe(URI functions);

    /** Whoever has signed in has to sign in again. */
    void expireSessions();

    // --- Sellers ---

    /**
     * Enters an opportunity, with its customer and contact; each customer once.
     *
     * @param deal members as in the demo's {@code crm-opportunities.json}
     * @return its id
     */
    String enter(JsonNode deal);

    /**
     * Enters several.
     *
     * @param between after each
     * @return their ids, in the same order
     */
    default List<String> enterAll(List<JsonNode> deals, Runnable between) {
        List<String> ids = new ArrayList<>();
        for (JsonNode deal : deals) {
            ids.add(enter(deal));
            between.run();
        }
        return ids;
    }

    /** Corrects the country of a customer that was entered with a deal. */
    void correctCountry(JsonNode deal, String country);

    void edit(String record, Map<Fact, ?> facts);

    /** As {@link #edit}, where a refusal is an answer, too. */
    JsonAnswer tryEdit(String record, Map<Fact, ?> facts);

    void editLead(String lead, Map<Fact, ?> facts);

    void win(String record);

    /** Makes an opportunity of a lead. */
    void qualify(String lead);

    // --- What stands there ---

    RecordView record(String id);

    List<RecordView> records();

    /** Leads; parts that only deals have are empty. */
    List<RecordView> leads();

    /** Customers by id. */
    Map<String, Customer> customers();

    /**
     * A customer.
     *
     * @param key two customers with the same one are one and the same company
     */
    record Customer(String name, String key) {}

    /** What the connector wrote so far to records, by the CRM's own books. */
    List<Write> writes();

    /**
     * A write to a record.
     *
     * @param at when it was carried out
     */
    record Write(String record, Instant at) {}

    /** Ids of the deals that hold a referral's id; one, if all is well. */
    default List<String> recordsOf(String referral) {
        return idsOf(records(), referral);
    }

    /** Ids of the leads that hold a referral's id. */
    default List<String> leadsOf(String referral) {
        return idsOf(leads(), referral);
    }

    /** The referral id that a record holds, if it holds one. */
    default Optional<String> referralOf(String record) {
        return Optional.of(record(record).referralId()).filter(id -> !id.isEmpty());
    }

    private static List<String> idsOf(List<RecordView> views, String referral) {
        return views.stream()
                .filter(view -> view.referralId().equals(referral))
                .map(RecordView::id)
                .toList();
    }
}
