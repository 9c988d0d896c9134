package dev.cosell.setup.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.crm.dynamics.DynamicsInspection;
import dev.cosell.setup.Finding;
import dev.cosell.setup.Item;
import dev.cosell.setup.SetUpFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The security role of the connector's application user, with organisation-wide access to what the doctor asks for. Who
 * gets it is the administrator's decision: no role is given to anybody here. A right that somebody added stays.
 */
final class RoleItem implements Item {
    static final String KIND = "security role";
    static final String NAME = "Co-sell Connector";

    /** The whole organisation, as a row of the role's privileges says it. */
    private static final int ORGANISATION = 8;

    /** What reading definitions takes: tables, columns, lookups and choices. */
    private static final List<String> DEFINITIONS =
            List.of("prvReadEntity", "prvReadAttribute", "prvReadRelationship", "prvReadOptionSet");

    private final Dataverse dataverse;
    private final boolean leads;

    RoleItem(Dataverse dataverse, boolean leads) {
        this.dataverse = dataverse;
        this.leads = leads;
    }

    @Override
    public Finding look() {
        Optional<String> role = role();
        Map<String, String> missing = missing(role);
        if (role.isEmpty()) {
            return Finding.missing(KIND, NAME, "give it to the application user afterwards");
        }
        return missing.isEmpty()
                ? Finding.there(KIND, NAME)
                : Finding.incomplete(
                        KIND,
                        NAME,
                        "without " + missing.values().stream().sorted().collect(Collectors.joining(", ")));
    }

    @Override
    public void make() {
        String role = role().orElseGet(() -> dataverse.create(
                "roles",
                Dataverse.object()
                        .put("name", NAME)
                        .put("businessunitid@odata.bind", "/businessunits(" + rootBusinessUnit() + ")"),
                Home.CONNECTOR.solution()));
        ObjectNode parameters = Dataverse.object();
        ArrayNode privileges = parameters.putArray("Privileges");
        missing(Optional.of(role))
                .keySet()
                .forEach(privilege ->
                        privileges.addObject().put("Depth", "Global").put("PrivilegeId", privilege));
        dataverse.act("roles(" + role + ")/Microsoft.Dynamics.CRM.AddPrivilegesRole", parameters);
    }

    /** Of the root business unit; those below it have copies of the same name. */
    private Optional<String> role() {
        return dataverse
                .first("roles?$select=roleid&$filter=name%20eq%20" + Dataverse.literal(NAME)
                        + "%20and%20_businessunitid_value%20eq%20" + rootBusinessUnit())
                .map(role -> role.path("roleid").asText());
    }

    private String rootBusinessUnit() {
        return dataverse
                .first("businessunits?$select=businessunitid&$filter=_parentbusinessunitid_value%20eq%20null")
                .map(unit -> unit.path("businessunitid").asText())
                .orElseThrow(() -> new SetUpFailure("Expected a business unit that has no parent, found none"));
    }

    /** Names by id. */
    private Map<String, String> missing(Optional<String> role) {
        Set<String> held = role.map(this::held).orElse(Set.of());
        Map<String, String> missing = new LinkedHashMap<>();
        DynamicsInspection.needed(leads)
                .forEach((table, verbs) -> dataverse
                        .get(Definitions.address(table) + "?$select=Privileges")
                        .path("Privileges")
                        .forEach(privilege -> {
                            if (verbs.contains(privilege.path("PrivilegeType").asText())) {
                                missing.put(
                                        privilege.path("PrivilegeId").asText(),
                                        privilege.path("Name").asText());
                            }
                        }));
        DEFINITIONS.forEach(name -> dataverse
                .first("privileges?$select=privilegeid,name&$filter=name%20eq%20" + Dataverse.literal(name))
                .ifPresent(
                        privilege -> missing.put(privilege.path("privilegeid").asText(), name)));
        missing.keySet().removeAll(held);
        return missing;
    }

    private Set<String> held(String role) {
        return dataverse
                .list("roleprivilegescollection?$select=privilegeid,privilegedepthmask&$filter=roleid%20eq%20" + role)
                .stream()
                .filter(row -> (row.path("privilegedepthmask").asInt() & ORGANISATION) != 0)
                .map((JsonNode row) -> row.path("privilegeid").asText())
                .collect(Collectors.toSet());
    }
}
