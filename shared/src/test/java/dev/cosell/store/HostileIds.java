package dev.cosell.store;

import java.util.List;

/** Ids that nobody sends in good faith. */
final class HostileIds {
    private HostileIds() {}

    static List<String> all() {
        return List.of(
                "a/b\\c#d?e",
                "100%/%2F%252f",
                "it's \"quoted\" <b>&amp;</b>",
                "tab\tnewline\nnull\u0000del\u007f\u0085",
                "..",
                " space ",
                "~2F~~",
                "ärger-東京-\uD83D\uDE00",
                "x".repeat(4000),
                "/".repeat(1000),
                "') or (PartitionKey ne '");
    }
}
