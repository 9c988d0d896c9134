package dev.cosell.launcher.crm;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;

/** The webhook steps that an administrator registers in Dataverse for the connector. */
final class DynamicsWebhooks {
    /** What the field map knows of an opportunity, and the columns that steer the connector; nothing else wakes it. */
    private static final List<String> OPPORTUNITY = List.of(
            "name",
            "estimatedvalue",
            "transactioncurrencyid",
            "estimatedclosedate",
            "description",
            "statecode",
            "statuscode",
            "customerid",
            "parentcontactid",
            "ownerid",
            "msft_microsoftpartnercentersolutions",
            "msft_microsoftpartnercenterhelp",
            "msft_microsoftpartnercenterreferralsync",
            "msft_microsoftpartnercenterreferralvisible",
            "msft_microsoftpartnercenterreferralidentifier",
            "msft_coselltype",
            "msft_customerpurchaseintent",
            "msft_partnerrole",
            "msft_solutionarea",
            "msft_solutionplay",
            "cosell_partnerlocation",
            "cosell_consenttocontact",
            "cosell_consenttoshare",
            "cosell_syncnow",
            "cosell_keep");

    /** Of a lead, likewise. */
    private static final List<String> LEAD = List.of(
            "subject",
            "estimatedamount",
            "transactioncurrencyid",
            "estimatedclosedate",
            "description",
            "statecode",
            "statuscode",
            "ownerid",
            "msft_microsoftpartnercenterreferralsync",
            "msft_microsoftpartnercenterreferralidentifier",
            "cosell_syncnow",
            "cosell_keep");

    /** What a deal may be held for. */
    private static final List<String> ACCOUNT = List.of(
            "name",
            "address1_line1",
            "address1_city",
            "address1_stateorprovince",
            "address1_postalcode",
            "address1_country",
            "address2_country",
            "parentaccountid");

    private static final List<String> CONTACT =
            List.of("firstname", "lastname", "emailaddress1", "telephone1", "jobtitle");

    private DynamicsWebhooks() {}

    /** One registration per table and message, as the sandbox's {@code POST webhooks} takes them. */
    static List<ObjectNode> all(URI events, String header, String secret) {
        List<ObjectNode> steps = List.of(
                step("Create", "opportunity", List.of()),
                step("Update", "opportunity", OPPORTUNITY),
                step("Delete", "opportunity", List.of()),
                step("Create", "lead", List.of()),
                step("Update", "lead", LEAD),
                step("Delete", "lead", List.of()),
                step("Merge", "lead", List.of()),
                step("Update", "account", ACCOUNT),
                step("Update", "contact", CONTACT));
        steps.forEach(step -> step.put("url", events.toString())
                .put("authentication", "HTTP_HEADER")
                .put("authName", header)
                .put("authValue", secret));
        return steps;
    }

    private static ObjectNode step(String message, String table, List<String> columns) {
        ObjectNode step =
                JsonNodeFactory.instance.objectNode().put("message", message).put("table", table);
        columns.forEach(step.putArray("filteringAttributes")::add);
        return step;
    }
}
