package dev.cosell.operate.telemetry;

import dev.cosell.http.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a call does, without whom it is about: method and path, of which only what names a kind of thing is kept. Ids, keys,
 * filters and everything else that varies is left out, whoever it may name.
 */
final class Operation {
    private static final Pattern NAME = Pattern.compile("\\$?[A-Za-z][A-Za-z_.]{0,59}|v[0-9]{1,2}(\\.[0-9])?");

    private static final String ID = "{id}";

    /** A column of a customer's own: in an address its value comes next, whatever that may be. */
    private static final String KEY_OF_SALESFORCE = "__c";

    private Operation() {}

    static String of(Call call) {
        return call.method() + " " + path(call);
    }

    /** For instance {@code /api/data/v9.2/opportunities({key})}. */
    static String path(Call call) {
        List<String> told = new ArrayList<>();
        String before = "";
        for (String step : call.uri().getPath().split("/", -1)) {
            told.add(before.endsWith(KEY_OF_SALESFORCE) ? ID : step(step));
            before = step;
        }
        return String.join("/", told);
    }

    private static String step(String step) {
        int key = step.indexOf('(');
        if (key > 0) {
            return step(step.substring(0, key)) + "({key})";
        }
        return step.isEmpty() || NAME.matcher(step).matches() ? step : ID;
    }
}
