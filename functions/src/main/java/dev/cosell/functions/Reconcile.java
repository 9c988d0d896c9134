package dev.cosell.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import dev.cosell.Connector;
import dev.cosell.operate.RequestForm;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds what no event told: by timer, and on request. */
public final class Reconcile {
    /** Well within what a function may take; the next tick goes on. */
    private static final Duration AT_A_TIME = Duration.ofMinutes(4);

    private final Supplier<Connector> connector;

    public Reconcile() {
        this(App::connector);
    }

    Reconcile(Supplier<Connector> connector) {
        this.connector = connector;
    }

    @FunctionName("Reconcile")
    public void run(
            @TimerTrigger(name = "timer", schedule = "%RECONCILE_SCHEDULE%") String timer, ExecutionContext context) {
        context.getLogger().info(connector.get().nets().reconcile().walk(false, AT_A_TIME));
    }

    @FunctionName("ReconcileAll")
    public void runAll(
            @TimerTrigger(name = "timer", schedule = "%RECONCILE_ALL_SCHEDULE%") String timer,
            ExecutionContext context) {
        context.getLogger().info(connector.get().nets().reconcile().walk(true, AT_A_TIME));
    }

    @FunctionName("ReconcileReport")
    public HttpResponseMessage report(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "reconcile")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(
                request, context, () -> connector.get().nets().reconcile().report());
    }

    @FunctionName("ReconcileNow")
    public HttpResponseMessage now(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "reconcile")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(
                request,
                context,
                () -> connector
                        .get()
                        .nets()
                        .reconcile()
                        .request(Http.command(request, RequestForm.RECONCILE)
                                .path("full")
                                .asBoolean(false)));
    }

    @FunctionName("Resync")
    public HttpResponseMessage resync(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "resync")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(
                request,
                context,
                () -> connector.get().nets().resync().resync(Http.command(request, RequestForm.RESYNC)));
    }
}
