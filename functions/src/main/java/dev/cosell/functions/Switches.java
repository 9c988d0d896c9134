package dev.cosell.functions;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.cosell.Connector;
import dev.cosell.operate.Asker;
import dev.cosell.operate.RequestForm;
import java.util.Optional;
import java.util.function.Supplier;

/** What is switched on: inbound, outbound, leads, pause, and whose deals are written. */
public final class Switches {
    private final Supplier<Connector> connector;

    public Switches() {
        this(App::connector);
    }

    Switches(Supplier<Connector> connector) {
        this.connector = connector;
    }

    @FunctionName("Switches")
    public HttpResponseMessage show(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "switches")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(
                request, context, () -> connector.get().live().goLive().show());
    }

    @FunctionName("TurnSwitches")
    public HttpResponseMessage turn(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "switches")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(request, context, () -> {
            JsonNode asked = Http.command(request, RequestForm.SWITCHES);
            return connector
                    .get()
                    .live()
                    .goLive()
                    .turn(asked, Asker.of(Http.signedIn(request), asked), context.getInvocationId());
        });
    }
}
