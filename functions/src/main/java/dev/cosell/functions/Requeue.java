package dev.cosell.functions;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import dev.cosell.Connector;
import dev.cosell.operate.Asker;
import dev.cosell.operate.RequestForm;
import java.util.Optional;
import java.util.function.Supplier;

/** Parked messages go back to the queue: one at once, many at a rate. */
public final class Requeue {
    private final Supplier<Connector> connector;

    public Requeue() {
        this(App::connector);
    }

    Requeue(Supplier<Connector> connector) {
        this.connector = connector;
    }

    @FunctionName("RequeuePoison")
    public HttpResponseMessage requeue(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "poison/requeue")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(request, context, () -> {
            JsonNode command = Http.command(request, RequestForm.REQUEUE);
            return connector.get().parked().requeue().requeue(command, Asker.of(Http.signedIn(request), command));
        });
    }

    @FunctionName("RequeueProgress")
    public HttpResponseMessage progress(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "poison/requeue")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(
                request, context, () -> connector.get().parked().requeue().progress());
    }

    @FunctionName("StopRequeue")
    public HttpResponseMessage stop(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.DELETE},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "poison/requeue")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(
                request, context, () -> connector.get().parked().requeue().stop());
    }

    /** Every minute, for the rate of a job is per minute; without a job it costs one read. */
    @FunctionName("RequeueSlice")
    public void slice(
            @TimerTrigger(name = "timer", schedule = "%POISON_REQUEUE_SCHEDULE%") String timer,
            ExecutionContext context) {
        connector.get().parked().requeue().run().ifPresent(context.getLogger()::info);
    }
}
