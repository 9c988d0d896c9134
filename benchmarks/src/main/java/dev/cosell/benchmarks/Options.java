package dev.cosell.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What stands behind a benchmark's name. Each option is asked for once; what is left in the end is wrong. */
final class Options {
    private final List<String> left;

    Options(List<String> args) {
        this.left = new ArrayList<>(args);
    }

    /** @throws IllegalArgumentException if no number from 0 to 9,999,999 follows the name */
    int number(String name, int without) {
        return numbers(name, List.of(without)).getFirst();
    }

    /** Numbers with commas between them. */
    List<Integer> numbers(String name, List<Integer> without) {
        int at = left.indexOf(name);
        if (at < 0) {
            return without;
        }
        left.remove(at);
        String value = at < left.size() ? left.remove(at) : "";
        return Arrays.stream(value.split(",")).map(text -> number(name, text)).toList();
    }

    boolean flag(String name) {
        return left.remove(name);
    }

    /** @throws IllegalArgumentException if something was not asked for */
    void end() {
        if (!left.isEmpty()) {
            throw new IllegalArgumentException("expected no further option, found " + String.join(" ", left));
        }
    }

    private static int number(String name, String text) {
        if (!text.matches("[0-9]{1,7}")) {
            throw new IllegalArgumentException("expected a number from 0 to 9,999,999 after " + name + ", found "
                    + (text.isEmpty() ? "nothing" : text));
        }
        return Integer.parseInt(text);
    }
}
