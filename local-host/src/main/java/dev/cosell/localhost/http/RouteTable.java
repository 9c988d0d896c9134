package dev.cosell.localhost.http;

import com.microsoft.azure.functions.HttpMethod;
import dev.cosell.localhost.app.Faults;
import dev.cosell.localhost.app.FunctionDefinition;
import dev.cosell.localhost.app.StartFailure;
import dev.cosell.localhost.app.Trigger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which HTTP function answers which method and path. */
public final class RouteTable {
    private static final Set<String> RESERVED = Set.of("admin", "runtime");

    private final List<Entry> entries;

    private RouteTable(List<Entry> entries) {
        this.entries = entries;
    }

    /** @param trigger the function's own, at hand without a cast */
    public record Entry(FunctionDefinition function, Trigger.Http trigger, Route route) {
        private boolean conflictsWith(Entry other) {
            return route.shape().equals(other.route.shape())
                    && !Collections.disjoint(trigger.methods(), other.trigger.methods());
        }
    }

    record Match(FunctionDefinition function, Trigger.Http trigger, Map<String, String> parameters) {}

    /** Reads the routes; reserved, unsupported and ambiguous ones are faults. */
    public static RouteTable of(List<FunctionDefinition> functions, String prefix, Faults faults) {
        List<Entry> entries = new ArrayList<>();
        for (FunctionDefinition function : functions) {
            if (function.trigger() instanceof Trigger.Http http) {
                faults.check(
                                "function " + function.name(),
                                () -> new Entry(function, http, route(function, http, prefix)))
                        .ifPresent(entries::add);
            }
        }
        for (int i = 0; i < entries.size(); i++) {
            for (Entry other : entries.subList(0, i)) {
                if (entries.get(i).conflictsWith(other)) {
                    faults.add("functions " + other.function().name() + " and "
                            + entries.get(i).function().name() + " share a method on route '" + other.route() + "'");
                }
            }
        }
        return new RouteTable(entries.stream()
                .sorted(Comparator.comparing(Entry::route, Route.PRECEDENCE))
                .toList());
    }

    public List<Entry> entries() {
        return entries;
    }

    /** The parameters of a function's route; empty for other triggers. */
    public Set<String> parametersOf(FunctionDefinition function) {
        return entries.stream()
                .filter(entry -> entry.function().equals(function))
                .findAny()
                .map(entry -> entry.route().parameters())
                .orElse(Set.of());
    }

    /** A wrong method finds nothing: Azure answers 404 there too, not 405. */
    Optional<Match> find(HttpMethod method, List<String> path) {
        return entries.stream()
                .filter(entry -> !entry.function().disabled())
                .filter(entry -> entry.trigger().methods().contains(method))
                .flatMap(entry -> entry
                        .route()
                        .match(path)
                        .map(parameters -> new Match(entry.function(), entry.trigger(), parameters))
                        .stream())
                .findFirst();
    }

    private static Route route(FunctionDefinition function, Trigger.Http http, String prefix) {
        String own = http.route().orElse(function.name());
        String full = prefix.isEmpty() ? own : prefix + "/" + own;
        Stream.of(http.route().orElse(""), full)
                .map(route -> route.replaceFirst("^/", "").toLowerCase(Locale.ROOT))
                .filter(route -> RESERVED.stream().anyMatch(route::startsWith))
                .findFirst()
                .ifPresent(route -> {
                    throw new StartFailure("route '" + own + "' begins with a word the platform reserves: "
                            + "admin and runtime; choose another");
                });
        return Route.parse(full);
    }
}
