package dev.cosell.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.cosell.Connector;
import dev.cosell.Intakes;
import dev.cosell.operate.Reply;
import java.util.Optional;
import java.util.function.Supplier;

/** Dataverse's webhook. Anonymous, because the shared secret in its header is what authenticates it. */
public final class DynamicsEvents {
    private final Supplier<Connector> connector;

    public DynamicsEvents() {
        this(App::connector);
    }

    DynamicsEvents(Supplier<Connector> connector) {
        this.connector = connector;
    }

    @FunctionName("DynamicsEvents")
    public HttpResponseMessage accept(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "events/dynamics")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answerStranger(
                request, context, () -> accept(connector.get().intakes(), request, context));
    }

    private static Reply accept(
            Intakes intakes, HttpRequestMessage<Optional<String>> request, ExecutionContext context) {
        return intakes.dynamics()
                .map(intake -> intakes.events()
                        .fromCrm(
                                Http.trace(request, context),
                                trace -> intake.accept(request.getHeaders(), Http.bytes(request), trace)))
                .orElseGet(() -> Reply.empty(404));
    }
}
