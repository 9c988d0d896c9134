package dev.cosell.sandbox.dataverse;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** What the environment says about itself, and about what a user may do with its tables. */
final class Introspection {
    private static final String NAMESPACE = "Microsoft.Dynamics.CRM.";
    static final List<String> VERBS =
            List.of("Create", "Read", "Write", "Delete", "Append", "AppendTo", "Assign", "Share");

    private final Organization organization;
    private final Supplier<URI> base;

    Introspection(Organization organization, Supplier<URI> base) {
        this.organization = organization;
        this.base = base;
    }

    /** {@code RetrieveCurrentOrganization(AccessType=...)}. */
    Response currentOrganization(Call call) {
        ObjectNode body = Json.object()
                .put("@odata.context", call.root() + "$metadata#" + NAMESPACE + "RetrieveCurrentOrganizationResponse");
        ObjectNode detail = body.putObject("Detail")
                .put("OrganizationId", Seed.ORGANIZATION)
                .put("FriendlyName", "Fabrikam")
                .put("OrganizationVersion", "9.2.0.0")
                .put("EnvironmentId", Seed.ORGANIZATION)
                .put("TenantId", Seed.TENANT)
                .put("UrlName", base.get().getHost())
                .put("UniqueName", "fabrikam")
                .put("State", "Enabled")
                .put("OrganizationType", organization.organizationType());
        ObjectNode endpoints = detail.putObject("Endpoints").put("Count", 1).put("IsReadOnly", false);
        endpoints.putArray("Keys").add("WebApplication");
        endpoints.putArray("Values").add(base.get() + "/");
        return Json.ok(body, call.preferences());
    }

    /** {@code systemusers(id)/Microsoft.Dynamics.CRM.RetrieveUserPrivileges()}: all privileges through roles. */
    Response userPrivileges(Call call, String user) {
        ObjectNode body = Json.object()
                .put("@odata.context", call.root() + "$metadata#" + NAMESPACE + "RetrieveUserPrivilegesResponse");
        ArrayNode held = body.putArray("RolePrivileges");
        for (Table table : organization.schema().tables().values()) {
            for (String verb : VERBS) {
                String name = table.privilege(verb);
                if (organization.holds(user, name)) {
                    held.addObject()
                            .put("Depth", "Global")
                            .put("PrivilegeId", id(name))
                            .put("BusinessUnitId", Seed.BUSINESS_UNIT)
                            .put("PrivilegeName", name);
                }
            }
        }
        return Json.ok(body, call.preferences());
    }

    /** The member {@code Privileges} of a table's metadata. */
    static ArrayNode privileges(Table table) {
        ArrayNode all = Json.array();
        VERBS.forEach(verb -> all.addObject()
                .put("CanBeBasic", true)
                .put("CanBeDeep", true)
                .put("CanBeGlobal", true)
                .put("CanBeLocal", true)
                .put("Name", table.privilege(verb))
                .put("PrivilegeId", id(table.privilege(verb)))
                .put("PrivilegeType", verb));
        return all;
    }

    static String id(String privilege) {
        return UUID.nameUUIDFromBytes(privilege.getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
