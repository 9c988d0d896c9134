package dev.cosell.crm.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.crm.CrmInspection;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.http.TokenSource;
import dev.cosell.http.Transport;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a Dynamics 365 environment tells about itself. Sources: the reference of the functions {@code
 * RetrieveCurrentOrganization} and {@code RetrieveUserPrivileges}, of {@code SecurityPrivilegeMetadata}, and of the table
 * {@code workflow}, in which cloud flows of solutions are rows of category 5.
 */
public final class DynamicsInspection implements CrmInspection {
    private static final String ORGANIZATION = "RetrieveCurrentOrganization(AccessType=@access)?@access="
            + "Microsoft.Dynamics.CRM.EndpointAccessType'Default'";
    private static final String FLOWS = "workflows?$select=name&$filter="
            + WebApi.encode("category eq 5 and statecode eq 1 and contains(name,'Partner Center')");

    /** The verbs of privileges, and how people call them. */
    private static final Map<String, String> VERBS = Map.of(
            "Read", "read",
            "Create", "create",
            "Write", "change",
            "Append", "link",
            "AppendTo", "link others to",
            "Assign", "assign");

    private static final List<String> SYNCHRONISED = List.of("Read", "Create", "Write", "Append", "AppendTo", "Assign");

    /** What the connector's security role needs, as docs/crm-setup.md lists it, but what it needs for leads. */
    private static final Map<String, List<String>> NEEDED = Map.of(
            Table.OPPORTUNITY.logicalName(),
            SYNCHRONISED,
            Table.ACCOUNT.logicalName(),
            List.of("Read", "Create", "AppendTo"),
            Table.CONTACT.logicalName(),
            List.of("Read", "Create", "Append", "AppendTo"),
            Table.USER.logicalName(),
            List.of("Read"),
            "organization",
            List.of("Read"),
            Table.CURRENCY.logicalName(),
            List.of("Read", "AppendTo"),
            "opportunityclose",
            List.of("Create", "Append"));

    private final URI environment;
    private final WebApi api;
    private final boolean leads;

    /** Makes no call. @param maps with one of leads if leads cross */
    public DynamicsInspection(
            URI environment, Transport transport, TokenSource tokens, FieldMaps maps, InstantSource clock) {
        this.environment = environment;
        this.api = new WebApi(environment, transport, tokens, maps, clock);
        this.leads = maps.leads().isPresent();
    }

    @Override
    public Identity identity() {
        JsonNode detail = api.get(ORGANIZATION).path("Detail");
        return new Identity(
                detail.path("OrganizationId").asText(),
                detail.path("FriendlyName").asText(),
                kind(detail.path("OrganizationType")),
                Optional.ofNullable(detail.path("TenantId").asText(null)),
                environment);
    }

    /** Numbers are those of the enumeration {@code OrganizationType}; by default the Web API writes its names. */
    private static Kind kind(JsonNode type) {
        return switch (type.asText("")) {
            case "Customer", "0", "Default", "12", "Secondary", "4" -> Kind.PRODUCTION;
            case "CustomerTest",
                    "5",
                    "CustomerFreeTest",
                    "6",
                    "CustomerPreview",
                    "7",
                    "TestDrive",
                    "9",
                    "EmailTrial",
                    "11",
                    "Developer",
                    "13",
                    "Trial",
                    "14" -> Kind.TEST;
            default -> Kind.UNKNOWN;
        };
    }

    /** Compares the privileges of tables, by their metadata, with those that the user has through roles and teams. */
    @Override
    public List<MissingRight> missingRights() {
        Set<String> held = held();
        List<MissingRight> missing = new ArrayList<>();
        needed(leads).forEach((table, verbs) -> {
            for (JsonNode privilege : api.get("EntityDefinitions(LogicalName='" + table + "')?$select=Privileges")
                    .path("Privileges")) {
                String verb = privilege.path("PrivilegeType").asText();
                String name = privilege.path("Name").asText();
                if (verbs.contains(verb) && !held.contains(name)) {
                    missing.add(new MissingRight(table, VERBS.get(verb), name));
                }
            }
        });
        return List.copyOf(missing);
    }

    private Set<String> held() {
        String user = Guid.in(api.get("WhoAmI"), "UserId");
        Set<String> held = new HashSet<>();
        api.get(Table.USER.row(user) + "/Microsoft.Dynamics.CRM.RetrieveUserPrivileges()")
                .path("RolePrivileges")
                .forEach(privilege -> held.add(privilege.path("PrivilegeName").asText()));
        return held;
    }

    /**
     * What the connector's security role has to allow on all rows: the privileges of each table, in the words of {@code
     * PrivilegeType}, by its logical name.
     *
     * @param leads whether leads cross
     */
    public static Map<String, List<String>> needed(boolean leads) {
        Map<String, List<String>> needed = new TreeMap<>(NEEDED);
        if (leads) {
            needed.put(Table.LEAD.logicalName(), SYNCHRONISED);
        }
        return needed;
    }

    /** Flows of Microsoft's solution are in the environment of the CRM. @param since is not asked for: a flow is on or off */
    @Override
    public List<Trace> tracesOfMicrosoftsConnector(Instant since) {
        return api.list(FLOWS).stream()
                .map(flow -> new Trace("flow \"" + flow.path("name").asText() + "\" is switched on", true))
                .toList();
    }

    /** Dataverse's daily entitlement belongs to licences and is shown nowhere in its API. */
    @Override
    public Optional<CallsOfDay> callsOfDay() {
        return Optional.empty();
    }
}
