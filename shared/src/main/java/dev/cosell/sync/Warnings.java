package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.ValueType;
import dev.cosell.problem.Problem;
import dev.cosell.sync.check.CustomerConsent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What the seller should know of values that cross all the same. Told like what is kept apart, holding nothing up. */
final class Warnings {
    /** Key of the last word on a registration that was asked for. */
    static final String REGISTRATION = "registration";

    /** Key of the reason why the record does not say where the pair stands. */
    static final String UNTOLD = "untold";

    private Warnings() {}

    /** By what they are about; no key of theirs is a group of the map. */
    static Map<String, Problem> of(PairAtWork at) {
        Map<String, Problem> warnings = new LinkedHashMap<>();
        for (Side side : Side.values()) {
            warnings.putAll(ofTerms(at.map(), side, at.now(side)));
        }
        warnings.putAll(CustomerConsent.warnings(at.consent()));
        Problem refused = at.pair().divergences().get(REGISTRATION);
        if (refused != null) {
            warnings.put(REGISTRATION, refused);
        }
        Problem untold = at.pair().divergences().get(UNTOLD);
        if (untold != null && !changedState(at)) {
            warnings.put(UNTOLD, untold);
        }
        return warnings;
    }

    /** A record that was reopened, or closed in another way, may take what it refused before. */
    private static boolean changedState(PairAtWork at) {
        return at.map().statusField().stream()
                .flatMap(field -> field.paths(Side.CRM).stream())
                .anyMatch(path -> !Objects.equals(
                        at.began.crm().seen().get(path), at.now(Side.CRM).get(path)));
    }

    /** Values that Microsoft's lists do not have, or no longer. */
    static Map<String, Problem> ofTerms(FieldMap map, Side side, Map<String, JsonNode> shown) {
        Map<String, Problem> warnings = new LinkedHashMap<>();
        for (Field field : map.fields()) {
            if (field.type() == ValueType.TERM) {
                field.on(side, shown)
                        .flatMap(value -> field.terms().warning(field.name(), value.isEmpty() ? "" : value.toString()))
                        .ifPresent(problem -> warnings.put("list of " + field.name(), problem));
            }
        }
        return warnings;
    }
}
