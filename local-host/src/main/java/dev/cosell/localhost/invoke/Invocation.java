package dev.cosell.localhost.invoke;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.RetryContext;
import com.microsoft.azure.functions.RpcException;
import com.microsoft.azure.functions.TraceContext;
import java.util.Map;
import java.util.logging.Logger;

/** The context of one call; trace texts are empty when the caller sent none, and nothing here is null. */
record Invocation(String id, String function, Logger logger, Map<String, String> headers) implements ExecutionContext {
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
        return new Trace(headers.getOrDefault("traceparent", ""), headers.getOrDefault("tracestate", ""));
    }

    @Override
    public RetryContext getRetryContext() {
        return NoRetry.INSTANCE;
    }

    private record Trace(String getTraceparent, String getTracestate) implements TraceContext {
        @Override
        public Map<String, String> getAttributes() {
            return Map.of();
        }
    }

    /** Retry policies are refused at start, so each call is the first. */
    private enum NoRetry implements RetryContext, RpcException {
        INSTANCE;

        @Override
        public int getRetrycount() {
            return 0;
        }

        @Override
        public int getMaxretrycount() {
            return 0;
        }

        @Override
        public RpcException getException() {
            return this;
        }

        @Override
        public String getSource() {
            return "";
        }

        @Override
        public String getStacktrace() {
            return "";
        }

        @Override
        public String getMessage() {
            return "";
        }
    }
}
