package dev.cosell.fuzz;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.RetryContext;
import com.microsoft.azure.functions.TraceContext;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The invocation of a function, and what it wrote to its log. */
final class Invocation implements ExecutionContext {
    private final String function;
    private final String id = UUID.randomUUID().toString();
    private final List<String> lines = new ArrayList<>();
    private final Logger logger = Logger.getAnonymousLogger();

    Invocation(String function) {
        this.function = function;
        logger.setUseParentHandlers(false);
        logger.addHandler(new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getMessage() + (line.getThrown() == null ? "" : " " + line.getThrown()));
            }

            @Override
            public void flush() {
                // Nothing is buffered.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        });
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public Logger getLogger() {
        return logger;
    }

    @Override
    public String getInvocationId() {
        return id;
    }

    @Override
    public String getFunctionName() {
        return function;
    }

    @Override
    public TraceContext getTraceContext() {
        return null;
    }

    @Override
    public RetryContext getRetryContext() {
        return null;
    }
}
