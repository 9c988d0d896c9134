package dev.cosell.crm.dynamics;

import java.util.function.Supplier;

/**
 * Knows the events of our own writes, so that they need not be stored, queued and compared with what was seen.
 *
 * <p>A write names our mark in the query parameter {@code tag}; Dataverse repeats it in the shared variables of the event
 * of that very operation, and nobody can change it on the way. Source: "Use optional parameters", "Shared variables". What a
 * plug-in or a flow writes because of it is an operation of its own, deeper and without the mark, so it comes in as any
 * other change.
 *
 * <p>An event is left out only if the answer to our write has told all of it: of a creation, or of a column that leads to
 * another row, the answer does not show everything.
 */
public final class OwnWrites {
    /** Marks nothing and knows no event. */
    public static final OwnWrites UNMARKED = new OwnWrites(() -> "");

    private final Supplier<String> source;
    private volatile String mark;

    /**
     * @param mark the same for all instances of this installation, and another one for any other; characters that a query
     *     may hold. Asked for at the first write or marked event, again if that fails
     */
    public OwnWrites(Supplier<String> mark) {
        this.source = mark;
    }

    /** Whether our own write is all that the event tells of. */
    public boolean explain(DynamicsEvent event) {
        return event.tag().filter(tag -> tag.equals(mark())).isPresent();
    }

    /** The address of a write with our mark. @param path with a query */
    String marked(String path) {
        return mark().isEmpty() ? path : path + "&tag=" + mark();
    }

    private String mark() {
        if (mark == null) {
            mark = source.get();
        }
        return mark;
    }
}
