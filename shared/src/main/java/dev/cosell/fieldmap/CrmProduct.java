package dev.cosell.fieldmap;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The CRMs for which the connector brings a field map and an adapter. */
public enum CrmProduct {
    DYNAMICS("field-map.dynamics.json", "websiteurl"),
    SALESFORCE("field-map.salesforce.json", "Website"),
    /** CSV files that people keep with a spreadsheet. */
    FILE("field-map.file.json", "website");

    private final String file;
    private final String websiteColumn;

    CrmProduct(String file, String websiteColumn) {
        this.file = file;
        this.websiteColumn = websiteColumn;
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

    /** The stock column of accounts for their web address. */
    public String websiteColumn() {
        return websiteColumn;
    }

    /** The map that comes with the connector. */
    String file() {
        return file;
    }
}
