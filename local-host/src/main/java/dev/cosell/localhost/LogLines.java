package dev.cosell.localhost;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Consumer;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/** Log records as lines: {@code time level [speaker] message}, then the stack trace if there is one. */
final class LogLines implements Consumer<LogRecord> {
    /** Only for its handling of message parameters and resource bundles. */
    private static final Formatter MESSAGES = new SimpleFormatter();

    private final PrintStream out;

    LogLines(PrintStream out) {
        this.out = out;
    }

    @Override
    public void accept(LogRecord entry) {
        StringWriter line = new StringWriter();
        PrintWriter writer = new PrintWriter(line);
        writer.printf(
                "%s %s [%s] %s%n",
                entry.getInstant(), entry.getLevel(), entry.getLoggerName(), MESSAGES.formatMessage(entry));
        if (entry.getThrown() != null) {
            entry.getThrown().printStackTrace(writer);
        }
        // One call, so that lines of two threads do not mix.
        out.print(line);
    }
}
