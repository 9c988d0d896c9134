package dev.cosell.localhost;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** A log sink that remembers. */
final class RecordedLog implements Consumer<LogRecord> {
    private final List<LogRecord> entries = new CopyOnWriteArrayList<>();

    @Override
    public void accept(LogRecord entry) {
        entries.add(entry);
    }

    /** Messages that functions logged themselves. */
    List<String> ofFunctions() {
        return entries.stream()
                .filter(entry -> entry.getLoggerName().startsWith("Function."))
                .map(LogRecord::getMessage)
                .toList();
    }

    List<String> warnings() {
        return entries.stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogRecord::getMessage)
                .toList();
    }

    List<Throwable> causes() {
        return entries.stream()
                .filter(entry -> entry.getThrown() != null)
                .map(LogRecord::getThrown)
                .toList();
    }
}
