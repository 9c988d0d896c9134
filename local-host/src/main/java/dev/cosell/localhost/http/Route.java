package dev.cosell.localhost.http;

import dev.cosell.localhost.app.StartFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A route template in the part of ASP.NET's notation that is supported: literals (any case), {@code {x}}, {@code {x?}},
 * {@code {x:int}}, {@code {x:alpha}}, {@code {x:guid}} and a last {@code {*rest}}.
 */
public final class Route {
    private static final String SUPPORTED =
            "literals, {x}, {x?} at the end, {x:int}, {x:alpha}, {x:guid}, and {*rest} as the last part";

    /** Literals before parameters, part by part; the shorter template first. */
    static final Comparator<Route> PRECEDENCE = (one, other) -> Arrays.compare(one.ranks(), other.ranks());

    private final String template;
    private final List<RouteSegment> segments;

    private Route(String template, List<RouteSegment> segments) {
        this.template = template;
        this.segments = segments;
    }

    /** @throws StartFailure naming the part that is not supported */
    public static Route parse(String template) {
        List<RouteSegment> segments =
                split(template).stream().map(part -> segment(part, template)).toList();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < segments.size(); i++) {
            RouteSegment segment = segments.get(i);
            boolean mustBeLast = segment instanceof RouteSegment.Rest
                    || segment instanceof RouteSegment.Parameter parameter && parameter.optional();
            if (mustBeLast && i < segments.size() - 1) {
                throw unsupported(template, segment + " before the end");
            }
            if (!names(segment).allMatch(names::add)) {
                throw unsupported(template, "one parameter name twice");
            }
        }
        return new Route(template, segments);
    }

    /** Names of all parameters. */
    public Set<String> parameters() {
        return segments.stream().flatMap(Route::names).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The values of the parameters, an absent optional one left out; nothing if the path does not match.
     *
     * @param path decoded parts between slashes
     */
    Optional<Map<String, String>> match(List<String> path) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            switch (segments.get(i)) {
                case RouteSegment.Literal literal -> {
                    if (i >= path.size() || !literal.text().equalsIgnoreCase(path.get(i))) {
                        return Optional.empty();
                    }
                }
                case RouteSegment.Parameter parameter -> {
                    if (i < path.size() && parameter.accepts(path.get(i))) {
                        values.put(parameter.name(), path.get(i));
                    } else if (i < path.size() || !parameter.optional()) {
                        return Optional.empty();
                    }
                }
                case RouteSegment.Rest rest -> {
                    if (i < path.size()) {
                        values.put(rest.name(), String.join("/", path.subList(i, path.size())));
                    }
                    return Optional.of(values);
                }
            }
        }
        return path.size() <= segments.size() ? Optional.of(values) : Optional.empty();
    }

    /** Equal for two templates that match the same paths. */
    String shape() {
        return segments.stream()
                .map(segment -> switch (segment) {
                    case RouteSegment.Literal literal -> literal.text().toLowerCase(Locale.ROOT);
                    case RouteSegment.Parameter parameter -> "{" + parameter.constraint() + parameter.optional() + "}";
                    case RouteSegment.Rest rest -> "{*}";
                })
                .collect(Collectors.joining("/"));
    }

    @Override
    public String toString() {
        return template;
    }

    static List<String> split(String path) {
        String trimmed = path.replaceAll("^/|/$", "");
        return trimmed.isEmpty() ? List.of() : new ArrayList<>(List.of(trimmed.split("/", -1)));
    }

    private int[] ranks() {
        return segments.stream().mapToInt(RouteSegment::rank).toArray();
    }

    private static Stream<String> names(RouteSegment segment) {
        return switch (segment) {
            case RouteSegment.Literal literal -> Stream.empty();
            case RouteSegment.Parameter parameter -> Stream.of(parameter.name());
            case RouteSegment.Rest rest -> Stream.of(rest.name());
        };
    }

    private static RouteSegment segment(String part, String template) {
        if (part.matches("[^{}*?]+")) {
            return new RouteSegment.Literal(part);
        }
        if (part.matches("\\{\\*\\w+}")) {
            return new RouteSegment.Rest(part.substring(2, part.length() - 1));
        }
        if (!part.matches("\\{\\w+(:\\w+)?\\??}")) {
            throw unsupported(template, "'" + part + "'");
        }
        boolean optional = part.endsWith("?}");
        String[] nameAndRule =
                part.substring(1, part.length() - (optional ? 2 : 1)).split(":");
        return new RouteSegment.Parameter(
                nameAndRule[0],
                nameAndRule.length == 1 ? Optional.empty() : Optional.of(constraint(nameAndRule[1], template)),
                optional);
    }

    private static RouteSegment.Constraint constraint(String name, String template) {
        return Arrays.stream(RouteSegment.Constraint.values())
                .filter(known -> known.name().equalsIgnoreCase(name))
                .findAny()
                .orElseThrow(() -> unsupported(template, "constraint '" + name + "'"));
    }

    private static StartFailure unsupported(String template, String found) {
        return new StartFailure("route '" + template + "' has " + found
                + ", which the local host does not support; supported: " + SUPPORTED);
    }
}
