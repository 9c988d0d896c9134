package dev.cosell.sync.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Countries;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * In which country a customer is: as its own address says; where that says nothing, as its other address or its parent
 * account says, if those agree. A text that nobody can read is never replaced by a guess. Pure.
 *
 * @param code ISO 3166-1 alpha-2
 * @param from the path it was derived from, if not from the customer's own address
 * @param problem why there is none
 */
public record CustomerCountry(Optional<String> code, Optional<String> from, Optional<Problem> problem) {
    public static final String FIELD = "customerCountry";

    static CustomerCountry of(FieldMap map, Map<String, JsonNode> record) {
        String own = map.field(FIELD)
                .map(field -> text(record, field.crm().getFirst()))
                .orElse("");
        if (!own.isEmpty()) {
            return read(own);
        }
        CustomerCountry derived = derived(map.columns().otherCountries(), record);
        boolean defaulted = map.field(FIELD)
                .filter(field -> !field.defaultOn(Side.PARTNER_CENTER).isEmpty())
                .isPresent();
        return derived.code().isEmpty() && defaulted
                ? new CustomerCountry(Optional.empty(), Optional.empty(), Optional.empty())
                : derived;
    }

    private static CustomerCountry read(String text) {
        Optional<String> code = Countries.alpha2(text);
        return code.isPresent()
                ? new CustomerCountry(code, Optional.empty(), Optional.empty())
                : unknown("found \"" + shown(text) + "\"" + meant(Countries.suggestions(text)));
    }

    private static CustomerCountry derived(List<String> paths, Map<String, JsonNode> record) {
        Map<String, String> elsewhere = new TreeMap<>();
        for (String path : paths) {
            Countries.alpha2(text(record, path)).ifPresent(code -> elsewhere.putIfAbsent(code, path));
        }
        if (elsewhere.size() > 1) {
            return unknown("found none there, and elsewhere both " + Countries.describe(elsewhere.keySet()));
        }
        return elsewhere.entrySet().stream()
                .findFirst()
                .map(one ->
                        new CustomerCountry(Optional.of(one.getKey()), Optional.of(one.getValue()), Optional.empty()))
                .orElseGet(() -> unknown("found none"));
    }

    private static CustomerCountry unknown(String found) {
        return new CustomerCountry(
                Optional.empty(),
                Optional.empty(),
                Optional.of(Problem.of(
                                ProblemCode.COUNTRY_UNKNOWN,
                                "expected a two-letter country code on the customer's account, " + found)
                        .on(FIELD)));
    }

    private static String meant(List<String> codes) {
        return codes.isEmpty() ? "" : "; meant may be " + Countries.describe(codes);
    }

    private static String shown(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "..." : text;
    }

    private static String text(Map<String, JsonNode> record, String path) {
        return Optional.ofNullable(record.get(path))
                .filter(node -> !node.isNull())
                .map(node -> node.asText().strip())
                .orElse("");
    }
}
