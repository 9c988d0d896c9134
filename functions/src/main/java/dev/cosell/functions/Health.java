package dev.cosell.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.cosell.Connector;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether the app can take events: a word for anybody, the details for those with a key. */
public final class Health {
    private final Supplier<Connector> connector;

    public Health() {
        this(App::connector);
    }

    Health(Supplier<Connector> connector) {
        this.connector = connector;
    }

    @FunctionName("Health")
    public HttpResponseMessage ready(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET},
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "health")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answerStranger(
                request,
                context,
                () -> dev.cosell.operate.doctor.Health.ready(
                        () -> connector.get().watching().health()));
    }

    @FunctionName("Status")
    public HttpResponseMessage status(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "status")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(
                request, context, () -> connector.get().watching().health().report());
    }
}
