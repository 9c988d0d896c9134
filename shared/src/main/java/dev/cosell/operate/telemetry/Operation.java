package dev.cosell.operate.telemetry;

import dev.cosell.http.Call;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a call does, without whom it is about: method and path, of which only what names a kind of thing is kept. Ids, keys,
 * filters and everything else that varies is left out, whoever it may name.
 */
final class Operation {
    private static final Pattern NAME = Pattern.compile("\\$?[A-Za-z][A-Za-z_.]{0,59}|v[0-9]{1,2}(\\.[0-9])?");

    private Operation() {}

    static String of(Call call) {
        return call.method() + " " + path(call);
    }

    /** For instance {@code /api/data/v9.2/opportunities({key})}. */
    static String path(Call call) {
        return Arrays.stream(call.uri().getPath().split("/", -1))
                .map(Operation::step)
                .collect(Collectors.joining("/"));
    }

    private static String step(String step) {
        int key = step.indexOf('(');
        if (key > 0) {
            return step(step.substring(0, key)) + "({key})";
        }
        return step.isEmpty() || NAME.matcher(step).matches() ? step : "{id}";
    }
}
