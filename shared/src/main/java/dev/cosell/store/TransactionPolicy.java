package dev.cosell.store;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelinePosition;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelineSyncPolicy;
import com.azure.core.util.Context;
import com.azure.core.util.DateTimeRfc1123;
import java.time.DateTimeException;
import java.util.function.Consumer;

/** Sees every storage transaction, retries included: names it to the meter, and sets the clock by its answer. */
final class TransactionPolicy extends HttpPipelineSyncPolicy {
    private static final String OPERATION = "cosell-operation";
    private static final String SENT_AT = "cosell-sent-at";
    private static final String VERSIONS = "cosell-versions";

    private final StorageClock clock;
    private final Consumer<String> meter;

    TransactionPolicy(StorageClock clock, Consumer<String> meter) {
        this.clock = clock;
        this.meter = meter;
    }

    /** A call context that names the operation, for instance {@code merge cosellhints}. */
    static Context named(String operation) {
        return new Context(OPERATION, operation);
    }

    /** A call context that also wants the versions of a transaction's rows. */
    static Context with(WrittenVersions versions, Context context) {
        return context.addData(VERSIONS, versions);
    }

    @Override
    public HttpPipelinePosition getPipelinePosition() {
        return HttpPipelinePosition.PER_RETRY;
    }

    @Override
    protected void beforeSendingRequest(HttpPipelineCallContext context) {
        meter.accept(context.getData(OPERATION).map(Object::toString).orElse("unnamed"));
        context.setData(SENT_AT, clock.now());
    }

    @Override
    protected HttpResponse afterReceivedResponse(HttpPipelineCallContext context, HttpResponse response) {
        setClock(context, response);
        return context.getData(VERSIONS).orElse(null) instanceof WrittenVersions versions
                ? versions.keptFrom(response)
                : response;
    }

    private void setClock(HttpPipelineCallContext context, HttpResponse response) {
        String date = response.getHeaderValue(HttpHeaderName.DATE);
        if (date == null || !(context.getData(SENT_AT).orElse(null) instanceof Long sentAt)) {
            return;
        }
        try {
            clock.observe(new DateTimeRfc1123(date).getDateTime().toInstant(), sentAt);
        } catch (DateTimeException unreadable) {
            // A proxy's odd header must not fail the call; the next answer sets the clock.
            return;
        }
    }
}
