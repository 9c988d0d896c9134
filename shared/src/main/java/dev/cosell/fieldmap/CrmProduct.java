package dev.cosell.fieldmap;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The CRMs for which the connector brings a field map and an adapter. */
public enum CrmProduct {
    DYNAMICS("field-map.dynamics.json"),
    SALESFORCE("field-map.salesforce.json");

    private final String file;

    CrmProduct(String file) {
        this.file = file;
    }

    /** The one with this name, in any case. */
    public static Optional<CrmProduct> named(String name) {
        return Arrays.stream(values())
                .filter(product -> product.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** All names as people write them. */
    public static String names() {
        return Arrays.stream(values())
                .map(product -> product.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" or "));
    }

    /** The map that comes with the connector. */
    String file() {
        return file;
    }
}
