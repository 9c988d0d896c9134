package dev.cosell.fieldmap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Taxonomy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads a field map from JSON, with a customer's overrides if there are any, and reports all faults together.
 *
 * <p>Overrides are a JSON Merge Patch (RFC 7396): only what differs is in them, null removes. So an upgrade of the
 * connector brings a new map, and never touches the customer's file.
 */
public final class FieldMapFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A member that stands twice, or something behind the end, is a slip of its author. */
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static final String DYNAMICS = "field-map.dynamics.json";
    static final String SALESFORCE = "field-map.salesforce.json";

    private FieldMapFile() {}

    /** The maps for Dynamics 365 that come with the connector. */
    public static FieldMaps dynamics() {
        return dynamics(Optional.empty());
    }

    /**
     * As {@link #dynamics()}, with a customer's overrides.
     *
     * @throws dev.cosell.problem.Failure with {@code MISCONFIGURED}, naming every fault at once
     */
    public static FieldMaps dynamics(Optional<JsonNode> overrides) {
        return read(ours(DYNAMICS), overrides);
    }

    /** The maps for Salesforce that come with the connector, on the names of Microsoft's package. */
    public static FieldMaps salesforce() {
        return salesforce(Optional.empty());
    }

    /**
     * As {@link #salesforce()}, with a customer's overrides.
     *
     * @throws dev.cosell.problem.Failure with {@code MISCONFIGURED}, naming every fault at once
     */
    public static FieldMaps salesforce(Optional<JsonNode> overrides) {
        return read(ours(SALESFORCE), overrides);
    }

    /**
     * Reads the maps of a CRM from a whole file.
     *
     * @throws dev.cosell.problem.Failure with {@code MISCONFIGURED}, naming every fault at once
     */
    public static FieldMaps read(JsonNode file) {
        return read(JsonNodeFactory.instance.objectNode(), Optional.of(file));
    }

    /**
     * Reads the maps of a CRM.
     *
     * @param ours the map that comes with the connector, whose form the build has checked
     * @param overrides merged over it; their form is checked here
     * @throws dev.cosell.problem.Failure with {@code MISCONFIGURED}, naming every fault at once
     */
    public static FieldMaps read(JsonNode ours, Optional<JsonNode> overrides) {
        Faults faults = new Faults();
        FieldMaps maps = read(ours, overrides, faults);
        faults.throwIfAny(ProblemCode.MISCONFIGURED);
        return maps;
    }

    /**
     * What overrides of ours would come to.
     *
     * @param maps as far as they can be read
     * @param faults one sentence each; empty if the maps can be used
     */
    public record Draft(FieldMaps maps, List<String> faults) {}

    /** Reads overrides of the maps for Dynamics 365, whatever is wrong with them. */
    public static Draft dynamicsDraft(JsonNode overrides) {
        Faults faults = new Faults();
        FieldMaps maps = read(ours(DYNAMICS), Optional.of(overrides), faults);
        return new Draft(maps, faults.all());
    }

    private static FieldMaps read(JsonNode ours, Optional<JsonNode> overrides, Faults faults) {
        overrides.ifPresent(file -> FieldMapSchema.check(file, faults));
        JsonNode merged = overrides.map(file -> MergePatch.applied(ours, file)).orElse(ours);
        FieldMap deals = map("deals", ours, merged, faults);
        Optional<FieldMap> leads =
                merged.hasNonNull("leads") ? Optional.of(map("leads", ours, merged, faults)) : Optional.empty();
        leads.filter(map -> map.table().equals(deals.table()))
                .ifPresent(map -> faults.add(
                        "leads", "expected another table than that of the deals; found " + map.table() + " for both."));
        return new FieldMaps(deals, leads).knowing(Taxonomy.ours());
    }

    private static FieldMap map(String name, JsonNode ours, JsonNode merged, Faults faults) {
        FieldMap map = new FieldMapReader(name, ours.path(name), faults).map(merged.path(name));
        new FieldMapRules(name, map, faults).check();
        return map;
    }

    /**
     * Reads a customer's file.
     *
     * @throws dev.cosell.problem.Failure with {@code MISCONFIGURED} if it cannot be read or is no JSON object
     */
    public static JsonNode json(Path file) {
        String found;
        try {
            JsonNode json = STRICT.readTree(Files.readString(file));
            if (json.isObject()) {
                return json;
            }
            found = json.isMissingNode() ? "an empty file" : "another JSON value";
        } catch (JsonProcessingException wrong) {
            found = "at line " + wrong.getLocation().getLineNr() + ", column "
                    + wrong.getLocation().getColumnNr() + ": " + wrong.getOriginalMessage();
        } catch (IOException unreadable) {
            found = "a file that cannot be read as text";
        }
        Faults faults = new Faults();
        faults.add(file.toString(), "expected a JSON object; found " + found + ".");
        throw faults.problem(ProblemCode.MISCONFIGURED).failure();
    }

    /** A file that comes with the connector. */
    static JsonNode ours(String name) {
        try (InputStream file = FieldMapFile.class.getResourceAsStream(name)) {
            return JSON.readTree(file);
        } catch (IOException e) {
            throw new IllegalStateException(name + " is missing from the package", e);
        }
    }
}
