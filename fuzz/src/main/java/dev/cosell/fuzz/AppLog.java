package dev.cosell.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What the app and its libraries log beside the functions: kept until it is looked at, and printed nowhere. */
final class AppLog extends Handler {
    private static final SimpleFormatter TEXT = new SimpleFormatter();

    private final List<String> lines = new ArrayList<>();

    /** Takes the place of the console. */
    static AppLog instead() {
        AppLog log = new AppLog();
        Logger root = LogManager.getLogManager().getLogger("");
        Arrays.stream(root.getHandlers()).forEach(root::removeHandler);
        root.addHandler(log);
        return log;
    }

    /** What was logged since the last call, by whatever thread. */
    synchronized List<String> taken() {
        List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }

    @Override
    public synchronized void publish(LogRecord line) {
        lines.add(TEXT.formatMessage(line) + (line.getThrown() == null ? "" : " " + line.getThrown()));
    }

    @Override
    public void flush() {
        // Nothing is buffered.
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
