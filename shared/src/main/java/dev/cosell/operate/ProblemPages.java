package dev.cosell.operate;

import dev.cosell.problem.Fixer;
import dev.cosell.problem.Handling;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The catalogue as pages for whoever followed a link from a record. Says nothing about any deal. */
public final class ProblemPages {
    private ProblemPages() {}

    /** All entries on one page, as HTML. */
    public static String all() {
        return page("Problems", Arrays.asList(ProblemCode.values()));
    }

    /**
     * One entry, as HTML.
     *
     * @param code in any case
     * @throws dev.cosell.problem.Failure {@code NOT_FOUND} if there is no such entry
     */
    public static String one(String code) {
        ProblemCode entry = ProblemCode.byCode(code.strip().toUpperCase(Locale.ROOT))
                .orElseThrow(
                        () -> Problem.of(ProblemCode.NOT_FOUND, "expected the code of a problem, found another text")
                                .failure());
        return page(entry.code() + " " + entry.title(), List.of(entry));
    }

    private static String page(String title, List<ProblemCode> entries) {
        return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + escaped(title)
                + "</title></head><body><h1>" + escaped(title) + "</h1>"
                + entries.stream().map(ProblemPages::entry).collect(Collectors.joining()) + "</body></html>";
    }

    private static String entry(ProblemCode entry) {
        return "<section id=\"" + entry.code() + "\"><h2>" + escaped(entry.code() + " " + entry.title()) + "</h2><p>"
                + escaped(entry.cause()) + "</p><p><strong>What to do:</strong> " + escaped(entry.fix())
                + "</p><p><strong>Who:</strong> " + who(entry.fixer()) + ". <strong>Meanwhile:</strong> "
                + meanwhile(entry.handling()) + "</p></section>";
    }

    private static String who(Fixer fixer) {
        return switch (fixer) {
            case SELLER -> "the seller, on the record";
            case CRM_ADMIN -> "the CRM administrator";
            case PARTNER_CENTER_ADMIN -> "the Partner Center administrator";
            case AZURE_ADMIN -> "the Azure administrator";
            case OPERATOR -> "the operator of the connector";
            case NOBODY -> "nobody has to do anything";
        };
    }

    private static String meanwhile(Handling handling) {
        return switch (handling) {
            case TRANSIENT -> "it is tried again, with growing waits.";
            case SYSTEM -> "work for that system waits and goes on by itself.";
            case PERSON -> "it is held; the next edit, a sync on request or the night tries again.";
            case BUG -> "the work is parked until somebody looks.";
        };
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
