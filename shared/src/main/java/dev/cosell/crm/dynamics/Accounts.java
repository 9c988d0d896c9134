package dev.cosell.crm.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.http.Answer;
import dev.cosell.sync.Customer;
import dev.cosell.sync.RecordRef;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Customers: accounts found by name and address, or made under an id chosen by the caller. */
final class Accounts {
    private final WebApi api;
    private final String name;
    private final Optional<String> postalCode;
    private final Optional<String> country;

    Accounts(WebApi api, FieldMap map) {
        this.api = api;
        this.name = MappedColumns.account(map, "/customerProfile/name").orElse("name");
        this.postalCode = MappedColumns.account(map, "/customerProfile/address/postalCode");
        this.country = MappedColumns.account(map, "/customerProfile/address/country");
    }

    /** One call per page. The CRM compares the name; spelling, postal code and country are compared here. */
    List<RecordRef> find(Customer customer) {
        String select = Stream.of(Optional.of(Table.ACCOUNT.key()), Optional.of(name), postalCode, country)
                .flatMap(Optional::stream)
                .collect(Collectors.joining(","));
        String filter = WebApi.encode(name + " eq ") + WebApi.literal(customer.name());
        return api.list(Table.ACCOUNT.entitySet() + "?$select=" + select + "&$filter=" + filter).stream()
                .filter(account -> matches(customer, account))
                .map(account -> ref(account.path(Table.ACCOUNT.key()).asText()))
                .toList();
    }

    /** One call; an account that exists under this id is left as it is. */
    RecordRef create(String id, Customer customer) {
        String path = Table.ACCOUNT.row(id);
        ObjectNode account = WebApi.JSON.createObjectNode();
        account.put(name, customer.name());
        customer.columns().forEach(account::set);
        Answer answer = api.send("PATCH", path, Map.of("If-None-Match", "*"), account);
        if (!answer.ok() && !existsAlready(WebApiError.of(answer))) {
            throw api.refusal(answer, "PATCH", path).failure();
        }
        return ref(id);
    }

    /** Seen beforehand, or only by the key when two makers met. */
    private static boolean existsAlready(WebApiError error) {
        return error.stale() || error.duplicateKey();
    }

    private boolean matches(Customer customer, JsonNode account) {
        String itsPostalCode = text(account, postalCode);
        boolean unknown = itsPostalCode.isBlank() || customer.postalCode().isBlank();
        Customer found = new Customer(
                account.path(name).asText(""),
                unknown ? customer.postalCode() : itsPostalCode,
                customer.country(),
                Map.of());
        return found.matchKey().equals(customer.matchKey())
                && !isAnotherCountry(text(account, country).strip(), customer.country());
    }

    /**
     * The column is free text: it excludes an account only if it surely names another country, by code or English name.
     */
    private static boolean isAnotherCountry(String text, String code) {
        if (text.isEmpty() || code.isBlank()) {
            return false;
        }
        return Arrays.stream(Locale.getISOCountries())
                .filter(iso -> iso.equalsIgnoreCase(text)
                        || Locale.of("", iso).getDisplayCountry(Locale.ENGLISH).equalsIgnoreCase(text))
                .findFirst()
                .filter(named -> !named.equalsIgnoreCase(code.strip()))
                .isPresent();
    }

    private static String text(JsonNode account, Optional<String> column) {
        return column.map(path -> account.path(path).asText("")).orElse("");
    }

    private static RecordRef ref(String id) {
        return new RecordRef(Table.ACCOUNT.logicalName(), id.toLowerCase(Locale.ROOT));
    }
}
