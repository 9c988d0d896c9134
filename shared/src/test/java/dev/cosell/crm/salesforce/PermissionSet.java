package dev.cosell.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.salesforce.SourceXml;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.w3c.dom.Element;

/**
 * What a permission set grants.
 *
 * @param objects rights by object
 * @param fields whether a field may be edited, by object and field as in {@code Opportunity.Amount}
 * @param user what else it lets its users do
 */
record PermissionSet(Map<String, Rights> objects, Map<String, Boolean> fields, Set<String> user) {
    /** What may be done with the rows of an object. */
    record Rights(boolean create, boolean read, boolean edit, boolean delete, boolean viewAll, boolean modifyAll) {}

    /** Parts of a field for which rights are given as a whole. */
    private static final Map<String, String> PART_OF = Map.of(
            "Account.Billing", "Account.BillingAddress",
            "Account.Shipping", "Account.ShippingAddress",
            "Lead.", "Lead.Address");

    private static final String ADDRESS = "(Street|City|State|PostalCode|Country|StateCode|CountryCode)";

    /** No permission set names these, beside those that describe calls not permissionable: who sees a row sees them. */
    private static final Set<String> NEVER_NAMED = Set.of(
            "Id",
            "Name",
            "FirstName",
            "LastName",
            "Salutation",
            "Company",
            "OwnerId",
            "StageName",
            "CloseDate",
            "Status",
            "IsClosed",
            "IsWon",
            "IsConverted",
            "IsUnreadByOwner",
            "CurrencyIsoCode",
            "ForecastCategoryName");

    /** The contact that an opportunity shows is that of a row of its own. */
    private static final String CONTACT = "Opportunity.ContactId";

    static PermissionSet read(Element root) {
        Map<String, Rights> objects = new TreeMap<>();
        for (Element rights : SourceXml.all(root, "objectPermissions")) {
            objects.put(
                    SourceXml.text(rights, "object").orElseThrow(),
                    new Rights(
                            yes(rights, "allowCreate"),
                            yes(rights, "allowRead"),
                            yes(rights, "allowEdit"),
                            yes(rights, "allowDelete"),
                            yes(rights, "viewAllRecords"),
                            yes(rights, "modifyAllRecords")));
        }
        Map<String, Boolean> fields = new TreeMap<>();
        for (Element rights : SourceXml.all(root, "fieldPermissions")) {
            if (yes(rights, "readable")) {
                fields.put(SourceXml.text(rights, "field").orElseThrow(), yes(rights, "editable"));
            }
        }
        Set<String> user = new TreeSet<>();
        SourceXml.all(root, "userPermissions", "name").forEach(name -> user.add(name.getTextContent()));
        return new PermissionSet(objects, fields, user);
    }

    /** How a permission set names a field, if it can name it. */
    static Optional<String> named(String object, String field) {
        String name = object + "." + field;
        if (NEVER_NAMED.contains(field) || name.equals(CONTACT)) {
            return Optional.empty();
        }
        return PART_OF.entrySet().stream()
                .filter(whole -> name.matches(whole.getKey().replace(".", "\\.") + ADDRESS))
                .map(Map.Entry::getValue)
                .findFirst()
                .or(() -> Optional.of(name));
    }

    /** The body of the sandbox's {@code PUT object-permissions}. */
    ObjectNode objectRights() {
        ObjectNode body = RestApi.JSON.createObjectNode();
        objects.forEach((object, rights) -> body.putObject(object)
                .put("create", rights.create())
                .put("read", rights.read())
                .put("edit", rights.edit())
                .put("delete", rights.delete()));
        return body;
    }

    /**
     * Adds an object's part of the body of the sandbox's {@code PUT field-permissions}, where what is not named is allowed.
     *
     * @param described as an administrator sees it
     */
    void fieldRights(ObjectNode body, JsonNode described) {
        String object = described.path("name").asText();
        for (JsonNode field : described.path("fields")) {
            if (field.path("permissionable").asBoolean()) {
                String name = field.path("name").asText();
                named(object, name)
                        .ifPresent(known -> body.putObject(object + "/" + name)
                                .put("read", fields.containsKey(known))
                                .put("edit", fields.getOrDefault(known, false)));
            }
        }
    }

    private static boolean yes(Element parent, String name) {
        return SourceXml.text(parent, name).equals(Optional.of("true"));
    }
}
