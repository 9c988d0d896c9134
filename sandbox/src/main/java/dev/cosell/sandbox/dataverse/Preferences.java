package dev.cosell.sandbox.dataverse;

import dev.cosell.sandbox.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the {@code Prefer} headers of a call ask for.
 *
 * @param annotations patterns of {@code odata.include-annotations}, {@code *} at the end of each matching anything
 */
record Preferences(
        boolean representation,
        boolean trackChanges,
        boolean continueOnError,
        OptionalInt maxPageSize,
        List<String> annotations) {
    private static final Pattern PREFERENCE = Pattern.compile("([\\w.-]+)(?:\\s*=\\s*(?:\"([^\"]*)\"|([^,;\\s]*)))?");

    static final String FORMATTED_VALUE = "OData.Community.Display.V1.FormattedValue";
    static final String LOOKUP_LOGICAL_NAME = "Microsoft.Dynamics.CRM.lookuplogicalname";
    static final String NAVIGATION_PROPERTY = "Microsoft.Dynamics.CRM.associatednavigationproperty";

    static Preferences of(Request request) {
        boolean representation = false;
        boolean trackChanges = false;
        boolean continueOnError = false;
        OptionalInt maxPageSize = OptionalInt.empty();
        List<String> annotations = new ArrayList<>();
        Matcher matcher = PREFERENCE.matcher(String.join(",", request.headers().getOrDefault("prefer", List.of())));
        while (matcher.find()) {
            String value =
                    matcher.group(2) != null ? matcher.group(2) : matcher.group(3) == null ? "" : matcher.group(3);
            switch (matcher.group(1)) {
                case "return" -> representation = value.equals("representation");
                case "odata.track-changes" -> trackChanges = true;
                case "odata.continue-on-error" -> continueOnError = !value.equals("false");
                case "odata.maxpagesize" -> maxPageSize = OptionalInt.of(pageSize(value));
                case "odata.include-annotations" -> annotations.addAll(List.of(value.split(",")));
                default -> {
                    // A preference that is not known is ignored: RFC 7240.
                }
            }
        }
        return new Preferences(representation, trackChanges, continueOnError, maxPageSize, List.copyOf(annotations));
    }

    private static int pageSize(String value) {
        if (!value.matches("[1-9]\\d{0,6}")) {
            throw Refusal.malformed("Expected a positive number in odata.maxpagesize, found '%s'.".formatted(value));
        }
        return Integer.parseInt(value);
    }

    boolean wants(String annotation) {
        return annotations.stream()
                .map(String::strip)
                .anyMatch(pattern -> pattern.endsWith("*")
                        ? annotation.startsWith(pattern.substring(0, pattern.length() - 1))
                        : pattern.equals(annotation));
    }

    boolean wantsAny() {
        return !annotations.isEmpty();
    }
}
