package dev.cosell.referral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Microsoft's lists of partner roles, solution areas, solution plays and purchase intents, as data with a version: they
 * change once a year, the program does not.
 *
 * <p>Source of ours: the portal's own labels ("Manage co-sell opportunities"; solution areas of FY26). Microsoft does not
 * publish the solution plays, so that list is empty until a partner's own file fills it.
 *
 * @param lists by the type of the attribute they are for, for instance {@code PartnerRole}
 */
public record Taxonomy(String version, Map<String, Terms> lists) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The lists that come with the connector. */
    public static Taxonomy ours() {
        try (InputStream file = Taxonomy.class.getResourceAsStream("taxonomy.json")) {
            return read(JSON.readTree(file));
        } catch (IOException e) {
            throw new IllegalStateException("taxonomy.json is missing from the package", e);
        }
    }

    /**
     * Reads lists.
     *
     * @param file {@code {"version": "FY27", "lists": {"PartnerRole": [{"id", "name", "area", "retired"}]}}}; all of an
     *     entry but its id may be left out
     * @throws dev.cosell.problem.Failure {@code MISCONFIGURED}, naming every fault at once
     */
    public static Taxonomy read(JsonNode file) {
        List<String> faults = new ArrayList<>();
        String version = Referral.textOf(file, "/version").orElse("");
        if (version.isEmpty()) {
            faults.add("expected a text for version, found none");
        }
        if (!file.path("lists").isObject()) {
            faults.add("expected an object for lists, found "
                    + file.path("lists").getNodeType().name().toLowerCase(java.util.Locale.ROOT));
        }
        Map<String, Terms> lists = new LinkedHashMap<>();
        file.path("lists")
                .properties()
                .forEach(list ->
                        lists.put(list.getKey(), new Terms(version, terms(list.getKey(), list.getValue(), faults))));
        if (!faults.isEmpty()) {
            throw Problem.of(ProblemCode.MISCONFIGURED, "taxonomy file: " + String.join("; ", faults))
                    .failure();
        }
        return new Taxonomy(version, lists);
    }

    /** These lists; where a partner's own file has one of the same type, that one. */
    public Taxonomy with(Taxonomy own) {
        Map<String, Terms> merged = new LinkedHashMap<>(lists);
        merged.putAll(own.lists);
        return new Taxonomy(own.version, merged);
    }

    /** The list for an attribute type; one that knows nothing if there is none. */
    public Terms list(String type) {
        return lists.getOrDefault(type, Terms.NONE);
    }

    private static List<Terms.Term> terms(String list, JsonNode entries, List<String> faults) {
        List<Terms.Term> terms = new ArrayList<>();
        if (!entries.isArray()) {
            faults.add(list + ": expected an array, found another value");
        }
        for (JsonNode entry : entries) {
            Optional<String> id = Referral.textOf(entry, "/id");
            if (id.isEmpty()) {
                faults.add(list + ": expected every entry to have an id, found " + entry);
            }
            id.ifPresent(found -> terms.add(new Terms.Term(
                    found,
                    Referral.textOf(entry, "/name").orElse(found),
                    Referral.textOf(entry, "/area"),
                    Referral.textOf(entry, "/retired"))));
        }
        return List.copyOf(terms);
    }
}
