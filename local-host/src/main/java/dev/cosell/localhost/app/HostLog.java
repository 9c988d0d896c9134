package dev.cosell.localhost.app;

import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Everything the host and its functions say, as log records for one sink; logger names tell who speaks. */
public final class HostLog {
    private static final String HOST = "Host";
    private static final String FUNCTION_PREFIX = "Function.";

    private final Consumer<LogRecord> sink;

    public HostLog(Consumer<LogRecord> sink) {
        this.sink = sink;
    }

    public void info(String message) {
        publish(new LogRecord(Level.INFO, message));
    }

    public void warning(String message) {
        publish(new LogRecord(Level.WARNING, message));
    }

    public void warning(String message, Throwable cause) {
        publish(withCause(Level.WARNING, message, cause));
    }

    public void error(String message, Throwable cause) {
        publish(withCause(Level.SEVERE, message, cause));
    }

    /** A logger for one invocation; information and above, the platform's default level. */
    public Logger ofFunction(String function) {
        Logger logger = Logger.getAnonymousLogger();
        logger.setUseParentHandlers(false);
        logger.setLevel(Level.INFO);
        logger.addHandler(new SinkHandler(FUNCTION_PREFIX + function, sink));
        return logger;
    }

    private void publish(LogRecord entry) {
        entry.setLoggerName(HOST);
        sink.accept(entry);
    }

    private static LogRecord withCause(Level level, String message, Throwable cause) {
        LogRecord entry = new LogRecord(level, message);
        entry.setThrown(cause);
        return entry;
    }

    private static final class SinkHandler extends Handler {
        private final String name;
        private final Consumer<LogRecord> sink;

        SinkHandler(String name, Consumer<LogRecord> sink) {
            this.name = name;
            this.sink = sink;
        }

        @Override
        public void publish(LogRecord entry) {
            entry.setLoggerName(name);
            sink.accept(entry);
        }

        @Override
        public void flush() {
            // The sink decides.
        }

        @Override
        public void close() {
            // The sink outlives the invocation.
        }
    }
}
