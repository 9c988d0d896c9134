package dev.cosell.sync.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.cosell.fieldmap.Direction;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Occasion;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.port.Customer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a CRM record is made with.
 *
 * @param customer whom it is for; absent if the referral names none
 * @param values stored form by column
 */
public record NewRecord(Optional<Customer> customer, Map<String, JsonNode> values) {
    /**
     * Drafts a record from what Partner Center shows.
     *
     * @throws dev.cosell.problem.Failure naming the first value the CRM cannot take
     */
    public static NewRecord of(FieldMap map, Map<String, JsonNode> referral) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        Map<String, JsonNode> related = new LinkedHashMap<>();
        String customer = customerPrefix(map);
        for (Field field : map.fields()) {
            Optional<Value> value = field.on(Side.PARTNER_CENTER, referral).filter(found -> !found.isEmpty());
            if (comesAlong(field, customer)) {
                value.map(given -> stored(field, given))
                        .orElseGet(() -> field.defaultOn(Side.CRM))
                        .forEach((path, node) -> (path.startsWith(customer) ? related : values).put(path, node));
            }
        }
        if (!named(map, values)) {
            throw Problem.of(ProblemCode.NAME_MISSING, "the referral has no name")
                    .failure();
        }
        surname(map, referral).forEach(values::putIfAbsent);
        values.put(map.columns().sync(), BooleanNode.TRUE);
        return new NewRecord(customerAmong(map, related), values);
    }

    /** Whether a record cannot be made without this field, because it is for nobody then. */
    static boolean namesCustomer(FieldMap map, Field field) {
        String customer = customerPrefix(map);
        return field.partnerCenter().contains(Customer.NAME)
                && field.crm().stream().anyMatch(path -> path.startsWith(customer))
                && comesAlong(field, customer);
    }

    /** A person is known by a last name at least; where the referral names nobody, the company stands in for the person. */
    private static Map<String, JsonNode> surname(FieldMap map, Map<String, JsonNode> referral) {
        return map.field("contactLastName")
                .filter(field -> comesAlong(field, customerPrefix(map)))
                .flatMap(surname -> Stream.of("customer", "name")
                        .flatMap(name -> map.field(name).stream())
                        .flatMap(field -> field.on(Side.PARTNER_CENTER, referral).stream())
                        .filter(value -> !value.isEmpty())
                        .findFirst()
                        .map(company -> stored(surname, company)))
                .orElse(Map.of());
    }

    private static boolean named(FieldMap map, Map<String, JsonNode> values) {
        return map.field("name")
                .filter(field -> values.keySet().containsAll(field.crm()))
                .isPresent();
    }

    /** What the map cannot translate is left out where the merge can hold the field alone afterwards. */
    private static Map<String, JsonNode> stored(Field field, Value value) {
        boolean canWait =
                field.direction().flowsTo(Side.CRM) && !field.requiredFor().contains(Occasion.CRM);
        if (canWait && field.unclear(Side.CRM, value).isPresent()) {
            return Map.of();
        }
        field.refusal(Side.CRM, value).ifPresent(problem -> {
            throw problem.failure();
        });
        return field.stored(Side.CRM, value);
    }

    private static boolean comesAlong(Field field, String customer) {
        boolean ofAnotherRecord =
                field.crm().stream().anyMatch(path -> path.contains("/") && !path.startsWith(customer));
        return !ofAnotherRecord
                && field.direction() != Direction.TO_PARTNER_CENTER
                && (field.direction() == Direction.ON_CREATE || field.comesWith(Side.CRM));
    }

    /**
     * The customer that some values of a deal describe.
     *
     * @param map of the deals
     * @param values stored form by path; paths other than the customer's do not matter
     */
    public static Optional<Customer> customerAmong(FieldMap map, Map<String, JsonNode> values) {
        String customer = customerPrefix(map);
        Map<String, JsonNode> account = new LinkedHashMap<>();
        values.forEach((path, node) -> {
            if (path.startsWith(customer)) {
                account.put(path.substring(customer.length()), node);
            }
        });
        return Optional.of(text(map, Customer.NAME, account))
                .filter(name -> !name.isEmpty())
                .map(name -> new Customer(
                        name, text(map, Customer.POSTAL_CODE, account), text(map, Customer.COUNTRY, account), account));
    }

    private static String text(FieldMap map, String pointer, Map<String, JsonNode> account) {
        return map.customerColumn(pointer)
                .map(account::get)
                .map(JsonNode::asText)
                .orElse("");
    }

    /** Of the paths through the customer; nothing begins like this in a map that has no such paths. */
    private static String customerPrefix(FieldMap map) {
        return map.customerLookup().map(lookup -> lookup + "/").orElse("/");
    }
}
