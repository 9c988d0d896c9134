package dev.cosell.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosell.fieldmap.CrmProduct;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Overrides of the field map: named faults or a map, and a map whose fields take any value. */
final class FieldMapFiles implements Target {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CrmProduct crm;
    private final List<JsonNode> samples;

    FieldMapFiles(CrmProduct crm) {
        this.crm = crm;
        this.samples = read("field-maps.json").valueStream().toList();
    }

    @Override
    public String name() {
        return "field map";
    }

    @Override
    public int weight() {
        return 60;
    }

    @Override
    public Trial trial(Dice dice) {
        String file = new Mutation(dice).json(dice.pick(samples));
        return new Trial(() -> file, () -> parsed(file).ifPresent(overrides -> read(overrides, dice)));
    }

    private void read(JsonNode overrides, Dice dice) {
        FieldMapFile.Draft draft = FieldMapFile.draft(crm, overrides);
        try {
            FieldMapFile.of(crm, Optional.of(overrides));
            if (!draft.faults().isEmpty()) {
                throw new BrokenPromise("a map in use whose draft had faults " + draft.faults());
            }
        } catch (Failure refused) {
            if (draft.faults().isEmpty()) {
                throw new BrokenPromise("a map refused whose draft had no fault: " + refused.problem());
            }
            return;
        }
        draft.maps().all().forEach(map -> carry(map, dice));
    }

    /** Every field of the map meets a hostile value on either side. */
    private static void carry(FieldMap map, Dice dice) {
        Field field = dice.pick(List.copyOf(map.fields()));
        for (Side side : Side.values()) {
            Map<String, JsonNode> stored = new HashMap<>();
            field.paths(side).forEach(path -> stored.put(path, Hostile.value(dice)));
            FieldValues.carry(field, side, stored);
        }
    }

    private static Optional<JsonNode> parsed(String file) {
        try {
            return Optional.of(JSON.readTree(file));
        } catch (JsonProcessingException noJson) {
            return Optional.empty();
        }
    }

    private static JsonNode read(String name) {
        try (InputStream in = FieldMapFiles.class.getResourceAsStream(name)) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
