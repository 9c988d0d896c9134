package dev.cosell.launcher;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;

/** Connects the two systems' events to the functions app, as an administrator does once. */
final class Subscriptions {
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

    private final JsonClient functions;
    private final JsonClient control;
    private final String secret;

    /** @param functions with a function key */
    Subscriptions(JsonClient functions, JsonClient control, String secret) {
        this.functions = functions;
        this.control = control;
        this.secret = secret;
    }

    void register() {
        functions.send("PUT", "/api/webhook-registration", JsonNodeFactory.instance.objectNode());
        step("Create", "opportunity", List.of());
        step("Update", "opportunity", OPPORTUNITY);
        step("Delete", "opportunity", List.of());
        step("Create", "lead", List.of());
        step("Update", "lead", LEAD);
        step("Delete", "lead", List.of());
        step("Merge", "lead", List.of());
        step("Update", "account", ACCOUNT);
        step("Update", "contact", CONTACT);
    }

    private void step(String message, String table, List<String> columns) {
        ObjectNode step = JsonNodeFactory.instance.objectNode();
        step.put("url", URI.create(functions.base() + "/api/events/dynamics").toString())
                .put("authentication", "HTTP_HEADER")
                .put("authName", FunctionSettings.SECRET_HEADER)
                .put("authValue", secret)
                .put("message", message)
                .put("table", table);
        columns.forEach(step.putArray("filteringAttributes")::add);
        control.send("POST", "/_sandbox/dynamics/webhooks", step);
    }
}
