package dev.cosell.setup;

import dev.cosell.fieldmap.CrmProduct;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param apply whether to make what is missing; otherwise nothing is changed
 * @param address of the Dynamics 365 environment
 * @param leads whether leads cross too
 * @param events where the CRM sends its events
 * @param sender of a Salesforce organisation, whose name its messages have
 * @param tenant where the administrator signs in
 * @param client the app registration through which they do
 * @param deviceCode whether they sign in with a code on another computer
 * @param org by what name the Salesforce CLI knows the organisation
 * @param json one object instead of lines
 */
record Arguments(
        boolean apply,
        CrmProduct crm,
        Optional<URI> address,
        boolean leads,
        Optional<URI> events,
        Optional<String> sender,
        String tenant,
        String client,
        boolean deviceCode,
        Optional<String> org,
        boolean json) {
    /** Any tenant's people; which one it is shows when they sign in. */
    private static final String ANY_TENANT = "organizations";

    /** Microsoft's own registration for tools that administrators run against Dataverse. */
    private static final String TOOLS = "51f81489-12ee-4a9e-aaae-a2591f45987d";

    /** A wrong command line; the message names what was expected and found. */
    static final class Misused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Misused(String message) {
            super(message);
        }
    }

    /** @throws Misused naming the argument that was not understood */
    static Arguments read(List<String> given) {
        List<String> rest = new ArrayList<>(given);
        boolean check = rest.remove("--check");
        boolean apply = rest.remove("--apply");
        if (check == apply) {
            throw new Misused("crm-setup: expected --check or --apply, found " + (check ? "both" : "neither"));
        }
        CrmProduct crm = value(rest, "--crm").map(Arguments::crm).orElse(CrmProduct.DYNAMICS);
        Arguments read = new Arguments(
                apply,
                crm,
                value(rest, "--url").map(text -> host("--url", text)),
                rest.remove("--leads"),
                value(rest, "--events").map(text -> address("--events", text)),
                value(rest, "--sender"),
                value(rest, "--tenant")
                        .map(text -> matching("--tenant", text, "[A-Za-z0-9.-]{1,100}", "a tenant's id or domain"))
                        .orElse(ANY_TENANT),
                value(rest, "--client")
                        .map(text -> matching("--client", text, "[0-9a-fA-F-]{36}", "an application's id"))
                        .orElse(TOOLS),
                rest.remove("--device-code"),
                value(rest, "--org")
                        .map(text -> matching(
                                "--org", text, "[A-Za-z0-9_.@][A-Za-z0-9_.@-]{0,99}", "an alias or a username")),
                rest.remove("--json"));
        if (!rest.isEmpty()) {
            throw new Misused("crm-setup: did not expect " + rest + "; see --help");
        }
        read.demandTarget();
        return read;
    }

    private void demandTarget() {
        if (crm == CrmProduct.DYNAMICS && address.isEmpty()) {
            throw new Misused("crm-setup: expected --url with the address of the environment, found none");
        }
        if (crm == CrmProduct.SALESFORCE && org.isEmpty()) {
            throw new Misused(
                    "crm-setup: expected --org with the alias under which sf is signed in to the organisation, found none");
        }
    }

    /** For CSV files there is nothing to set up. */
    private static CrmProduct crm(String name) {
        return CrmProduct.named(name)
                .filter(product -> product != CrmProduct.FILE)
                .orElseThrow(() -> new Misused("--crm: expected dynamics or salesforce, found " + name));
    }

    /** An address without a path: the rest of it is the API's. */
    private static URI host(String option, String text) {
        URI uri = address(option, text.replaceFirst("/+$", ""));
        if (!uri.getRawPath().isEmpty()) {
            throw new Misused(option + ": expected https://<host> without a path, found " + text);
        }
        return uri;
    }

    private static URI address(String option, String text) {
        try {
            URI uri = new URI(text);
            if ("https".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new Misused(option + ": expected an https address, found " + text);
        }
        throw new Misused(option + ": expected an https address without user, query and fragment, found " + text);
    }

    private static String matching(String option, String text, String pattern, String expected) {
        if (!text.matches(pattern)) {
            throw new Misused(option + ": expected " + expected + ", found " + text);
        }
        return text;
    }

    /** What follows an option; both are taken away. */
    private static Optional<String> value(List<String> rest, String option) {
        int index = rest.indexOf(option);
        if (index < 0) {
            return Optional.empty();
        }
        rest.remove(index);
        return Optional.of(index < rest.size() ? rest.remove(index) : "nothing");
    }
}
