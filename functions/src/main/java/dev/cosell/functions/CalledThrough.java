package dev.cosell.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.RetryContext;
import com.microsoft.azure.functions.TraceContext;
import java.util.logging.Logger;

/**
 * The call of a function by another one: the log names the one that does the work.
 *
 * @param outer of the call that the host made
 * @param function the name of the other one
 */
record CalledThrough(ExecutionContext outer, String function) implements ExecutionContext {
    @Override
    public Logger getLogger() {
        return outer.getLogger();
    }

    @Override
    public String getInvocationId() {
        return outer.getInvocationId();
    }

    @Override
    public String getFunctionName() {
        return function;
    }

    @Override
    public TraceContext getTraceContext() {
        return outer.getTraceContext();
    }

    @Override
    public RetryContext getRetryContext() {
        return outer.getRetryContext();
    }
}
