package dev.cosell.fieldmap;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JSONata expression from one value to another ({@code https://docs.jsonata.org}); in it, {@code $} is the value.
 *
 * <p>Bounded in time and depth. It must give the same for the same value, always, because what a side showed is read
 * again and again: the functions that do not are refused when the map is read.
 */
final class Expression {
    private static final long MILLISECONDS = 500;
    private static final int DEPTH = 100;
    private static final Pattern UNSTEADY = Pattern.compile("\\$(now|millis|random|shuffle|eval)\\b");

    private final String text;
    private final Jsonata parsed;

    private Expression(String text, Jsonata parsed) {
        this.text = text;
        this.parsed = parsed;
    }

    /**
     * Parses an expression.
     *
     * @throws IllegalArgumentException with a sentence on what was expected and found
     */
    static Expression parse(String text) {
        Matcher unsteady = UNSTEADY.matcher(text);
        if (unsteady.find()) {
            throw new IllegalArgumentException("expected an expression that always gives the same for the same value, "
                    + "found " + unsteady.group() + " in " + text);
        }
        try {
            return new Expression(text, Jsonata.jsonata(text));
        } catch (RuntimeException unreadable) {
            throw new IllegalArgumentException(
                    "expected a JSONata expression, found " + text + " (" + reason(unreadable) + ")", unreadable);
        }
    }

    String text() {
        return text;
    }

    /** The parsed form keeps state while it is evaluated, hence one at a time. */
    synchronized Converted on(JsonNode value) {
        try {
            Jsonata.Frame frame = parsed.createFrame();
            frame.setRuntimeBounds(MILLISECONDS, DEPTH);
            return converted(parsed.evaluate(plain(value), frame));
        } catch (RuntimeException failed) {
            return new Converted.Failed(text + " failed: " + reason(failed));
        } catch (StackOverflowError tooDeep) {
            // The library's own functions recurse where its bounds do not look.
            return new Converted.Failed(text + " failed: it goes too deep");
        }
    }

    private Converted converted(Object result) {
        return switch (result) {
            case null -> new Converted.Failed(text + " gave nothing; to empty the other side, give \"\"");
            case String found -> new Converted.Done(TextNode.valueOf(found));
            case Boolean found -> new Converted.Done(BooleanNode.valueOf(found));
            case Number found -> new Converted.Done(DecimalNode.valueOf(new BigDecimal(found.toString())));
            default ->
                new Converted.Failed(text + " gave "
                        + (result instanceof Iterable<?> ? "a list" : "an object or a function")
                        + "; expected a text, a number or true or false");
        };
    }

    private static Object plain(JsonNode value) {
        if (value.isNumber()) {
            return value.isIntegralNumber() && value.canConvertToLong() ? value.longValue() : value.doubleValue();
        }
        return value.isBoolean() ? value.booleanValue() : value.asText();
    }

    private static String reason(RuntimeException failed) {
        String said = failed instanceof JException known ? known.getDetailedErrorMessage() : failed.getMessage();
        return said == null ? failed.getClass().getSimpleName() : said.strip();
    }
}
